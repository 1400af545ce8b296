package dev.parity.nn.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parity.nn.Array;
import dev.parity.nn.Frame;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** The loop over whole rows and the plain one compute the same. */
class CrossEntropyRowsTest {
    private static Array array(DType dtype, Shape shape) {
        DataType type =
                switch (dtype) {
                    case FLOAT32 -> DataType.FLOAT;
                    case FLOAT64 -> DataType.DOUBLE;
                    case INT64 -> DataType.INT64;
                };
        return Array.of(Nd4j.createUninitialized(type, new long[] {Math.max(1, shape.size())}, 'c'), shape);
    }

    @ParameterizedTest
    @CsvSource({
        "FLOAT64, 1, 1", "FLOAT64, 3, 10", "FLOAT64, 17, 65", "FLOAT64, 2, 1000",
        "FLOAT32, 1, 1", "FLOAT32, 3, 10", "FLOAT32, 17, 65", "FLOAT32, 2, 1000"
    })
    void rowsAndPlainLoopsAgree(DType dtype, int rows, int classes) {
        Random random = new Random(rows + classes);
        Frame at = new Frame(dtype, CrossEntropyRowsTest::array);
        Array x = array(dtype, Shape.of(rows, classes));
        Array target = array(DType.INT64, Shape.of(rows));
        Array weight = array(dtype, Shape.of(classes));
        for (int i = 0; i < x.size(); i++) {
            x.set(i, random.nextGaussian() * 20);
        }
        for (int i = 0; i < rows; i++) {
            target.set(i, i == 1 ? -100 : random.nextInt(classes));
        }
        for (int k = 0; k < classes; k++) {
            weight.set(k, 0.5 + random.nextDouble());
        }
        at.lend(List.of(x));
        at.lend("target", target);
        at.lend("weight", weight);
        CrossEntropyLoss loss = new CrossEntropyLoss(Reduction.sum, -100, 0);
        double tolerance = dtype == DType.FLOAT32 ? 1e-6 : 1e-14;

        loss.forward(at);
        loss.backward(at, 0.25);
        double[] losses = at.kept("losses").tensor().to(DType.FLOAT64).doubles();
        double[] dx = at.dx().tensor().to(DType.FLOAT64).doubles();

        loss.forwardPlain(at, Labels.slices("CrossEntropyLoss", x.shape()));
        loss.backwardPlain(at, Labels.slices("CrossEntropyLoss", x.shape()), 0.25);
        for (int s = 0; s < rows; s++) {
            assertEquals(at.kept("losses").get(s), losses[s], tolerance * 100);
        }
        for (int i = 0; i < dx.length; i++) {
            assertEquals(at.dx().get(i), dx[i], tolerance, "dx at " + i);
        }
    }
}
