package dev.parity.verdict;

import dev.parity.compare.Comparison;
import dev.parity.compare.Verdict;
import dev.parity.engine.Engines;
import dev.parity.nn.Hidden;
import dev.parity.report.Basis;
import dev.parity.report.Blame;
import dev.parity.report.Remark;
import dev.parity.report.Report;
import dev.parity.report.Side;
import dev.parity.report.Subject;
import dev.parity.report.Timing;
import dev.parity.report.Unseen;
import dev.parity.report.Waver;
import dev.parity.run.Request;
import dev.parity.trace.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * From what was compared and audited to the verdict. The audit decides; what is seen end to end is its consequence, or grown
 * rounding. A side that does not repeat itself takes the verdict back, so do central differences that side with the candidate, and so
 * does, where it is asked to, a mistake that could not have been seen.
 *
 * @param warnings what a reader should know before the figures
 * @param hidden what the run could not have caught
 * @param finite whether all is, of what was not compared
 * @param seen the two sides end to end
 */
public record Conclusion(
        Request request,
        Subject subject,
        Side reference,
        Side candidate,
        List<String> warnings,
        List<Hidden> hidden,
        boolean finite,
        Comparison seen,
        Timing timing) {

    public Report of(Auditing audit, Optional<Waver> waver, Referee referee) {
        Report report = judged(audit);
        if (waver.isPresent()) {
            String otherwise = report.verdict() == Verdict.INCONCLUSIVE
                    ? ""
                    : "; of the first runs alone the verdict would be that it " + report.verdict()
                            + report.first().map(f -> ", first at " + f.site()).orElse("");
            return report.inconclusive(
                    List.of("The " + waver.get().side() + " does not repeat itself, so nothing can be said of it"
                            + otherwise),
                    waver);
        }
        report = referee.on(report);
        List<String> grave = grave(report);
        if (request.strict() && report.verdict() == Verdict.AGREES && !grave.isEmpty()) {
            return report.inconclusive(
                    List.of("Nothing is wrong, but too much went untested for --strict: "
                            + String.join(", and ", grave)),
                    waver);
        }
        return report;
    }

    /**
     * What {@code --strict} does not let pass: an array that tested nothing, and a class of mistakes that the data hide. Not the corner of a
     * function that no input is: no drawn number ever is, and neither is any in the training that the run stands for, so to insist on
     * it would make every network with a ReLU inconclusive and the option useless. It is said, after all else.
     */
    private List<String> grave(Report report) {
        long vacuous =
                hidden.stream().filter(h -> h.grade() == Hidden.Grade.VACUOUS).count();
        long blind = hidden.stream()
                .filter(h -> h.grade() == Hidden.Grade.BLIND_SPOT)
                .count();
        List<String> grave = new ArrayList<>();
        if (vacuous > 0) {
            grave.add("in " + vacuous + (vacuous == 1 ? " place" : " places") + " nothing was put to the test");
        }
        if (blind > 0) {
            grave.add((blind == 1 ? "a class" : blind + " classes") + " of mistakes could not have been caught");
        }
        long masked = report.remarks().stream()
                .filter(r -> r.kind() == Remark.Kind.MASKED)
                .count();
        if (masked > 0) {
            grave.add((masked == 1 ? "an array is" : masked + " arrays are") + " wrong where what follows hides it");
        }
        return grave;
    }

    private Report judged(Auditing audit) {
        if (startDiffers()) {
            return endToEnd(Basis.START);
        }
        if (audit.first().isPresent()) {
            Report report = audited(Verdict.DIVERGES, List.of(), audit);
            return ofLibrary(audit)
                    ? report.inconclusive(
                            List.of(
                                    "The reference itself is wrong, and not the candidate: what this machine's PyTorch computed is"
                                            + " not what PyTorch makes of the same operands in float64"),
                            Optional.empty())
                    : report;
        }
        if (!audit.complete()) {
            return endToEnd(request.basis() == Basis.AUDIT ? Basis.SHAPES : request.basis());
        }
        List<String> doubts = new ArrayList<>();
        if (audit.torn()) {
            doubts.add(
                    "Every array is what its own operands make it, and still step 1 as a whole is further off than rounding"
                            + " explains: the audit is blind to what is wrong here");
        }
        if (!finite || seen.total().notFinite() > 0) {
            String whose = finite ? ", on both sides alike" : "";
            doubts.add("Some numbers are not finite" + whose + "; what follows from them was not put to the test");
        }
        lacking(audit).ifPresent(doubts::add);
        return audited(doubts.isEmpty() ? Verdict.AGREES : Verdict.INCONCLUSIVE, doubts, audit);
    }

    /** Whether all that is wrong is an engine's of ours that is the reference: then the candidate is not to be blamed. */
    private boolean ofLibrary(Auditing audit) {
        return !Engines.isTrace(request.reference())
                && audit.origins().stream().allMatch(o -> o.side() == Blame.REFERENCE);
    }

    private Optional<String> lacking(Auditing audit) {
        return request.basis() == Basis.AUDIT_ONLY ? audit.judgements().lacking(request.experiment()) : seen.lacking();
    }

    private Report audited(Verdict verdict, List<String> reasons, Auditing audit) {
        return new Report(
                verdict,
                subject,
                reference,
                candidate,
                request.basis(),
                reasons,
                audit.first(),
                audit.origins(),
                List.of(),
                audit.remarks(),
                Optional.empty(),
                unseen(),
                warnings,
                audit.judgements().counts(),
                seen,
                timing);
    }

    private Report endToEnd(Basis basis) {
        return Report.endToEnd(basis, subject, reference, candidate, unseen(), warnings, seen, timing);
    }

    private List<Unseen> unseen() {
        return hidden.stream()
                .map(h -> new Unseen(grade(h), h.mistake(), h.change()))
                .toList();
    }

    private static Unseen.Grade grade(Hidden hidden) {
        return switch (hidden.grade()) {
            case VACUOUS -> Unseen.Grade.VACUOUS;
            case BLIND_SPOT -> Unseen.Grade.BLIND_SPOT;
            case CORNER -> Unseen.Grade.CORNER;
        };
    }

    /** Other weights or another batch leave every operation right, so the start is held to what was drawn. */
    private boolean startDiffers() {
        return seen.first()
                .filter(f -> f.site().step() == 0 || f.site().phase() == Phase.DATA)
                .isPresent();
    }
}
