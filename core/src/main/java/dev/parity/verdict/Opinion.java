package dev.parity.verdict;

import dev.parity.report.Remark;
import java.util.Optional;

/**
 * What the referee says.
 *
 * @param remark for the report, where he was asked
 * @param doubt whether he sides with the candidate wherever the sides dispute
 */
public record Opinion(Optional<Remark> remark, boolean doubt) {
    /** He was not asked, or has nothing to say. */
    public static final Opinion NONE = new Opinion(Optional.empty(), false);
}
