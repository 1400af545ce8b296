package dev.parity.nn;

/**
 * A mistake that would not show in what was computed, since it makes no difference there. Equal words are one mistake.
 *
 * @param grade how grave that is
 * @param mistake what would stay hidden, and behind what
 * @param change to the spec with which it would show
 */
public record Hidden(Grade grade, String mistake, String change) {
    /** The gravest first. */
    public enum Grade {
        /** An array that put nothing to the test: a gradient of zeros, a unit that never fires. */
        VACUOUS,
        /** Arrays that are tested, and a class of mistakes that these numbers and sizes hide. */
        BLIND_SPOT,
        /** A single point of a function that drawn numbers never are, nor those of a training. */
        CORNER
    }

    public static Hidden vacuous(String mistake, String change) {
        return new Hidden(Grade.VACUOUS, mistake, change);
    }

    public static Hidden blind(String mistake, String change) {
        return new Hidden(Grade.BLIND_SPOT, mistake, change);
    }

    public static Hidden corner(String mistake, String change) {
        return new Hidden(Grade.CORNER, mistake, change);
    }
}
