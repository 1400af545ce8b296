package dev.parity.audit;

/** What the audit lets pass, in one place. */
public final class Allowance {
    /**
     * Deviations of its rounding by which an array may be off. Roundings that add up are not as independent as a deviation assumes, so
     * it is far more than the 7 or so that chance alone would ever reach.
     */
    public static final double DEVIATIONS = 32 * Math.sqrt(2);

    /** Times the worst of the right computations that a second look tried: it cannot try all that there are. */
    public static final double WIDER = 3;

    private Allowance() {}
}
