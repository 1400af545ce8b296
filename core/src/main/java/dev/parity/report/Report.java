package dev.parity.report;

import dev.parity.compare.Compared;
import dev.parity.compare.Comparison;
import dev.parity.compare.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * The result of a run.
 *
 * @param first where the first wrong number is made, as far as is known; present if and only if the verdict is
 *     diverging
 * @param audited whether the verdict comes from the audit; else from the end-to-end comparison
 * @param origins empty where nothing was audited, or nothing failed the audit
 * @param warnings what a reader should know before the figures, a sentence each
 * @param comparison the two sides end to end
 */
public record Report(
        Verdict verdict,
        Subject subject,
        Side reference,
        Side candidate,
        boolean audited,
        Optional<Compared> first,
        List<Origin> origins,
        List<Finding> findings,
        List<String> warnings,
        Comparison comparison,
        Timing timing) {
    public Report {
        if (first.isPresent() != (verdict == Verdict.DIVERGES)) {
            throw new IllegalArgumentException("verdict " + verdict + " with a first wrong number " + first);
        }
        origins = List.copyOf(origins);
        findings = List.copyOf(findings);
        warnings = List.copyOf(warnings);
    }

    /** A result that rests on the end-to-end comparison alone. */
    public static Report endToEnd(
            Subject subject,
            Side reference,
            Side candidate,
            List<String> warnings,
            Comparison comparison,
            Timing timing) {
        return new Report(
                comparison.verdict(),
                subject,
                reference,
                candidate,
                false,
                comparison.first(),
                List.of(),
                List.of(),
                warnings,
                comparison,
                timing);
    }

    /** The first mismatch end to end, which may lie after the place where the error is made. */
    public Optional<Compared> seen() {
        return comparison.first();
    }
}
