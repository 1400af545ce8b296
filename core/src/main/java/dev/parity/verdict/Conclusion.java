package dev.parity.verdict;

import dev.parity.compare.Compared;
import dev.parity.compare.Verdict;
import dev.parity.nn.Hidden;
import dev.parity.report.Basis;
import dev.parity.report.Judgement;
import dev.parity.report.Waver;
import dev.parity.trace.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * From what was compared and audited to the verdict, decided once. The audit decides; what is seen end to end is its consequence, or
 * grown rounding. A side that does not repeat itself takes the verdict back, so do central differences that side with the candidate,
 * and so does, where it is asked to, a mistake that could not have been seen.
 */
public final class Conclusion {
    private static final String LIBRARY =
            "The reference itself is wrong, and not the candidate: what this machine's PyTorch computed is not what PyTorch"
                    + " makes of the same operands in float64";
    private static final String DOUBT =
            "The reference itself is in doubt: in step 1 central differences of PyTorch's own loss side with the candidate";
    private static final String TORN =
            "Every array is what its own operands make it, and still step 1 as a whole is further off than rounding explains:"
                    + " the audit is blind to what is wrong here";

    private final Observed observed;

    private Conclusion(Observed observed) {
        this.observed = observed;
    }

    /** The verdict on a run. */
    public static Judgement of(Observed observed, Opinion opinion) {
        Conclusion conclusion = new Conclusion(observed);
        Judgement judgement = conclusion.judgement();
        if (observed.waver().isPresent()) {
            Waver waver = observed.waver().get();
            return judgement.because(conclusion.wavering(waver, judgement), waver);
        }
        if (opinion.doubt()) {
            return judgement.because(DOUBT);
        }
        List<String> grave = grave(observed.hidden(), observed.audit().masked());
        if (observed.strict() && judgement.verdict() == Verdict.AGREES && !grave.isEmpty()) {
            return judgement.because(
                    "Nothing is wrong, but too much went untested for --strict: " + String.join(", and ", grave));
        }
        return judgement;
    }

    /** The first wrong number, where the referee may be asked about it. */
    public static Optional<Compared> dispute(Observed observed) {
        return observed.waver().isPresent()
                ? Optional.empty()
                : new Conclusion(observed).judgement().first();
    }

    /** What follows from the two comparisons alone. */
    private Judgement judgement() {
        Basis basis = observed.basis();
        AuditSummary audit = observed.audit();
        if (startDiffers()) {
            return Judgement.endToEnd(Basis.START, observed.comparison());
        }
        if (audit.first().isPresent()) {
            return audit.onlyOurReference()
                    ? Judgement.inconclusive(basis, List.of(LIBRARY))
                    : Judgement.diverges(basis, audit.first().get());
        }
        if (!audit.complete()) {
            return Judgement.endToEnd(basis == Basis.AUDIT ? Basis.SHAPES : basis, observed.comparison());
        }
        List<String> doubts = doubts();
        return doubts.isEmpty() ? Judgement.agrees(basis) : Judgement.inconclusive(basis, doubts);
    }

    private List<String> doubts() {
        List<String> doubts = new ArrayList<>();
        AuditSummary audit = observed.audit();
        if (audit.torn()) {
            doubts.add(TORN);
        }
        if (!observed.finite() || observed.comparison().total().notFinite() > 0) {
            String whose = observed.finite() ? ", on both sides alike" : "";
            doubts.add("Some numbers are not finite" + whose + "; what follows from them was not put to the test");
        }
        (observed.basis() == Basis.AUDIT_ONLY
                        ? audit.lacking()
                        : observed.comparison().lacking())
                .ifPresent(doubts::add);
        return doubts;
    }

    /** Other weights or another batch leave every operation right, so the start is held to what was drawn. */
    private boolean startDiffers() {
        return observed.comparison()
                .first()
                .filter(f -> f.site().step() == 0 || f.site().phase() == Phase.DATA)
                .isPresent();
    }

    private String wavering(Waver waver, Judgement otherwise) {
        String verdict = otherwise.verdict() == Verdict.INCONCLUSIVE
                ? ""
                : "; of the first runs alone the verdict would be that it " + otherwise.verdict()
                        + otherwise.first().map(f -> ", first at " + f.site()).orElse("");
        return "The " + waver.side() + " does not repeat itself, so nothing can be said of it" + verdict;
    }

    /**
     * What {@code --strict} does not let pass: an array that tested nothing, and a class of mistakes that the data hide. Not the corner of a
     * function that no input is: no drawn number ever is, and neither is any in the training that the run stands for, so to insist on
     * it would make every network with a ReLU inconclusive and the option useless. It is said, after all else.
     */
    private static List<String> grave(List<Hidden> hidden, int masked) {
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
        if (masked > 0) {
            grave.add((masked == 1 ? "an array is" : masked + " arrays are") + " wrong where what follows hides it");
        }
        return grave;
    }
}
