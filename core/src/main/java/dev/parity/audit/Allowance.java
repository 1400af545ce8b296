package dev.parity.audit;

/**
 * What the audit lets pass, in one place. All else follows from {@link #DEVIATIONS}: what saves the way to a deviation must be stricter than
 * that, and what is tried beyond it is what a deviation cannot know. Scripts are given these numbers through their holes.
 */
public final class Allowance {
    /**
     * Deviations of its rounding by which an array may be off, some 45. A deviation takes roundings to be independent, and in a long sum they
     * are not, so it is far more than the 7 or so that chance alone would ever reach. A worst case in its place would let a missing
     * term pass.
     */
    public static final double DEVIATIONS = 32 * Math.sqrt(2);

    /** Times the worst of the right computations that a second look tried: it cannot try all that there are. */
    public static final double WIDER = 3;

    /**
     * Worst cases by which an optimizer's step may be off. A worst case is of first order and counts each of a candidate's roundings,
     * hyperparameters held in its own type among them, but another right order of the same operations may take one more.
     */
    public static final double WORST_CASES = 2;

    /**
     * As many roundoffs of an element, or of what its row and column are off by as a rule, are near, and no deviation needs to be known: less
     * than half of {@link #DEVIATIONS}, of which none is below half a roundoff, by more than the candidate's own type rounds.
     */
    public static final double NEAR = 22;

    /** So many roundoffs of what a weight or state was before a step are within what every rule of an update allows, but for decays below a half. */
    public static final double MOVED = 4;

    /**
     * So many roundoffs of an array's norm are near where an array is looked at as a whole, as the net under step 1 does: there the errors of
     * all operations before it have come together.
     */
    public static final double ALIKE = 64;

    /**
     * So many times what a single run in float32 is off is near, where deviations would have to be drawn. One run shows less than a deviation
     * does, and may have a row nearly right by chance: measured at no element more than twice as loose as {@link #DEVIATIONS}, and four
     * times as strict in the median.
     */
    public static final double ONCE = 22;

    /** The same of what several runs in float32 are off: the more they are, the less is chance. */
    public static final double OFTEN = 27;

    /** What an element may be off by whatever it should be: where float32's numbers end, processors flush to zero. */
    public static final double FLOOR32 = 1e-36;

    /** Likewise of float64. */
    public static final double FLOOR64 = 1e-290;

    private Allowance() {}

    /** What an element may be off by whatever it should be, in a type with this roundoff. */
    public static double floor(double u) {
        return u > 1e-12 ? FLOOR32 : FLOOR64;
    }
}
