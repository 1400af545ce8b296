package dev.parity.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.compare.Compared;
import dev.parity.compare.Comparer;
import dev.parity.compare.Comparison;
import dev.parity.compare.Element;
import dev.parity.compare.Measure;
import dev.parity.compare.Tolerance;
import dev.parity.compare.Verdict;
import dev.parity.nn.Hidden;
import dev.parity.report.Basis;
import dev.parity.report.Blame;
import dev.parity.report.Judgement;
import dev.parity.report.Waver;
import dev.parity.tensor.DType;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every combination of what a run can come to, each with its verdict, what that rests on, and why. */
class ConclusionTest {
    /** What the two sides look like end to end. */
    private enum EndToEnd {
        ALIKE,
        APART,
        OTHER_START,
        OTHER_DATA,
        /** The loss is not finite, on both sides alike: a mismatch to a tolerance, and no error by itself to the audit. */
        NOT_FINITE,
        NO_LOSS,
        NOTHING;

        Comparison comparison() {
            Trace r = new Trace();
            Trace c = new Trace();
            if (this != NOTHING) {
                String data = this == OTHER_START ? "0/update/fc/weight" : "1/data/x";
                put(r, c, data, 1, this == OTHER_START || this == OTHER_DATA ? 2 : 1);
                put(r, c, "1/gradient/fc/weight", 1, this == APART ? 2 : 1);
                if (this != NO_LOSS) {
                    double loss = this == NOT_FINITE ? Double.NaN : 1;
                    put(r, c, "1/loss/loss/value", loss, loss);
                }
            }
            Comparer comparer = new Comparer(DType.FLOAT64);
            comparer.accept(r, c);
            return comparer.comparison();
        }

        private static void put(Trace r, Trace c, String site, double reference, double candidate) {
            r.put(Site.parse(site), Tensor.scalar(reference));
            c.put(Site.parse(site), Tensor.scalar(candidate));
        }

        boolean otherStart() {
            return this == OTHER_START || this == OTHER_DATA;
        }

        boolean lacks() {
            return this == NO_LOSS || this == NOTHING;
        }
    }

    /** What the audit has found. */
    private enum Audited {
        NOTHING_WANTED,
        SHAPES_DIFFER,
        CLEAN,
        ORIGIN,
        ORIGIN_OF_OUR_REFERENCE,
        TORN;

        AuditSummary summary(Optional<String> lacking) {
            Tensor right = Tensor.scalar(1);
            Compared origin = new Compared(
                    Site.parse("1/gradient/fc/weight"), Measure.of(right, Tensor.scalar(2), new Tolerance(0, 0)));
            return switch (this) {
                case NOTHING_WANTED -> AuditSummary.NONE;
                case SHAPES_DIFFER -> new AuditSummary(false, false, Optional.empty(), true, 0, lacking);
                case CLEAN -> new AuditSummary(true, false, Optional.empty(), true, 0, lacking);
                case ORIGIN -> new AuditSummary(true, false, Optional.of(origin), false, 0, lacking);
                case ORIGIN_OF_OUR_REFERENCE -> new AuditSummary(true, false, Optional.of(origin), true, 0, lacking);
                case TORN -> new AuditSummary(true, true, Optional.empty(), true, 0, lacking);
            };
        }
    }

    private static final Waver WAVER =
            new Waver(Blame.CANDIDATE, 2, Site.parse("1/forward/fc/y"), Optional.of(new Element(List.of(), 1, 1.5)));
    private static final Opinion DOUBT = new Opinion(Optional.empty(), true);

