package dev.parity.report;

/**
 * A mistake that this run could not have caught.
 *
 * @param grade an array that tested nothing, a class of mistakes that the data hide, or a corner of a function
 * @param what would have stayed hidden, and behind what
 * @param change to the spec with which it would show
 */
public record Unseen(Grade grade, String what, String change) {
    /** How grave it is, the gravest first. */
    public enum Grade {
        VACUOUS("This run put nothing to the test here, and could not have caught"),
        BLIND_SPOT("This run could not have caught, with these data and sizes"),
        CORNER("This run could not have caught, as hardly any training meets it");

        private final String words;

        Grade(String words) {
            this.words = words;
        }

        /** As the head of a list. */
        public String words() {
            return words;
        }

        @Override
        public String toString() {
            return Dashed.of(this);
        }
    }

    public Unseen {
        if (what.isBlank() || change.isBlank()) {
            throw new IllegalArgumentException(
                    "say what could not be seen and what to change: " + what + "; " + change);
        }
    }
}
