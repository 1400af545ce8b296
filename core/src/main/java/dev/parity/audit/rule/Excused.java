package dev.parity.audit.rule;

import dev.parity.audit.judge.Judged;
import dev.parity.trace.Site;

/**
 * An array that is not what its own operands make it, and is not accused of it in its step.
 *
 * @param judged with what it should be
 * @param factor by which the whole array is off, where it is one, else NaN: whether that is a convention is known only after all steps
 */
public record Excused(Judged judged, Reason reason, double factor) {
    /** Why it is not. */
    public enum Reason {
        /** What follows, or the recorded update, undoes a factor. */
        FACTOR,
        /** The program went on with another array. */
        FALSE_RECORD,
        /** What follows hides the difference. */
        MASKED,
        /** The weights before Nesterov's look-ahead. */
        LOOK_AHEAD
    }

    public Site site() {
        return judged.site();
    }

    /** Whether the whole array is off by one factor. */
    public boolean scaled() {
        return !Double.isNaN(factor);
    }

    /** Whether an implementation owes the array. */
    public boolean owed() {
        return Records.owed(site());
    }
}
