package dev.parity.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.diagnose.Explanation.Standing;
import dev.parity.diagnose.Planted.Draw;
import dev.parity.diagnose.Planted.Size;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Causes are found, those that are told are true, and chance finds none. */
class DiagnosisTest {
    private static Evidence evidence(String fault, DType dtype, Size size) {
        return fault(fault).evidence().apply(new Draw(dtype, size, 1));
    }

    private static Planted.Fault fault(String name) {
        return Planted.all().stream()
                .filter(f -> f.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Explanation first(String fault) {
        return new Diagnosis()
                .of(evidence(fault, DType.FLOAT64, MeasureCauses.SMALL))
                .get(0);
    }

    @Test
    void theTrueCauseComesFirst() {
        List<String> missed = new ArrayList<>();
        for (Planted.Fault fault : Planted.all()) {
            MeasureCauses.outcome(fault, new Draw(DType.FLOAT64, MeasureCauses.SMALL, 1), missed);
        }
        assertEquals(List.of(), missed);
        assertTrue(Planted.all().size() > 90);
    }

    /** Of the second set what takes no loops through time or heads; the rest is measured by {@link MeasureCauses}. */
    @Test
    void theTrueCauseComesFirstInOtherOperationsToo() {
        List<String> missed = new ArrayList<>();
        int tried = 0;
        for (Planted.Fault fault : PlantedLater.all()) {
            if (!fault.name().matches("(lstm|gru|rnn|attention|conv) .*")) {
                MeasureCauses.outcome(fault, new Draw(DType.FLOAT64, MeasureCauses.SMALL, 1), missed);
                tried++;
            }
        }
        assertEquals(List.of(), missed);
        assertTrue(tried > 30, tried + " faults were tried");
    }

    @Test
    void bothFormulasAreTold() {
        Explanation f = first("softmax diagonal");
        assertEquals(
                "The sum over the classes is missing. Right: dx[n,k] = y*(dy - sum_k dy*y); yours equals y*(dy - dy*y).",
                f.sentence());
        assertEquals("Write sum_k dy*y in place of dy*y", f.advice());
        assertEquals(f.wrong(), f.explained());
        assertTrue(f.after() < 1e-12 && f.before() > 1e-2, f.before() + " and " + f.after());
    }

    @Test
    void aFactorIsCalledByItsName() {
        Explanation f = first("dW times N");
        assertTrue(f.sentence().startsWith("It is 6 times too large: 6 is N, the number of samples. "), f.sentence());
        assertEquals("take the factor N out", f.advice());
    }

    @Test
    void aNumberIsSolvedFor() {
        Explanation f = first("ln eps 1e-3");
        assertTrue(f.sentence().startsWith("Eps is 0.001, not 1.0E-5. "), f.sentence());
        assertEquals("option", f.id());
    }

    @Test
    void otherSizesConfirmOrRefute() {
        Explanation f = first("mse without 2");
        Size other = new Size(11, 13, 5);
        assertEquals(
                Standing.CONFIRMED,
                new Diagnosis()
                        .confirm(f, evidence("mse without 2", DType.FLOAT64, other))
                        .standing());
        assertEquals(
                Standing.REFUTED,
                new Diagnosis()
                        .confirm(f, evidence("mse over N only", DType.FLOAT64, other))
                        .standing());
    }

    /** With two samples N is the number 2, and a batch of three tells. */
    @Test
    void aWrongNameGivesWayToTheRightOne() {
        Diagnosis diagnosis = new Diagnosis();
        Explanation f = diagnosis
                .of(evidence("dW times N", DType.FLOAT64, new Size(2, 7, 4)))
                .get(0);
        assertTrue(f.sentence().startsWith("It is twice"), f.sentence());
        Explanation again = diagnosis.confirm(f, evidence("dW times N", DType.FLOAT64, new Size(3, 7, 4)));
        assertEquals(Standing.CONFIRMED, again.standing());
        assertTrue(again.sentence().contains("3 is N"), again.sentence());
    }

    @Test
    void noiseIsExplainedByNothing() {
        int arrays = 0;
        for (DType dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
            for (String fault : List.of("dW sign", "softmax diagonal", "ce times N", "embedding overwrites")) {
                for (double size : new double[] {1, 1e-4}) {
                    Evidence e = evidence(fault, dtype, MeasureCauses.TINY);
                    java.util.Random random = new java.util.Random(7);
                    double[] noise = new double[e.found().size()];
                    for (int i = 0; i < noise.length; i++) {
                        noise[i] = size * random.nextGaussian()
                                + (size == 1 ? 0 : e.expected().get(i));
                    }
                    List<Explanation> found = new Diagnosis().of(with(e, noise));
                    assertEquals(Standing.DESCRIBED, found.get(found.size() - 1).standing(), fault + ": " + found);
                    assertTrue(found.stream().noneMatch(f -> f.standing() == Standing.FOUND), fault + ": " + found);
                    arrays++;
                }
            }
        }
        assertEquals(16, arrays);
    }

    @Test
    void aRightArrayHasNoFinding() {
        for (DType dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
            for (Planted.Fault fault : Planted.all()) {
                Evidence e = fault.evidence().apply(new Draw(dtype, MeasureCauses.TINY, 3));
                assertEquals(List.of(), new Diagnosis().of(with(e, e.expected().doubles())), fault.name());
            }
        }
    }

    private static Evidence with(Evidence e, double[] found) {
        return new Evidence(
                e.subject(),
                e.type(),
                e.formula(),
                e.options(),
                e.operands(),
                Tensor.of(e.found().shape(), found).to(e.found().dtype()),
                e.expected(),
                e.allowed());
    }

    /** An array without a formula may still be transposed, too large by a number, or another array. */
    @Test
    void withoutAFormulaTheArrayItselfIsLookedAt() {
        Evidence e = evidence("dW times N", DType.FLOAT64, MeasureCauses.SMALL);
        Evidence bare = new Evidence(
                e.subject(),
                e.type(),
                Optional.empty(),
                Map.of("accumulate", 6.0),
                e.operands(),
                e.found(),
                e.expected(),
                e.allowed());
        Explanation f = new Diagnosis().of(bare).get(0);
        assertEquals(Standing.FOUND, f.standing());
        assertTrue(f.sentence().contains("6 is accumulate"), f.sentence());
        Evidence other = with(bare, e.operands().get("last gradient").doubles());
        assertTrue(new Diagnosis().of(other).get(0).sentence().startsWith("Last gradient stands where"), f.sentence());
    }

    /** Axes along which nothing is summed are cut; what agrees on the part is asked on the whole. */
    @Test
    void aLargeArrayIsLookedAtInPart() {
        Evidence e = evidence("dW last sample", DType.FLOAT32, new Size(32, 300, 200));
        Bench bench = new Bench(e);
        assertTrue(Bench.work(bench.formula.tree(), bench.cut) <= Bench.SLICE);
        Explanation f = new Diagnosis().of(e).get(0);
        assertTrue(f.sentence().startsWith("Only the last of the samples is in the sum."), f.sentence());
        assertEquals(60000, f.explained());
    }

    @Test
    void oneNumberSaysTooLittle() {
        Evidence e = evidence("mse summed", DType.FLOAT32, MeasureCauses.SMALL);
        List<Explanation> found = new Diagnosis().of(e);
        assertTrue(found.stream().noneMatch(f -> f.standing() == Standing.FOUND), found.toString());
        Explanation last = found.get(found.size() - 1);
        assertTrue(last.sentence().contains("record a second step, or a larger batch"), last.sentence());
    }

    @Test
    void whereNoCauseIsFoundTheDifferenceIsDescribed() {
        Evidence e = evidence("dW sign", DType.FLOAT64, MeasureCauses.SMALL);
        double[] found = e.expected().doubles();
        java.util.Random random = new java.util.Random(1);
        for (int i = 7; i < 14; i++) {
            found[i] = random.nextGaussian();
        }
        Explanation f = new Diagnosis().of(with(e, found)).get(0);
        assertEquals(Standing.DESCRIBED, f.standing());
        assertTrue(f.sentence().startsWith("7 of 28 elements differ, "), f.sentence());
        assertTrue(f.sentence().contains("only outputs 1 of 4"), f.sentence());
        assertEquals(Shape.of(4, 7), e.found().shape());
    }
}
