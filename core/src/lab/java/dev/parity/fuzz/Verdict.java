package dev.parity.fuzz;

/**
 * What became of one network.
 *
 * @param place the site that decided, where one did
 * @param words what was found there
 */
record Verdict(Kind kind, String place, String words) {
    enum Kind {
        /** Every array within rounding of its own size. */
        AGREES,
        /** Rounding that the network amplifies: every array is what PyTorch makes of its operands. */
        AMPLIFIED,
        /** Overflowed, on both sides alike; what came before agrees. */
        OVERFLOWED,
        /** No array of the backward pass is anything but zero. */
        DEAD,
        /** The spec is refused, or what it leads to: a NaN where a loss takes probabilities. */
        REFUSED,
        /** Differs. */
        FAILS,
        /** A side threw. */
        CRASHES
    }

    static Verdict of(Kind kind) {
        return new Verdict(kind, "", "");
    }

    boolean bad() {
        return kind == Kind.FAILS || kind == Kind.CRASHES;
    }

    @Override
    public String toString() {
        return kind + (place.isEmpty() ? "" : " at " + place) + (words.isEmpty() ? "" : ": " + words);
    }
}
