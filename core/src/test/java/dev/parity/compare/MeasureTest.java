package dev.parity.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MeasureTest {
    private static final double NAN = Double.NaN;
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final Tolerance TENTH = new Tolerance(0, 0.1);

    private static Tensor doubles(double... a) {
        return Tensor.of(Shape.of(a.length), a);
    }

    private static Tensor floats(float... a) {
        return Tensor.of(Shape.of(a.length), a);
    }

    private static Tensor longs(long... a) {
        return Tensor.of(Shape.of(a.length), a);
    }

    private static Element worst(Measure measure) {
        return measure.worst().orElseThrow();
    }

    @Test
    void byHand() {
        Measure m = Measure.of(doubles(1, 2, 4), doubles(1, 2.5, 3), TENTH);
        assertEquals(3, m.elements());
        assertEquals(2, m.failing());
        assertEquals(1, m.maxAbs());
        assertEquals(0.25, m.maxRel());
        assertEquals(Math.sqrt(1.25 / 21), m.relNorm(), 1e-16);
        assertEquals(18 / Math.sqrt(21 * 16.25), m.cosine(), 1e-15);
        assertEquals(0x1p51, m.maxUlp());
        assertEquals(new Element(List.of(2), 4, 3), worst(m));
        assertFalse(m.agrees());
        assertFalse(m.vacuous());
    }

    @Test
    void theWorstIsWhatMissesItsToleranceMost() {
        Tensor r = Tensor.of(Shape.of(2, 2), 100.0, 1, 0.001, 5);
        Tensor c = Tensor.of(Shape.of(2, 2), 101.0, 1, 0.002, 5);
        Measure m = Measure.of(r, c, new Tolerance(0.1, 0));
        assertEquals(1, m.failing());
        assertEquals(1, m.maxAbs());
        assertEquals(new Element(List.of(1, 0), 0.001, 0.002), worst(m));
    }

    @Test
    void nanAndInfinityNeverPass() {
        Tolerance loose = new Tolerance(0.5, 1e300);
        double[] bad = {NAN, INF, -INF};
        for (double x : bad) {
            for (double y : new double[] {NAN, INF, -INF, 0, 1}) {
                for (boolean swapped : new boolean[] {false, true}) {
                    Tensor r = doubles(1, swapped ? y : x, 2);
                    Tensor c = doubles(9, swapped ? x : y, 2);
                    Measure m = Measure.of(r, c, loose);
                    assertEquals(1, m.failing(), x + " beside " + y);
                    assertEquals(1, m.notFinite());
                    assertEquals(List.of(1), worst(m).index());
                    assertFalse(Double.isFinite(m.maxAbs()));
                    assertEquals(NAN, m.relNorm());
                    assertEquals(NAN, m.cosine());
                    assertEquals(NAN, m.maxUlp());
                    assertFalse(m.vacuous());
                }
            }
        }
        assertEquals(NAN, Measure.of(doubles(INF, 1), doubles(INF, 1), loose).maxAbs());
        assertEquals(INF, Measure.of(doubles(1, 1), doubles(1, INF), loose).maxAbs());
        assertEquals(NAN, Measure.of(doubles(NAN, 1), doubles(1, 7), loose).maxAbs());
        assertFalse(Measure.of(floats(Float.NaN), floats(Float.NaN), loose).agrees());
    }

    @Test
    void signedZerosAreEqual() {
        Measure m = Measure.of(doubles(0.0, -0.0), doubles(-0.0, 0.0), Tolerance.EXACT);
        assertTrue(m.agrees());
        assertTrue(m.vacuous());
        assertEquals(0, m.maxUlp());
        assertEquals(0, m.relNorm());
        assertEquals(1, m.cosine());
    }

    @Test
    void oneSideAllZero() {
        Measure m = Measure.of(doubles(0, 0), doubles(0, 3), TENTH);
        assertEquals(INF, m.relNorm());
        assertEquals(0, m.cosine());
        assertEquals(0, m.maxRel());
        assertFalse(m.vacuous());
        Measure dead = Measure.of(doubles(0, 3), doubles(0, 0), TENTH);
        assertEquals(1, dead.relNorm());
        assertEquals(0, dead.cosine());
        assertFalse(dead.vacuous());
    }

    @Test
    void denormals() {
        double tiny = Double.MIN_VALUE;
        Measure m = Measure.of(doubles(tiny, 0), doubles(2 * tiny, 0), Tolerance.EXACT);
        assertEquals(1, m.failing());
        assertEquals(1, m.maxUlp());
        assertEquals(tiny, m.maxAbs());
        assertEquals(1, m.maxRel());
        assertEquals(1, m.relNorm());
        assertEquals(1, m.cosine());
        Measure across = Measure.of(floats(-Float.MIN_VALUE), floats(Float.MIN_VALUE), Tolerance.EXACT);
        assertEquals(2, across.maxUlp());
        assertEquals(2, across.relNorm());
        assertEquals(-1, across.cosine());
    }

    @Test
    void squaresThatLeaveTheRangeOfDoubles() {
        Measure large = Measure.of(doubles(3e200, 4e200), doubles(3e200, 4.5e200), TENTH);
        assertEquals(0.1, large.relNorm(), 1e-15);
        assertEquals(0.1 / 0.8, large.maxRel(), 1e-15);
        Measure small = Measure.of(doubles(3e-200, 4e-200), doubles(3e-200, 4.5e-200), Tolerance.EXACT);
        assertEquals(0.1, small.relNorm(), 1e-15);
        assertTrue(small.cosine() > 0.99 && small.cosine() < 1);
        Measure close = Measure.of(doubles(1, 1e-180), doubles(1, 3e-180), Tolerance.EXACT);
        assertEquals(2e-180, close.relNorm(), 1e-195);
        Measure equal = Measure.of(doubles(1e308, 1e308), doubles(1e308, 1e308), Tolerance.EXACT);
        assertTrue(equal.agrees());
        assertEquals(0, equal.relNorm());
        assertEquals(1, equal.cosine(), 1e-15);
    }

    @Test
    void aDifferenceThatOverflows() {
        Measure m = Measure.of(doubles(1e308, -1e308), doubles(-1e308, 1e308), new Tolerance(0.9, Double.MAX_VALUE));
        assertEquals(2, m.failing());
        assertEquals(0, m.notFinite());
        assertEquals(INF, m.maxAbs());
        assertEquals(2, m.relNorm(), 1e-15);
        assertEquals(-1, m.cosine(), 1e-15);
        assertEquals(List.of(0), worst(m).index());
    }

    @Test
    void ulpsAreThoseOfTheCoarserType() {
        Tensor r = doubles(1 + 0x1p-40, 2);
        Tensor c = floats(1, Math.nextUp(2f));
        assertEquals(1, Measure.of(r, c, TENTH).maxUlp());
        assertEquals(1, Measure.of(c, r, TENTH).maxUlp());
        assertEquals(0x1p12, Measure.of(r, doubles(1, 2), TENTH).maxUlp());
    }

    @Test
    void faintElementsAreCounted() {
        Measure m = Measure.of(doubles(0.05, 0, -0.1, 0.2), doubles(0, 0, 0, 0.2), TENTH);
        assertTrue(m.agrees());
        assertEquals(2, m.faint());
    }

    @Test
    void integersCompareExactly() {
        Tolerance loose = new Tolerance(0.5, 100);
        long big = 1L << 53;
        Measure m = Measure.of(longs(7, big, 3), longs(7, big + 1, 3), loose);
        assertEquals(1, m.failing());
        assertEquals(1, m.maxAbs());
        assertEquals(1, m.maxUlp());
        assertEquals(List.of(1), worst(m).index());
        assertTrue(Measure.of(longs(7, big), longs(7, big), loose).agrees());
        Measure widest = Measure.of(longs(Long.MIN_VALUE), longs(Long.MAX_VALUE), loose);
        assertEquals(0x1p64, widest.maxAbs());
        assertEquals(2, widest.maxRel());
        assertEquals(2, widest.relNorm());
        Measure far = Measure.of(longs(4, 5, 6), longs(4, 0, 9), loose);
        assertEquals(new Element(List.of(1), 5, 0), worst(far));
        assertTrue(Measure.of(longs(0, 0), longs(0, 0), loose).vacuous());
    }

    @Test
    void integersBesideFloatsCompareExactlyToo() {
        Tolerance loose = new Tolerance(0.5, 100);
        assertTrue(Measure.of(longs(3, 4), doubles(3, 4), loose).agrees());
        assertTrue(Measure.of(floats(3, 4), longs(3, 4), loose).agrees());
        assertFalse(Measure.of(longs(3, 4), doubles(3, 4.0000001), loose).agrees());
    }

    @Test
    void emptyArraysAgreeAndTestNothing() {
        Measure m = Measure.of(doubles(), doubles(), TENTH);
        assertTrue(m.agrees());
        assertTrue(m.vacuous());
        assertEquals(0, m.elements());
        assertEquals(Optional.empty(), m.worst());
        assertTrue(Measure.of(longs(), longs(), TENTH).agrees());
    }

    @Test
    void otherShapesAreAMismatch() {
        Measure m = Measure.of(doubles(1, 2).reshape(Shape.of(2, 1)), doubles(1, 2), TENTH);
        assertFalse(m.agrees());
        assertEquals(Shape.of(2, 1), m.reference());
        assertEquals(Shape.of(2), m.candidate());
        assertEquals(0, m.elements());
        assertEquals(Optional.empty(), m.worst());
        assertEquals(NAN, m.maxAbs());
        assertFalse(Measure.of(doubles(1), doubles(1).reshape(Shape.of(1, 1)), TENTH)
                .agrees());
    }

    @Test
    void aScalarMayBeAnArrayOfOne() {
        assertTrue(Measure.of(Tensor.scalar(1), doubles(1), TENTH).agrees());
        assertTrue(Measure.of(doubles(1).reshape(Shape.of(1, 1)), Tensor.scalar(1), TENTH)
                .agrees());
        assertFalse(Measure.of(Tensor.scalar(1), doubles(1, 1), TENTH).agrees());
        assertFalse(Measure.of(Tensor.scalar(1), doubles(), TENTH).agrees());
    }

    /** The sweep against the definitions, one plain expression each, over odd sizes and both float types. */
    @Test
    void theSweepIsTheDefinitions() {
        Random random = new Random(7);
        int checked = 0;
        for (int n = 1; n <= 67; n++) {
            for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
                Tensor r = Tensor.fill(dtype, Shape.of(n), i -> random.nextGaussian());
                Tensor c = Tensor.fill(
                        dtype,
                        Shape.of(n),
                        i -> random.nextInt(3) == 0 ? r.get(i) : r.get(i) + random.nextGaussian() / 100);
                Tolerance t = new Tolerance(1e-3, 1e-3);
                Measure m = Measure.of(r, c, t);
                assertEquals(range(n).filter(i -> !t.passes(r.get(i), c.get(i))).count(), m.failing());
                assertEquals(
                        range(n).mapToDouble(i -> difference(r, c, i)).max().orElseThrow(), m.maxAbs());
                assertEquals(
                        range(n).mapToDouble(i -> difference(r, c, i) / Math.abs(r.get(i)))
                                .max()
                                .orElseThrow(),
                        m.maxRel());
                assertEquals(
                        Math.sqrt(range(n).mapToDouble(i -> Math.pow(difference(r, c, i), 2))
                                        .sum()
                                / range(n).mapToDouble(i -> Math.pow(r.get(i), 2))
                                        .sum()),
                        m.relNorm(),
                        1e-14);
                double excess = range(n).mapToDouble(i -> difference(r, c, i) / t.allowed(r.get(i)))
                        .max()
                        .orElseThrow();
                Element worst = worst(m);
                assertEquals(excess, Math.abs(worst.candidate() - worst.reference()) / t.allowed(worst.reference()));
                assertEquals(r.get(worst.index().get(0)), worst.reference());
                checked++;
            }
        }
        assertEquals(134, checked);
    }

    private static IntStream range(int n) {
        return IntStream.range(0, n);
    }

    private static double difference(Tensor r, Tensor c, int i) {
        return Math.abs(c.get(i) - r.get(i));
    }
}
