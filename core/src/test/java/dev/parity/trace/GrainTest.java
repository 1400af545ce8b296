package dev.parity.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Few digits are read off numbers that need them, and not off such as are short by nature. */
class GrainTest {
    private static Grain of(DType type, DoubleUnaryOperator write) {
        Random random = new Random(1);
        Trace trace = new Trace();
        trace.put(Site.parse("1/loss/loss/value"), Tensor.scalar(Math.PI));
        trace.put(
                Site.parse("1/gradient/fc1/weight"),
                Tensor.fill(type, Shape.of(20, 2), i -> write.applyAsDouble(random.nextGaussian())));
        return Grain.of(trace, type);
    }

    @Test
    void numbersInFullHaveNoGrain() {
        assertEquals(Grain.FULL, of(DType.FLOAT64, x -> x));
        assertEquals(Grain.FULL, of(DType.FLOAT32, x -> x));
    }

    @Test
    void numbersThatAreShortByNatureHaveNoGrain() {
        assertEquals(Grain.FULL, of(DType.FLOAT64, x -> 0));
        assertEquals(Grain.FULL, of(DType.FLOAT64, x -> Math.rint(x)), "small whole numbers");
        assertEquals(Grain.FULL, of(DType.FLOAT64, x -> Math.rint(8 * x) / 8), "eighths");
    }

    @Test
    void whatIsWrittenInAPrecisionHasItsGrain() {
        assertEquals(DType.FLOAT32, of(DType.FLOAT64, x -> (float) x).type());
        assertEquals(
                "of at most 6 decimals",
                of(DType.FLOAT64, x -> Math.rint(x * 1e6) / 1e6).words());
        assertEquals(
                "of at most 4 decimals",
                of(DType.FLOAT32, x -> Math.rint(x * 1e4) / 1e4).words());
        assertEquals(
                "of at most 7 digits",
                of(DType.FLOAT64, x -> Double.parseDouble(String.format(java.util.Locale.ROOT, "%.6e", x / 1e3)))
                        .words());
    }
}
