package dev.parity.report;

import dev.parity.compare.Element;
import dev.parity.trace.Site;
import java.util.Optional;

/**
 * Where a side did not repeat itself: the same engine, begun alike and fed alike, computed other bits.
 *
 * @param side which one; never both
 * @param repetition that differed from the first run, from 2
 * @param site the first of them in causal order
 * @param element the first that differs, as it was ({@code reference}) and as it came again ({@code candidate}); none where
 *     the array had another shape or did not come again
 */
public record Waver(Blame side, int repetition, Site site, Optional<Element> element) {
    public Waver {
        if (side == Blame.BOTH || repetition < 2) {
            throw new IllegalArgumentException("repetition " + repetition + " of " + side);
        }
    }
}
