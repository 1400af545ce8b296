package dev.parity.audit.rule;

import dev.parity.trace.Site;

/**
 * An array that is not what its own operands make it, and leaves the loss, the gradients and the weights right.
 *
 * @param factor by which the whole array is off, where it is one; else the record is not what the program went on with
 */
public record Excused(Site site, double factor) {
    /** Whether the array is right but for a factor that what follows undoes. */
    public boolean convention() {
        return !Double.isNaN(factor);
    }
}
