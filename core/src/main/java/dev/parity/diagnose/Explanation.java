package dev.parity.diagnose;

import java.util.List;

/**
 * What is wrong with an array, with its proof.
 *
 * @param id what kind of mistake: formula, option, factor, terms, precision; or {@code none}, where it is only described
 * @param standing how sure it is
 * @param sentence what is wrong: a sentence or two, without the subject
 * @param right the formula as it should be; blank where it is not known
 * @param yours the formula as the candidate has it; blank where that is not known
 * @param explained wrong elements that it explains
 * @param wrong wrong elements
 * @param before the largest difference from the right array
 * @param after the largest difference from what the finding predicts
 * @param bits that it explains beyond its price
 * @param advice what to write instead
 * @param also what would give the same numbers here
 * @param trial what is asked again in other data
 */
public record Explanation(
        String id,
        Standing standing,
        String sentence,
        String right,
        String yours,
        int explained,
        int wrong,
        double before,
        double after,
        double bits,
        String advice,
        List<String> also,
        Trial trial) {
    /** How sure a finding is. */
    public enum Standing {
        /** It explains every wrong element, by far more than chance would. */
        FOUND,
        /** So too in a later step, or with another batch size. */
        CONFIRMED,
        /** It explains every wrong element, and chance might too: more data would tell. */
        MAY_BE,
        /** Other data show that it was not it. */
        REFUTED,
        /** No cause is known; this is what the difference looks like. */
        DESCRIBED
    }

    public Explanation {
        also = List.copyOf(also);
    }

    Explanation with(Standing other, String more) {
        return new Explanation(
                id, other, sentence + more, right, yours, explained, wrong, before, after, bits, advice, also, trial);
    }

    /** A hypothesis that can be tried on other data; opaque outside of this room. */
    public static final class Trial {
        static final Trial NONE = new Trial(List.of());

        private final List<Cause> causes;

        Trial(List<Cause> causes) {
            this.causes = List.copyOf(causes);
        }

        List<Cause> causes() {
            return causes;
        }
    }
}
