package dev.parity.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.tensor.DType;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What it takes to agree. */
class ComparisonTest {
    private static Trace trace(String... sites) {
        Trace trace = new Trace();
        List.of(sites).forEach(site -> trace.put(Site.parse(site), Tensor.scalar(1)));
        return trace;
    }

    private static Comparison compare(Trace reference, Trace candidate) {
        Comparer comparer = new Comparer(DType.FLOAT64);
        comparer.accept(reference, candidate);
        return comparer.comparison();
    }

    private static void lacks(String words, Comparison comparison) {
        assertEquals(Verdict.INCONCLUSIVE, comparison.verdict());
        String lacking = comparison.lacking().orElseThrow();
        assertTrue(lacking.contains(words), lacking);
    }

    @Test
    void theLossAndEveryGradientAreEnough() {
        Trace t = trace("1/loss/loss/value", "1/gradient/fc/weight", "1/gradient/fc/bias");
        assertEquals(Verdict.AGREES, compare(t, t).verdict());
    }

    @Test
    void anUpdateDoesForAGradient() {
        Trace t = trace("1/loss/loss/value", "1/update/fc/weight", "1/gradient/fc/bias");
        assertEquals(Verdict.AGREES, compare(t, t).verdict());
    }

    @Test
    void oneCompleteStepIsEnough() {
        Trace r = trace("1/loss/loss/value", "1/gradient/fc/weight", "2/loss/loss/value", "2/gradient/fc/weight");
        Trace c = trace("1/loss/loss/value", "2/loss/loss/value", "2/gradient/fc/weight");
        assertEquals(Verdict.AGREES, compare(r, c).verdict());
    }

    @Test
    void stepsDoNotCompleteEachOther() {
        Trace r = trace("1/loss/loss/value", "1/gradient/fc/weight", "2/loss/loss/value", "2/gradient/fc/weight");
        lacks("step 1 lacks fc.weight", compare(r, trace("1/loss/loss/value", "2/gradient/fc/weight")));
    }

    @Test
    void everyParameterCounts() {
        Trace all = trace("1/loss/loss/value", "1/gradient/a/weight", "1/gradient/b/weight", "1/update/c/bias");
        Trace some = trace("1/loss/loss/value", "1/gradient/a/weight");
        lacks("step 1 lacks b.weight, c.bias", compare(all, some));
        lacks("step 1 lacks b.weight, c.bias", compare(some, all));
    }

    @Test
    void initialWeightsAreNoUpdate() {
        Trace t = trace("0/update/fc/weight", "1/loss/loss/value");
        lacks("step 1 lacks fc.weight", compare(t, t));
    }

    @Test
    void aClippedGradientIsNoParameterOfItsOwn() {
        Trace r = trace("1/loss/loss/value", "1/gradient/fc/weight", "1/gradient/fc/weight.clipped");
        assertEquals(
                Verdict.AGREES,
                compare(r, trace("1/loss/loss/value", "1/gradient/fc/weight")).verdict());
    }

    @Test
    void theLossAloneIsNot() {
        Trace t = trace("1/loss/loss/value");
        lacks("Neither side records a gradient", compare(t, t));
    }

    @Test
    void gradientsAloneAreNot() {
        Trace t = trace("1/gradient/fc/weight");
        lacks("loss was compared at no step", compare(t, t));
    }

    @Test
    void nothingIsNot() {
        lacks("Nothing was compared", compare(trace(), trace()));
        lacks("Nothing was compared", compare(trace("1/loss/loss/value"), trace("2/loss/loss/value")));
    }

    @Test
    void aMismatchDivergesHoweverLittleWasCompared() {
        Trace c = new Trace();
        c.put(Site.parse("1/data/x"), Tensor.scalar(2));
        assertEquals(Verdict.DIVERGES, compare(trace("1/data/x"), c).verdict());
    }
}