    private record Case(
            Basis basis,
            EndToEnd seen,
            Audited audited,
            boolean finite,
            boolean lacking,
            boolean waver,
            boolean doubt,
            boolean strict,
            List<Hidden.Grade> hidden) {
        Observed observed() {
            return new Observed(
                    basis,
                    strict,
                    seen.comparison(),
                    finite,
                    audited.summary(lacking ? Optional.of("The loss was not audited") : Optional.empty()),
                    waver ? Optional.of(WAVER) : Optional.empty(),
                    hidden.stream()
                            .map(g -> new Hidden(g, "a mistake", "another seed"))
                            .toList());
        }

        Judgement judgement() {
            return Conclusion.of(observed(), doubt ? DOUBT : Opinion.NONE);
        }

        /** The rules once more, from the last word to the first. */
        Verdict due() {
            if (waver || doubt) {
                return Verdict.INCONCLUSIVE;
            }
            Verdict verdict = undisturbed();
            boolean grave = hidden.contains(Hidden.Grade.VACUOUS) || hidden.contains(Hidden.Grade.BLIND_SPOT);
            return strict && verdict == Verdict.AGREES && grave ? Verdict.INCONCLUSIVE : verdict;
        }

        Verdict undisturbed() {
            if (seen.otherStart()) {
                return Verdict.DIVERGES;
            }
            boolean alone = basis == Basis.AUDIT_ONLY;
            return switch (audited) {
                case ORIGIN -> Verdict.DIVERGES;
                case ORIGIN_OF_OUR_REFERENCE, TORN -> Verdict.INCONCLUSIVE;
                case CLEAN ->
                    !finite || seen == EndToEnd.NOT_FINITE || (alone ? lacking : seen.lacks())
                            ? Verdict.INCONCLUSIVE
                            : Verdict.AGREES;
                case NOTHING_WANTED, SHAPES_DIFFER ->
                    seen == EndToEnd.APART || seen == EndToEnd.NOT_FINITE
                            ? Verdict.DIVERGES
                            : seen.lacks() ? Verdict.INCONCLUSIVE : Verdict.AGREES;
            };
        }

        Basis rest() {
            if (seen.otherStart()) {
                return Basis.START;
            }
            return audited == Audited.SHAPES_DIFFER && basis == Basis.AUDIT ? Basis.SHAPES : basis;
        }
    }

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (Basis basis : List.of(Basis.AUDIT, Basis.AUDIT_ONLY, Basis.SPEC_TOLERANCE, Basis.NUMERIC)) {
            boolean audits = basis == Basis.AUDIT || basis == Basis.AUDIT_ONLY;
            for (EndToEnd seen : EndToEnd.values()) {
                for (Audited audited : Audited.values()) {
                    if (audits == (audited == Audited.NOTHING_WANTED)) {
                        continue;
                    }
                    for (int bits = 0; bits < 32; bits++) {
                        for (List<Hidden.Grade> hidden : List.of(
                                List.<Hidden.Grade>of(),
                                List.of(Hidden.Grade.CORNER),
                                List.of(Hidden.Grade.BLIND_SPOT),
                                List.of(Hidden.Grade.VACUOUS, Hidden.Grade.CORNER))) {
                            cases.add(new Case(
                                    basis,
                                    seen,
                                    audited,
                                    (bits & 1) == 0,
                                    (bits & 2) != 0,
                                    (bits & 4) != 0,
                                    (bits & 8) != 0,
                                    (bits & 16) != 0,
                                    hidden));
                        }
                    }
                }
            }
        }
        return cases;
    }

    @Test
    void eachCombinationHasItsVerdict() {
        Set<String> verdicts = new TreeSet<>();
        List<Case> cases = cases();
        for (Case one : cases) {
            Judgement judgement = one.judgement();
            assertEquals(one.due(), judgement.verdict(), one::toString);
            assertEquals(one.rest(), judgement.basis(), one::toString);
            assertEquals(one.waver, judgement.waver().isPresent(), one::toString);
            verdicts.add(judgement.verdict() + " by " + judgement.basis());
        }
        assertEquals(10_752, cases.size());
        assertTrue(verdicts.size() > 12, verdicts::toString);
    }

    /** The referee is asked of what diverges, and of nothing when a side does not repeat itself. */
    @Test
    void onlyWhatDivergesIsDisputed() {
        int disputed = 0;
        for (Case one : cases()) {
            boolean due = !one.waver && one.undisturbed() == Verdict.DIVERGES;
            assertEquals(due, Conclusion.dispute(one.observed()).isPresent(), one::toString);
            disputed += due ? 1 : 0;
        }
        assertTrue(disputed > 1000, () -> "some are disputed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AUDIT | ALIKE | TORN | '' | Every array is what its own operands make it, and still step 1",
                "AUDIT | ALIKE | ORIGIN_OF_OUR_REFERENCE | '' | The reference itself is wrong, and not the candidate",
                "AUDIT | NOT_FINITE | CLEAN | '' | Some numbers are not finite, on both sides alike",
                "AUDIT_ONLY | NOTHING | CLEAN | infinite | Some numbers are not finite; what follows",
                "AUDIT_ONLY | NOTHING | CLEAN | lacking | The loss was not audited",
                "AUDIT | NO_LOSS | CLEAN | '' | The loss was compared at no step; record 1/loss/loss/value on both sides",
                "AUDIT | NOTHING | CLEAN | '' | Nothing was compared: the two sides have no site in common",
                "SPEC_TOLERANCE | NOTHING | NOTHING_WANTED | '' | Nothing was compared",
                "AUDIT | APART | ORIGIN | doubt | The reference itself is in doubt",
                "AUDIT | APART | ORIGIN | waver | The candidate does not repeat itself, so nothing can be said of it; of the"
                        + " first runs alone the verdict would be that it diverges, first at 1/gradient/fc/weight",
                "AUDIT | ALIKE | CLEAN | waver | The candidate does not repeat itself, so nothing can be said of it; of the"
                        + " first runs alone the verdict would be that it agrees",
                "AUDIT | ALIKE | CLEAN | strict blind | Nothing is wrong, but too much went untested for --strict: a class of"
                        + " mistakes could not have been caught",
                "AUDIT | ALIKE | CLEAN | strict vacuous | Nothing is wrong, but too much went untested for --strict: in 1 place"
                        + " nothing was put to the test",
            })
    void whatIsInconclusiveSaysWhy(Basis basis, EndToEnd seen, Audited audited, String more, String why) {
        List<Hidden.Grade> hidden = more.contains("blind")
                ? List.of(Hidden.Grade.BLIND_SPOT)
                : more.contains("vacuous") ? List.of(Hidden.Grade.VACUOUS) : List.of();
        Judgement judgement = new Case(
                        basis,
                        seen,
                        audited,
                        !more.contains("infinite"),
                        more.contains("lacking"),
                        more.contains("waver"),
                        more.contains("doubt"),
                        more.contains("strict"),
                        hidden)
                .judgement();
        assertEquals(Verdict.INCONCLUSIVE, judgement.verdict());
        assertTrue(judgement.reasons().get(0).startsWith(why), judgement.reasons()::toString);
        assertEquals(Optional.empty(), judgement.first());
    }

    /** What was inconclusive before a side wavered is not forgotten. */
    @Test
    void allReasonsAreKept() {
        Case torn = new Case(Basis.AUDIT, EndToEnd.NO_LOSS, Audited.TORN, true, false, true, false, false, List.of());
        List<String> reasons = torn.judgement().reasons();
        assertEquals(3, reasons.size(), reasons::toString);
        assertTrue(reasons.get(0).endsWith("nothing can be said of it"), reasons::toString);
    }
}
