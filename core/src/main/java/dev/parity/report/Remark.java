package dev.parity.report;

import dev.parity.trace.Phase;
import dev.parity.trace.Site;

/**
 * Something to know of a site that is no error there.
 *
 * @param words a sentence about the site, which begins with its verb and has no full stop
 */
public record Remark(Kind kind, Site site, String words) {
    /** What there is to notice. */
    public enum Kind {
        /** Other than PyTorch's, and undone by what follows: the loss, the gradients and the weights are right. */
        CONVENTION,
        /** Not what the program went on with, since all that follows from it is right. */
        FALSE_RECORD,
        /** Not PyTorch's where that makes no difference to what follows. */
        MASKED,
        /** Further off than rounding, as a formula is that loses digits by cancellation. */
        UNSTABLE_FORMULA,
        /** Within rounding at each step, and always to the same side. */
        STEADY_BIAS,
        /** So sensitive to its operands that nothing can be said of it. */
        ILL_CONDITIONED,
        /** Used by nothing that was recorded, so that a false record of it would not be seen. */
        UNCONSUMED,
        /** Recorded in another layout than PyTorch's, and read so; or like PyTorch's in another, which nothing recorded bears out. */
        LAYOUT,
        /** Judged from the spec's data, since those that the program was fed were not recorded. */
        UNRECORDED_DATA,
        /** A weight after a step that is, to the last bit, the one before it. */
        UNMOVED,
        /** What central differences say of a gradient in dispute. */
        REFEREE;

        @Override
        public String toString() {
            return Dashed.of(this);
        }
    }

    /** What it is about: of a parameter with all that belongs to it, the name. */
    public String about() {
        boolean parameter = kind == Kind.LAYOUT && site.phase() == Phase.UPDATE;
        return parameter ? site.name() : site.slot().toString();
    }

    /** Whether it lets an array pass that is not what PyTorch has there. */
    public boolean excuses() {
        return kind == Kind.CONVENTION
                || kind == Kind.FALSE_RECORD
                || kind == Kind.MASKED
                || kind == Kind.UNSTABLE_FORMULA;
    }

    public Remark {
        if (words.isBlank()) {
            throw new IllegalArgumentException("a remark on " + site + " without words");
        }
    }
}
