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
 * @param also ids of causes that explain it equally well
 */
public record Finding(
        String cause,
        Site site,
        double explained,
        double before,
        double after,
        String words,
        String advice,
        List<String> also) {
    public Finding {
        also = List.copyOf(also);
    }
}
