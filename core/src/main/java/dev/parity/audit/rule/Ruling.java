package dev.parity.audit.rule;

import dev.parity.audit.judge.Judged;
import java.util.List;

/**
 * What is held of a step's failing arrays.
 *
 * @param origins where an error is made
 * @param excused what leaves loss, gradients and weights right: a convention, or a false record
 */
public record Ruling(List<Judged> origins, List<Excused> excused) {
    public Ruling {
        origins = List.copyOf(origins);
        excused = List.copyOf(excused);
    }
}
