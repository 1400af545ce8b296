package dev.parity.audit.judge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.audit.Allowance;
import dev.parity.audit.script.AuditScript;
import dev.parity.engine.Examples;
import dev.parity.engine.TorchProgram;
import dev.parity.engine.TorchProgram.Lent;
import dev.parity.spec.Experiment;
import dev.parity.spec.Node;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private static final double U = DType.FLOAT32.roundoff();

    @Test
    void anElementIsNearWithin22Roundoffs() {
        Screen screen = screen(new double[] {1 + 21 * U, 2 - 45 * U, -3 + 65 * U, 0}, new double[] {1, 2, -3, 0});
        assertArrayEquals(new long[] {1}, screen.far());
        assertArrayEquals(new double[] {2 - 45 * U}, screen.values());
        assertTrue(screen.finite());
    }

    @Test
    void everyPlaceOfALongArrayIsLookedAt() {
        int n = 70_001;
        for (int at : new int[] {0, 2047, 2048, 65_535, 65_536, n - 1}) {
            Tensor c = Tensor.fill(DType.FLOAT32, Shape.of(n), i -> i == at ? 1.5 : 1);
            Screen screen = Screen.of(c, lent(Tensor.fill(DType.FLOAT64, Shape.of(n), i -> 1)), U, false);
            assertArrayEquals(new long[] {at}, screen.far());
            boolean sampled = at / 1024 % 4 == 0;
            assertEquals(sampled ? 0.25 : 0, screen.trend().off());
        }
    }

    @Test
    void manyPlacesAreKept() {
        Tensor c = Tensor.fill(DType.FLOAT64, Shape.of(5000), i -> 2);
        Screen screen = Screen.of(c, lent(Tensor.fill(DType.FLOAT64, Shape.of(5000), i -> 1)), U, false);
        assertEquals(5000, screen.far().length);
        assertEquals(4999, screen.far()[4999]);
    }

    @Test
    void theTrendIsThatOfTheElements() {
        Trend trend = screen(new double[] {1.5, 3}, new double[] {1, 2}).trend();
        assertEquals(new Trend(2, 0.5 + 2, 0.25 + 1, 5), trend);
    }

    @Test
    void whatIsNotFiniteIsNeverNear() {
        double inf = Double.POSITIVE_INFINITY;
        Screen screen = screen(new double[] {Double.NaN, inf, 1, 1, 1}, new double[] {1, 1, Double.NaN, inf, 1});
        assertArrayEquals(new long[] {0, 1, 2, 3}, screen.far());
        assertFalse(screen.finite());
        assertArrayEquals(
                new long[] {0, 1, 2, 3},
                screen.beside(lent(row(1, 1, Double.NaN, inf, 1)), U, 1, true).far());
        assertArrayEquals(
                new long[] {1},
                screen(new double[] {1, inf}, new double[] {1, 1e200})
                        .beside(lent(row(1, 1e200)), U, 1, true)
                        .far());
    }

    /** A small element of a large row has the row's rounding; one of a row and a column that are small has theirs. */
    @Test
    void anElementIsNearWithinTheRoundingOfItsRowAndColumn() {
        double[] e = {1, 1e-3, 1, 1, 1e-3, 1e-6, 1e-3, 1e-3};
        double[] c = e.clone();
        c[1] += 5 * U * 1e-3;
        c[5] += 23 * U * 1e-6;
        c[7] += 1e-3 * 5 * U;
        assertArrayEquals(new long[] {5}, beside(c, e, true).far());
        c[5] = e[5] + 1e-3 * U;
        assertArrayEquals(new long[] {5}, beside(c, e, true).far());
        assertArrayEquals(new long[] {}, beside(c, e, false).far());
    }

    private static Screen beside(double[] c, double[] e, boolean columns) {
        Shape shape = Shape.of(2, 4);
        Lent lent = lent(Tensor.of(shape, e));
        return Screen.of(Tensor.of(shape, c), lent, U, false).beside(lent, U, 1, columns);
    }

    /** What is let pass in sums of products is a third of 45 of their deviations in the median; of one element in twenty it is more. */
    @Test
    void ofProductsItIsStricter() {
        String limits = DrawnTest.limits("self.s0(a, e, u)");
        List<Double> ratios = new ArrayList<>();
        for (Examples.Example example : Examples.of("layers")) {
            Experiment experiment = example.experiment("float64");
            Node node = experiment.nodes().get(0);
            boolean products = node.layer().rounding().addsProducts();
            if (!products || node.inputs().size() > 1 || node.masked()) {
                continue;
            }
            try (TorchProgram program = new TorchProgram(AuditScript.of(experiment, DType.FLOAT64) + limits, 1)) {
                List<Tensor> results = program.run("limits", DrawnTest.operands(experiment));
                for (int i = 0; 2 * i + 2 < results.size(); i++) {
                    Tensor e = results.get(2 * i + 1);
                    Screen.Sizes sizes = Screen.Sizes.of(lent(e), true);
                    for (int j = 0; j < e.size(); j++) {
                        int width = sizes.column().length;
                        double size = sizes.row()[j / width] * sizes.column()[j % width];
                        double near = 11 * results.get(0).get(i) * U * size;
                        double allowed = results.get(2 * i + 2).get(j);
                        if (allowed > 0) {
                            ratios.add(near / allowed);
                        }
                    }
                }
            }
        }
        ratios.sort(null);
        assertEquals(29418, ratios.size());
        assertTrue(ratios.get(ratios.size() / 2) < 0.35, "" + ratios.get(ratios.size() / 2));
        assertTrue(ratios.get(ratios.size() / 20 * 19) < 1, "" + ratios.get(ratios.size() / 20 * 19));
    }

    /** Of 1 + 30u, 2 + 100u and 1e-3 + 90u by deviations of u, 2u and 3u, which are no less than half a unit in the last place. */
    @Test
    void theFurthestIsThatByDeviations() {
        double[] e = {1, 2, 1e-3};
        Screen screen = screen(new double[] {1 + 30 * U, 2 + 100 * U, 1e-3 + 90 * U}, e);
        Screen.Furthest furthest = screen.furthest(lent(row(e)), lent(row(U, 2 * U, 3 * U)), U);
        assertEquals(50, furthest.noise(), 1e-6);
        assertEquals(Allowance.DEVIATIONS * 2 * U, furthest.allowed(), 1e-12);
        assertEquals(
                90 * 2e3,
                screen.furthest(lent(row(e)), lent(Tensor.scalar(0)), U).noise(),
                1e-3);
    }

    @Test
    void whatSaysNothingIsInfinitelyFar() {
        double nan = Double.NaN;
        double inf = Double.POSITIVE_INFINITY;
        for (double[] one : new double[][] {{2, nan}, {2, inf}, {nan, U}, {inf, U}}) {
            Screen screen = screen(new double[] {one[0], 2}, new double[] {1, 1});
            assertEquals(
                    inf,
                    screen.furthest(lent(row(1, 1)), lent(row(one[1], 1)), U).noise());
        }
    }

    private static Screen screen(double[] c, double[] e) {
        return Screen.of(row(c), lent(row(e)), U, false);
    }

    private static Tensor row(double... values) {
        return Tensor.of(Shape.of(values.length), values);
    }

    private static Lent lent(Tensor e) {
        return new Lent(e.shape(), DoubleBuffer.wrap(e.doubles()));
    }
}
