package dev.parity.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parity.spec.Experiment;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.DType;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Running statistics are state: one channel with the values 1, 2, 3, 6, whose mean is 3 and whose unbiased variance is 14/3. */
class BuffersTest {
    private static Experiment norm(String layers) throws IOException {
        return Examples.read((ObjectNode) new ObjectMapper().readTree("""
                        {"dtype": "float64", "steps": 2, "data": {"x": {"values": [[1.0], [2.0], [3.0], [6.0]]}, "y": {"ones": [4, 1]}},
                         "layers": [%s], "loss": {"type": "MSELoss"}}
                        """.formatted(layers)));
    }

    private static List<Engine> engines(Experiment experiment, Start start) {
        return List.of(new TorchEngine(experiment, start, 1), new HandwrittenEngine(experiment, start, 1, List.of()));
    }

    private static void check(String layers, double[] mean, double[] var, long... batches) throws IOException {
        Experiment experiment = norm(layers);
        Start start = Start.draw(experiment);
        for (Engine engine : engines(experiment, start)) {
            try (engine) {
                for (int step = 1; step <= 2; step++) {
                    Trace trace = engine.step(start.batch(step));
                    assertEquals(
                            mean[step - 1],
                            state(trace, step, "running_mean").get(0),
                            1e-15,
                            engine.choice().name());
                    assertEquals(
                            var[step - 1],
                            state(trace, step, "running_var").get(0),
                            1e-15,
                            engine.choice().name());
                    Tensor count = state(trace, step, "num_batches_tracked");
                    assertEquals(DType.INT64, count.dtype());
                    assertArrayEquals(new long[] {batches[step - 1]}, count.longs());
                }
            }
        }
    }

    private static Tensor state(Trace trace, int step, String buffer) {
        return trace.get(new Site(step, Phase.STATE, "bn", buffer)).orElseThrow();
    }

    @Test
    void moveByTheMomentum() throws IOException {
        check(
                "{\"type\": \"BatchNorm1d\", \"name\": \"bn\", \"num_features\": 1, \"momentum\": 0.25}",
                new double[] {0.75, 0.75 * 0.75 + 0.75},
                new double[] {0.75 + 14 / 12.0, 0.75 * (0.75 + 14 / 12.0) + 14 / 12.0},
                1,
                2);
    }

    @Test
    void withoutMomentumAreTheAverageOfAllBatches() throws IOException {
        check(
                "{\"type\": \"BatchNorm1d\", \"name\": \"bn\", \"num_features\": 1, \"momentum\": null}",
                new double[] {3, 3},
                new double[] {14 / 3.0, 14 / 3.0},
                1,
                2);
    }

    @Test
    void stayInEvaluation() throws IOException {
        check(
                "{\"type\": \"BatchNorm1d\", \"name\": \"bn\", \"num_features\": 1, \"training\": false,"
                        + " \"running_mean\": {\"values\": [0.5]}, \"num_batches_tracked\": {\"values\": 7}}",
                new double[] {0.5, 0.5},
                new double[] {1, 1},
                7,
                7);
    }

    @Test
    void moveTwiceWhereTheLayerIsUsedTwice() throws IOException {
        check(
                "{\"type\": \"BatchNorm1d\", \"name\": \"bn\", \"num_features\": 1, \"momentum\": 0.25},"
                        + " {\"type\": \"Linear\", \"in_features\": 1, \"out_features\": 1, \"weight\": {\"values\": [[0.0]]},"
                        + " \"bias\": {\"values\": [0.0]}}, {\"use\": \"bn\"}",
                new double[] {0.5625, 0.5625 * 0.5625 + 0.5625},
                new double[] {0.75 * (0.75 + 14 / 12.0), 0.5625 * 0.75 * (0.75 + 14 / 12.0) + 0.75 * 14 / 12.0},
                2,
                4);
    }

    @Test
    void aShortLastBatchThatCannotBeNormalisedIsRefused() throws IOException {
        ObjectNode spec = (ObjectNode) new ObjectMapper().readTree("""
                        {"steps": 2, "data": {"x": {"ones": [3, 1]}, "y": {"ones": [3, 1]}, "batch_size": 2},
                         "layers": [{"type": "BatchNorm1d", "num_features": 1}], "loss": {"type": "MSELoss"}}
                        """);
        BadInput bad = assertThrows(BadInput.class, () -> Examples.read(spec));
        assertTrue(
                bad.getMessage()
                        .contains(
                                "layer \"batchnorm1d\" in the last batch, which has 1 rows: a single value in each channel"),
                bad.getMessage());
    }
}
