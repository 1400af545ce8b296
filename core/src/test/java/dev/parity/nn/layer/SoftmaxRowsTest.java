package dev.parity.nn.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parity.nn.Array;
import dev.parity.nn.Frame;
import dev.parity.nn.Slices;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** Softmax and LogSoftmax of whole rows, against the plain loops that take any dimension. */
class SoftmaxRowsTest {
    private interface Loop {
        void run(Slices slices, Array[] arrays);
    }

    private static Array array(DType dtype, Shape shape) {
        DataType type = dtype == DType.FLOAT32 ? DataType.FLOAT : DataType.DOUBLE;
        return Array.of(Nd4j.createUninitialized(type, new long[] {shape.size()}, 'c'), shape);
    }

    private static Array random(DType dtype, Shape shape, Random random) {
        Array array = array(dtype, shape);
        for (int i = 0; i < array.size(); i++) {
            array.set(i, random.nextGaussian() * 10);
        }
        return array;
    }

    @ParameterizedTest
    @CsvSource({
        "FLOAT64, 1",
        "FLOAT64, 5",
        "FLOAT64, 66",
        "FLOAT64, 1001",
        "FLOAT32, 1",
        "FLOAT32, 5",
        "FLOAT32, 66",
        "FLOAT32, 1001"
    })
    void rowsAndPlainLoopsAgree(DType dtype, int width) {
        agree(
                dtype,
                width,
                new Softmax(-1),
                (s, a) -> Softmax.forwardPlain(s, a[0], a[1]),
                (s, a) -> Softmax.backwardPlain(s, a[1], a[2], a[3]));
        agree(
                dtype,
                width,
                new LogSoftmax(-1),
                (s, a) -> LogSoftmax.forwardPlain(s, a[0], a[1]),
                (s, a) -> LogSoftmax.backwardPlain(s, a[1], a[2], a[3]));
    }

    private static void agree(DType dtype, int width, Layer layer, Loop forward, Loop backward) {
        Shape shape = Shape.of(4, width);
        Random random = new Random(width);
        Array x = random(dtype, shape, random);
        Array dy = random(dtype, shape, random);
        Frame at = new Frame(dtype, SoftmaxRowsTest::array);
        at.lend(List.of(x));
        layer.forward(at);
        at.lendGradient("y", dy);
        layer.backward(at);
        Array y = array(dtype, shape);
        Array dx = array(dtype, shape);
        Slices slices = new Slices(4, width, 1);
        forward.run(slices, new Array[] {x, y});
        backward.run(slices, new Array[] {x, y, dy, dx});
        double u = dtype == DType.FLOAT32 ? 1e-7 : 2e-16;
        for (int i = 0; i < y.size(); i++) {
            assertEquals(y.get(i), at.y().get(i), 8 * u * Math.max(1, Math.abs(y.get(i))), "y at " + i);
            assertEquals(dx.get(i), at.dx().get(i), 1000 * u * Math.max(1, Math.sqrt(width)), "dx at " + i);
        }
    }
}
