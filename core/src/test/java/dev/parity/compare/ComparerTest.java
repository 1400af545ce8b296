package dev.parity.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.tensor.DType;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ComparerTest {
    /** As an engine records them: each layer's gradient beside its dx. */
    private static final String[] STEP = {
        "data/x",
        "forward/fc/y",
        "forward/relu/y",
        "loss/loss/value",
        "backward/loss/dx",
        "backward/relu/dx",
        "gradient/fc/weight",
        "backward/fc/dx",
        "update/fc/weight"
    };

    private static Trace step(int step, String... sites) {
        Trace trace = new Trace();
        for (String site : sites) {
            trace.put(Site.parse(step + "/" + site), Tensor.scalar(1));
        }
        return trace;
    }

    /** A copy in which some sites have another value. */
    private static Trace with(Trace trace, double value, String... sites) {
        Set<String> changed = Set.of(sites);
        Trace copy = new Trace();
        trace.forEach(
                (site, array) -> copy.put(site, changed.contains(site.toString()) ? Tensor.scalar(value) : array));
        return copy;
    }

    private static Comparison compare(Trace reference, Trace candidate) {
        Comparer comparer = new Comparer(DType.FLOAT64);
        comparer.accept(reference, candidate);
        return comparer.comparison();
    }

    private static String first(Comparison comparison) {
        return comparison.first().orElseThrow().site().toString();
    }

    @Test
    void theFirstMismatchIsTheFirstInCausalOrder() {
        Trace r = step(1, STEP);
        assertEquals("1/forward/relu/y", first(compare(r, with(r, 2, "1/loss/loss/value", "1/forward/relu/y"))));
        assertEquals("1/backward/fc/dx", first(compare(r, with(r, 2, "1/gradient/fc/weight", "1/backward/fc/dx"))));
        assertEquals("1/backward/relu/dx", first(compare(r, with(r, 2, "1/backward/fc/dx", "1/backward/relu/dx"))));
        assertEquals("1/data/x", first(compare(r, with(r, 2, "1/update/fc/weight", "1/data/x"))));
    }

    @Test
    void aDifferentStartComesFirst() {
        Trace r = step(1, STEP);
        r.put(Site.parse("0/update/fc/weight"), Tensor.scalar(1));
        Comparison comparison = compare(r, with(r, 2, "0/update/fc/weight", "1/data/x"));
        assertEquals("0/update/fc/weight", first(comparison));
        assertEquals(Verdict.DIVERGES, comparison.verdict());
        assertEquals(1, comparison.steps().size());
    }

    @Test
    void theFirstMismatchStaysThatOfTheEarliestStep() {
        Comparer comparer = new Comparer(DType.FLOAT64);
        comparer.accept(step(1, STEP), step(1, STEP));
        comparer.accept(step(2, STEP), with(step(2, STEP), 3, "2/update/fc/weight"));
        comparer.accept(step(3, STEP), with(step(3, STEP), 3, "3/data/x"));
        assertEquals("2/update/fc/weight", first(comparer.comparison()));
    }

    @Test
    void aStepsRow() {
        Trace r = step(4, STEP);
        Comparison comparison = compare(r, with(r, 1.5, "4/loss/loss/value", "4/gradient/fc/weight"));
        Step row = comparison.steps().get(0);
        assertEquals(4, row.step());
        assertEquals(9, row.sites());
        assertEquals(2, row.differing());
        assertEquals(Optional.of(new LossPair(1, 1.5)), row.loss());
        assertEquals(0.5, row.loss().orElseThrow().abs());
        assertEquals(List.of(new Delta("fc.weight", 0.5, 0.5, 1)), row.gradient());
        assertEquals(List.of(new Delta("fc.weight", 0, 0, 1)), row.weight());
    }

    @Test
    void aWholeRunInOneTraceIsTheSameAsItsSteps() {
        Comparer streamed = new Comparer(DType.FLOAT64);
        Trace reference = new Trace();
        Trace candidate = new Trace();
        for (int n = 1; n <= 3; n++) {
            Trace r = step(n, STEP);
            Trace c = with(r, n, n + "/gradient/fc/weight");
            streamed.accept(r, c);
            r.forEach(reference::put);
        }
        // a file need not keep the order of the steps
        for (int n = 3; n >= 1; n--) {
            with(step(n, STEP), n, n + "/gradient/fc/weight").forEach(candidate::put);
        }
        assertEquals(streamed.comparison(), compare(reference, candidate));
    }

    @Test
    void theStartMayComeInATraceOfItsOwn() {
        Comparer comparer = new Comparer(DType.FLOAT64);
        Trace start = step(1, "data/x");
        start.put(Site.parse("0/update/fc/weight"), Tensor.scalar(1));
        comparer.accept(start, start);
        Trace rest = step(1, "loss/loss/value", "gradient/fc/weight");
        comparer.accept(rest, rest);
        Comparison comparison = comparer.comparison();
        assertEquals(1, comparison.steps().size());
        assertEquals(3, comparison.steps().get(0).sites());
        assertEquals(Verdict.AGREES, comparison.verdict());
        assertEquals(4, comparison.total().sites());
    }

    @Test
    void arraysAreSummedOverTheSteps() {
        Comparer comparer = new Comparer(DType.FLOAT64);
        for (int n = 1; n <= 4; n++) {
            comparer.accept(step(n, STEP), with(step(n, STEP), n == 3 ? 5 : n == 1 ? 1 : 2, n + "/forward/fc/y"));
        }
        Summary summary = comparer.comparison().arrays().get(1);
        assertEquals("forward/fc/y", summary.slot().toString());
        assertEquals(4, summary.tally().sites());
        assertEquals(3, summary.tally().differing());
        assertEquals(OptionalInt.of(2), summary.since());
        assertEquals(3, summary.worst().orElseThrow().site().step());
        assertEquals(4, summary.worst().orElseThrow().measure().relNorm());
        assertEquals("data/x", comparer.comparison().arrays().get(0).slot().toString());
    }

    @Test
    void whatIsMissingIsCountedAndIsNoMismatch() {
        Trace r = step(1, STEP);
        Trace c = step(1, "loss/loss/value", "gradient/fc/weight", "forward/extra/y");
        Comparison comparison = compare(r, c);
        assertEquals(Verdict.AGREES, comparison.verdict());
        assertEquals(2, comparison.total().sites());
        assertEquals(7, comparison.total().missingOnCandidate());
        assertEquals(1, comparison.total().missingOnReference());
        assertEquals(
                List.of("forward/extra/y"),
                comparison.having(Tally::missingOnReference).stream()
                        .map(s -> s.slot().toString())
                        .toList());
    }

    @Test
    void zerosOnBothSidesAreVacuous() {
        Trace zero = with(step(1, STEP), 0, "1/backward/fc/dx");
        assertEquals(1, compare(zero, zero).total().vacuous());
    }

    @Test
    void isJudgedAtTheCoarsestPrecision() {
        Trace r = new Trace();
        Trace c = new Trace();
        Site site = Site.parse("1/loss/loss/value");
        r.put(site, Tensor.scalar(0.1));
        c.put(site, Tensor.scalar(0.1).to(DType.FLOAT32));
        Comparison mixed = compare(r, c);
        assertEquals(Optional.empty(), mixed.first());
        assertEquals(Set.of(DType.FLOAT32, DType.FLOAT64), mixed.tolerances().keySet());
        Trace wide = new Trace();
        wide.put(site, Tensor.scalar(0.1f));
        assertTrue(compare(r, wide).first().isPresent());
        Comparer single = new Comparer(DType.FLOAT32);
        single.accept(r, wide);
        assertEquals(Optional.empty(), single.comparison().first());
    }

    @Test
    void aToleranceAskedForReplacesTheDefaults() {
        Trace r = step(1, STEP);
        Tolerance asked = new Tolerance(0, 2);
        Comparer comparer = new Comparer(DType.FLOAT64, Optional.of(asked));
        comparer.accept(r, with(r, 3, "1/loss/loss/value"));
        assertEquals(Verdict.AGREES, comparer.comparison().verdict());
        assertEquals(Map.of(DType.FLOAT64, asked), comparer.comparison().tolerances());
    }
}
