package dev.parity.audit.rule;

import dev.parity.audit.judge.Judged;
import java.util.List;

/**
 * What is held of a step's failing arrays.
 *
 * @param origins where an error is made
 * @param excused what is let pass, and why
 * @param judged all arrays of the step, as they are by what was gone on with
 */
public record Ruling(List<Judged> origins, List<Excused> excused, List<Judged> judged) {
    public Ruling {
        origins = List.copyOf(origins);
        excused = List.copyOf(excused);
        judged = List.copyOf(judged);
    }
}
