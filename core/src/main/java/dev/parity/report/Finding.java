package dev.parity.report;

import dev.parity.trace.Site;
import java.util.List;

/**
 * A cause, with its proof.
 *
 * @param cause its id
 * @param explained share of the failing elements that the cause predicts to rounding, from 0 to 1
 * @param before max |candidate - expected|
 * @param after max |candidate - predicted|
 * @param words what it looks like, in a sentence
 * @param advice how to mend it
 * @param also what explains it equally well: ids, or other words for it
 * @param right the formula as it should be; blank where it is not known
 * @param yours the formula as the candidate has it; blank where that is not known
 * @param sure whether it is a cause; else it may be one, or is only what the difference looks like
 */
public record Finding(
        String cause,
        Site site,
        double explained,
        double before,
        double after,
        String words,
        String advice,
        List<String> also,
        String right,
        String yours,
        boolean sure) {
    public Finding {
        also = List.copyOf(also);
    }
}
