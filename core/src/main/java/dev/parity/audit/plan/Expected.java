package dev.parity.audit.plan;

import dev.parity.trace.Site;
import java.util.Set;

/**
 * What an array should be: the i-th that operation k makes, which a program has in {@code E[k][i]}.
 *
 * @param together what was not recorded and so is judged with it, as sites of step 0
 */
public record Expected(int operation, int index, Set<Site> together) {
    public Expected {
        together = Set.copyOf(together);
    }
}
