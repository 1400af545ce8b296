package dev.parity.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** Every operation on a strip against a plain loop, over odd lengths. */
class StripTest {
    private static final int[] LENGTHS = {1, 2, 3, 7, 63, 64, 65, 200, 1001};

    static Array array(DType dtype, int size) {
        DataType type = dtype == DType.FLOAT32 ? DataType.FLOAT : DataType.DOUBLE;
        return Array.of(Nd4j.createUninitialized(type, new long[] {size}, 'c'), Shape.of(size));
    }

    private static Array random(DType dtype, int size, Random random) {
        Array array = array(dtype, size);
        for (int i = 0; i < size; i++) {
            array.set(i, random.nextGaussian() * 10);
        }
        return array;
    }

    private static double ulp(DType dtype, double x) {
        return dtype == DType.FLOAT32 ? Math.ulp((float) x) : Math.ulp(x);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void elementwiseOperations(DType dtype) {
        check(dtype, b -> a -> a.add(3.5), (x, y) -> x + 3.5);
        check(dtype, b -> a -> a.add(0.3, b), (x, y) -> x + 0.3 * y);
        check(dtype, b -> a -> a.addProduct(0.3, b, b), (x, y) -> x + 0.3 * y * y);
        check(dtype, b -> a -> a.scale(0.3), (x, y) -> x * 0.3);
        check(dtype, b -> a -> a.multiply(b), (x, y) -> x * y);
        check(dtype, b -> a -> a.divide(0.3), (x, y) -> x / 0.3);
        check(dtype, b -> a -> a.divide(b), (x, y) -> x / y);
        check(dtype, b -> a -> a.max(b), Math::max);
        check(dtype, b -> a -> a.copy(b), (x, y) -> y);
        check(dtype, b -> a -> a.abs(), (x, y) -> Math.abs(x));
        check(dtype, b -> a -> a.atLeast(1), (x, y) -> Math.max(x, 1));
        check(dtype, b -> a -> a.zeroUnlessPositive(b), (x, y) -> y <= 0 ? 0 : x);
        check(dtype, b -> a -> a.throughSigmoid(b), (x, y) -> x * y * (1 - y));
        check(dtype, b -> a -> a.throughTanh(b), (x, y) -> x * (1 - y * y));
        check(dtype, b -> a -> a.abs().sqrt(), (x, y) -> Math.sqrt(Math.abs(x)));
    }

    private interface Operation {
        Consumer<Strip> with(Strip b);
    }

    private static void check(DType dtype, Operation operation, DoubleBinaryOperator plain) {
        Random random = new Random(1);
        for (int n : LENGTHS) {
            Array x = random(dtype, n + 5, random);
            Array y = random(dtype, n + 5, random);
            Array out = random(dtype, n + 5, random);
            double before = out.get(1);
            double after = out.get(n + 2);
            Strip a = Strip.of(dtype, n + 3).load(x, 3, n);
            operation.with(Strip.of(dtype, n).load(y, 4, n)).accept(a);
            a.store(out, 2);
            for (int i = 0; i < n; i++) {
                double wanted = plain.applyAsDouble(x.get(3 + i), y.get(4 + i));
                double size = Math.abs(wanted) + Math.abs(x.get(3 + i)) + Math.abs(y.get(4 + i) * y.get(4 + i));
                assertEquals(wanted, out.get(2 + i), 2 * ulp(dtype, size));
            }
            assertEquals(before, out.get(1));
            assertEquals(after, out.get(n + 2));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void reductions(DType dtype) {
        Random random = new Random(2);
        for (int n : LENGTHS) {
            Array x = random(dtype, n, random);
            Array y = random(dtype, n, random);
            Strip a = Strip.of(dtype, n).load(x, 0, n);
            Strip b = Strip.of(dtype, n).load(y, 0, n);
            double max = Double.NEGATIVE_INFINITY;
            double sum = 0;
            double size = 0;
            double dot = 0;
            double products = 0;
            for (int i = 0; i < n; i++) {
                max = Math.max(max, x.get(i));
                sum += x.get(i);
                size += Math.abs(x.get(i));
                dot += x.get(i) * y.get(i);
                products += Math.abs(x.get(i) * y.get(i));
            }
            assertEquals(max, a.max());
            assertEquals(sum, a.sum(), 4 * ulp(dtype, size));
            assertEquals(dot, a.dot(b), 4 * ulp(dtype, products));
            assertEquals(x.get(n - 1), a.get(n - 1));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void notANumberIsTheLargest(DType dtype) {
        for (int at = 0; at < 9; at++) {
            Array x = random(dtype, 9, new Random(3));
            x.set(at, Double.NaN);
            assertTrue(Double.isNaN(Strip.of(dtype, 9).load(x, 0, 9).max()));
        }
    }

    /** Within 2 ulp of the true value, down to where it is subnormal and then 0. */
    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void exponentials(DType dtype) {
        int n = 100_000;
        double lowest = dtype == DType.FLOAT32 ? -110 : -760;
        Array x = array(dtype, n);
        for (int i = 0; i < n; i++) {
            x.set(i, lowest * i / n + 7);
        }
        Array y = array(dtype, n);
        Strip.of(dtype, n).load(x, 0, n).exp(7).store(y, 0);
        for (int i = 0; i < n; i++) {
            double shifted = dtype == DType.FLOAT32 ? (float) x.get(i) - 7f : x.get(i) - 7;
            double wanted = Math.exp(shifted);
            assertEquals(wanted, y.get(i), 2 * ulp(dtype, wanted), "exp(" + shifted + ")");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void exponentialsOfWhatIsNoNumber(DType dtype) {
        IntFunction<Double> exp = i -> {
            Array x = array(dtype, 3);
            x.set(0, Double.NEGATIVE_INFINITY);
            x.set(1, Double.NaN);
            x.set(2, 0);
            return Strip.of(dtype, 3).load(x, 0, 3).exp(0).get(i);
        };
        assertEquals(0, exp.apply(0));
        assertTrue(Double.isNaN(exp.apply(1)));
        assertEquals(1, exp.apply(2));
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void curves(DType dtype) {
        for (double scale : new double[] {1e-30, 1e-6, 1e-2, 0.3, 1, 5, 30, 100}) {
            check(dtype, scale, Strip::sigmoid, x -> x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x)));
            check(dtype, scale, Strip::tanh, Math::tanh);
            check(dtype, Math.min(scale, 1), s -> s.abs().log1p(), x -> Math.log1p(Math.abs(x)));
        }
    }

    private static void check(DType dtype, double scale, UnaryOperator<Strip> curve, DoubleUnaryOperator right) {
        int n = 20_001;
        Array x = array(dtype, n);
        for (int i = 0; i < n; i++) {
            x.set(i, scale * (2.0 * i / (n - 1) - 1));
        }
        Strip made = curve.apply(Strip.of(dtype, n).load(x, 0, n));
        for (int i = 0; i < n; i++) {
            double wanted = right.applyAsDouble(x.get(i));
            double off = Math.abs(made.get(i) - wanted) / ulp(dtype, wanted);
            int at = i;
            assertTrue(off <= 3, () -> made.get(at) + " for " + wanted + " at " + x.get(at) + ": " + off + " ulp");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void curvesOfWhatIsNoNumber(DType dtype) {
        Array x = array(dtype, 3);
        x.set(0, Double.NEGATIVE_INFINITY);
        x.set(1, Double.NaN);
        x.set(2, Double.POSITIVE_INFINITY);
        Strip sigmoid = Strip.of(dtype, 3).load(x, 0, 3).sigmoid();
        Strip tanh = Strip.of(dtype, 3).load(x, 0, 3).tanh();
        assertEquals(0, sigmoid.get(0));
        assertEquals(-1, tanh.get(0));
        for (Strip y : List.of(sigmoid, tanh)) {
            assertTrue(Double.isNaN(y.get(1)));
            assertEquals(1, y.get(2));
        }
    }

    /** x86's own NaN is a negative one. */
    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void onlyWhatIsNotPositiveIsZeroed(DType dtype) {
        double negativeNaN = Double.longBitsToDouble(0xfff8_0000_0000_0000L);
        double[] arguments = {0.0, -0.0, -1, 1, Double.MIN_VALUE, Double.NaN, negativeNaN, -1e30, 1e30};
        for (double argument : arguments) {
            Array x = array(dtype, 2);
            x.set(0, argument);
            x.set(1, Double.POSITIVE_INFINITY);
            Strip b = Strip.of(dtype, 1).load(x, 0, 1);
            double y = Strip.of(dtype, 1).load(x, 1, 1).zeroUnlessPositive(b).get(0);
            assertEquals(b.get(0) <= 0 ? 0 : Double.POSITIVE_INFINITY, y, "at " + argument);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void elementsThatStandApart(DType dtype) {
        Array x = random(dtype, 20, new Random(4));
        Array y = random(dtype, 20, new Random(5));
        double before = y.get(3);
        Strip.of(dtype, 5).load(x, 2, 4, 4).store(y, 1, 3);
        for (int i = 0; i < 4; i++) {
            assertEquals(x.get(2 + 4 * i), y.get(1 + 3 * i));
        }
        assertEquals(before, y.get(3));
    }
}
