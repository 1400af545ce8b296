package dev.parity.report;

import dev.parity.compare.Compared;
import dev.parity.compare.Comparison;
import dev.parity.compare.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The result of a run.
 *
 * @param reasons why a verdict is inconclusive, a sentence each; present if and only if it is
 * @param first where the first wrong number is made, as far as is known; present if and only if the verdict is
 *     diverging
 * @param basis what the verdict rests on
 * @param origins empty where nothing was audited, or nothing failed the audit
 * @param remarks what the audit noticed beside that
 * @param waver where a side did not repeat itself, if it was asked to
 * @param unseen what this run could not have caught
 * @param warnings what a reader should know before the figures, a sentence each
 * @param coverage what was audited
 * @param comparison the two sides end to end
 */
public record Report(
        Verdict verdict,
        Subject subject,
        Side reference,
        Side candidate,
        Basis basis,
        List<String> reasons,
        Optional<Compared> first,
        List<Origin> origins,
        List<Finding> findings,
        List<Remark> remarks,
        Optional<Waver> waver,
        List<Unseen> unseen,
        List<String> warnings,
        Audited coverage,
        Comparison comparison,
        Timing timing) {
    public Report {
        if (first.isPresent() != (verdict == Verdict.DIVERGES)) {
            throw new IllegalArgumentException("verdict " + verdict + " with a first wrong number " + first);
        }
        if (reasons.isEmpty() != (verdict != Verdict.INCONCLUSIVE)) {
            throw new IllegalArgumentException("verdict " + verdict + " for the reasons " + reasons);
        }
        reasons = List.copyOf(reasons);
        origins = List.copyOf(origins);
        findings = List.copyOf(findings);
        remarks = List.copyOf(remarks);
        unseen = List.copyOf(unseen);
        warnings = List.copyOf(warnings);
    }

    /** A result that rests on the end-to-end comparison alone. */
    public static Report endToEnd(
            Basis basis,
            Subject subject,
            Side reference,
            Side candidate,
            List<Unseen> unseen,
            List<String> warnings,
            Comparison comparison,
            Timing timing) {
        return new Report(
                comparison.verdict(),
                subject,
                reference,
                candidate,
                basis,
                comparison.verdict() == Verdict.INCONCLUSIVE
                        ? comparison.lacking().stream().toList()
                        : List.of(),
                comparison.first(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                unseen,
                warnings,
                Audited.NOTHING,
                comparison,
                timing);
    }

    /** Whether the verdict comes from the audit. */
    public boolean audited() {
        return basis == Basis.AUDIT || basis == Basis.AUDIT_ONLY;
    }

    /** The first mismatch end to end, which may lie after the place where the error is made. */
    public Optional<Compared> seen() {
        return comparison.first();
    }

    /** The same with more to say. */
    public Report with(List<Remark> more) {
        return new Report(
                verdict,
                subject,
                reference,
                candidate,
                basis,
                reasons,
                first,
                origins,
                findings,
                Stream.concat(remarks.stream(), more.stream()).toList(),
                waver,
                unseen,
                warnings,
                coverage,
                comparison,
                timing);
    }

    /** The same with another word on it: a side that wavers, or a run that was to be strict, is inconclusive. */
    public Report inconclusive(List<String> why, Optional<Waver> wavering) {
        return new Report(
                Verdict.INCONCLUSIVE,
                subject,
                reference,
                candidate,
                basis,
                Stream.concat(why.stream(), reasons.stream()).toList(),
                Optional.empty(),
                origins,
                findings,
                remarks,
                wavering,
                unseen,
                warnings,
                coverage,
                comparison,
                timing);
    }
}
