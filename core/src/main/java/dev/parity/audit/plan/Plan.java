package dev.parity.audit.plan;

import dev.parity.trace.Site;
import java.util.Set;

/**
 * What an audit of one step rests on. Sites are those of step 0 throughout.
 *
 * @param held recorded arrays that serve as operands; any other operand is computed from the nearest ancestors that are held
 * @param judged recorded arrays that are held against what their operands make of them
 * @param carried weights, buffers, states and summed gradients of the step before that were not recorded, by name: they are
 *     carried by the reference, each with its scatter, a deviation of each element
 * @param updates whether the step ends in an update
 * @param whole whether arrays are looked at as wholes: what is off by little of its norm is not looked at element by element
 */
public record Plan(Set<Site> held, Set<Site> judged, Set<String> carried, boolean updates, boolean whole) {
    public Plan {
        held = Set.copyOf(held);
        judged = Set.copyOf(judged);
        carried = Set.copyOf(carried);
    }
}
