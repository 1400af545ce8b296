package dev.parity.run;

import dev.parity.nn.layer.Layer;
import dev.parity.spec.Data;
import dev.parity.spec.Experiment;
import dev.parity.spec.Weight;
import dev.parity.tensor.Shape;
import java.util.stream.Stream;

/** How many threads an experiment is worth. */
final class Threads {
    /**
     * Elements of the largest array from which on PyTorch splits an elementwise operation. Below, matrix products alone are
     * split, and the second thread takes longer to wake than they take: on two cores a step of 100-10-2 with 16 rows costs
     * 0.7 ms on one thread and 0.9 ms on two.
     */
    private static final int ELEMENTS = 32768;

    private Threads() {}

    /** The threads that are asked for, or one where every array is small. */
    static int threads(Experiment experiment, int asked) {
        Data data = experiment.data();
        Stream<Shape> columns = data.columns().keySet().stream().map(key -> data.batch(key, data.batchSize()));
        Stream<Shape> outputs =
                experiment.nodes().stream().flatMap(n -> n.outputs().stream()).map(Layer.Output::shape);
        Stream<Shape> weights = experiment.weights().stream().map(Weight::shape);
        int largest = Stream.of(columns, outputs, weights)
                .flatMap(shapes -> shapes)
                .mapToInt(Shape::size)
                .max()
                .orElse(0);
        return largest < ELEMENTS ? 1 : asked;
    }
}
