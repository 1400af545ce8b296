package dev.parity.nn;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.tensor.DType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@link FloatStrip} and {@link DoubleStrip} are written twice: each operation is the same function in both, the next one too. */
class TwinStripsTest {
    /** All eighths from 0 to 1, which both types hold, against those from -1 to 1, and what is no number or none of the reals. */
    private static final double[] EIGHTHS =
            IntStream.rangeClosed(-8, 8).mapToDouble(i -> i / 8.0).toArray();

    private static final double[] OTHERS = {-0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};

    @Test
    void everyOperationIsTheSameFunctionInBoth() throws ReflectiveOperationException {
        int operations = 0;
        for (Method operation : Strip.class.getMethods()) {
            boolean reads =
                    Arrays.stream(operation.getParameterTypes()).allMatch(p -> p == Strip.class || p == double.class);
            if (!Modifier.isAbstract(operation.getModifiers()) || !reads || operation.getReturnType() == int.class) {
                continue;
            }
            for (double x : EIGHTHS) {
                for (double y : EIGHTHS) {
                    hold(operation, Math.abs(x), y);
                }
                for (double y : OTHERS) {
                    hold(operation, Math.abs(x), y);
                    hold(operation, Double.NaN, y);
                }
            }
            operations++;
        }
        assertTrue(operations >= 22, operations + " operations were found");
    }

    private static void hold(Method operation, double x, double y) throws ReflectiveOperationException {
        double single = apply(operation, DType.FLOAT32, x, y);
        float twin = (float) apply(operation, DType.FLOAT64, x, y);
        boolean same = Double.compare(single, twin) == 0 || Math.abs(single - twin) <= 4 * Math.ulp(twin);
        assertTrue(same, () -> operation.getName() + " of " + x + " and " + y + ": " + single + " and " + twin);
    }

    /** A strip of five, on which the operation is tried, with y as its operand and 0.5 as its constant; its last element, or what it returns. */
    private static double apply(Method operation, DType dtype, double x, double y) throws ReflectiveOperationException {
        Strip strip = filled(dtype, x);
        Object[] arguments = Arrays.stream(operation.getParameterTypes())
                .map(p -> p == double.class ? (Object) 0.5 : filled(dtype, y))
                .toArray();
        Object result = operation.invoke(strip, arguments);
        return result instanceof Double number ? number : strip.get(4);
    }

    private static Strip filled(DType dtype, double value) {
        Array array = StripTest.array(dtype, 5);
        array.fill(value);
        return Strip.of(dtype, 5).load(array, 0, 5);
    }
}
