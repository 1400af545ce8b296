package dev.parity;

import dev.parity.compare.Comparison;
import dev.parity.compare.Loss;
import dev.parity.compare.Verdict;
import dev.parity.report.Basis;
import dev.parity.report.Report;
import dev.parity.report.Side;
import dev.parity.report.Subject;
import dev.parity.report.Timing;
import dev.parity.tensor.DType;
import dev.parity.trace.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From what was compared and audited to the verdict. The audit decides; what is seen end to end is its consequence, or grown rounding. */
final class Conclusion {
    private Conclusion() {}

    /** @param wanted what the verdict is to rest on, where what is recorded allows it */
    static Report of(
            Basis wanted,
            Subject subject,
            Side reference,
            Side candidate,
            List<String> warnings,
            Comparison seen,
            Auditing audit,
            Timing timing) {
        if (audit.first().isPresent()) {
            return new Report(
                    Verdict.DIVERGES,
                    subject,
                    reference,
                    candidate,
                    Basis.AUDIT,
                    audit.first(),
                    audit.origins(),
                    List.of(),
                    List.of(),
                    List.of(),
                    warnings,
                    seen,
                    timing);
        }
        if (!audit.complete()) {
            Basis basis = wanted == Basis.AUDIT ? Basis.SPARSE : wanted;
            return Report.endToEnd(basis, subject, reference, candidate, List.of(), warnings, seen, timing);
        }
        if (startDiffers(seen)) {
            return Report.endToEnd(Basis.START, subject, reference, candidate, List.of(), warnings, seen, timing);
        }
        List<String> said = new ArrayList<>(warnings);
        boolean blind = netTorn(seen, candidate.dtype());
        if (blind) {
            said.add(
                    "Every array is what its own operands make it, and still the losses of step 1 are further apart than rounding"
                            + " explains: the audit is blind to what is wrong here");
        }
        boolean notFinite = seen.total().notFinite() > 0;
        if (notFinite) {
            said.add(
                    "Some numbers are not finite, on both sides alike; what follows from them was not put to the test");
        }
        Verdict verdict = blind || notFinite || seen.lacking().isPresent() ? Verdict.INCONCLUSIVE : Verdict.AGREES;
        return new Report(
                verdict,
                subject,
                reference,
                candidate,
                Basis.AUDIT,
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                said,
                seen,
                timing);
    }

    /** Other weights or another batch leave every operation right, so the start is held to what was drawn. */
    private static boolean startDiffers(Comparison seen) {
        return seen.first()
                .filter(f -> f.site().step() == 0 || f.site().phase() == Phase.DATA)
                .isPresent();
    }

    /** The net under the audit: the first loss, end to end, lies within what a whole forward pass may round. */
    private static boolean netTorn(Comparison seen, DType precision) {
        double most = precision == DType.FLOAT64 ? 1e-9 : 1e-2;
        Optional<Loss> first = seen.steps().stream().findFirst().flatMap(s -> s.loss());
        return first.filter(l ->
                        !(Math.abs(l.candidate() - l.reference()) <= most * Math.max(1e-30, Math.abs(l.reference())))
                                && !(Double.isNaN(l.candidate()) && Double.isNaN(l.reference())))
                .isPresent();
    }
}
