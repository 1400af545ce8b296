package dev.parity.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parity.spec.Experiment;
import dev.parity.tensor.DType;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Orders are drawn as their epochs come: a run of any length begins at once, and a step is fed the same whenever it is asked for. */
class OrdersTest {
    private static Start start(String generator, int steps) throws IOException {
        String spec = """
                {"dtype": "float64", "steps": %d, "seed": 3, "generator": "%s",
                 "data": {"x": {"arange": 6}, "y": {"arange": 6}, "batch_size": 2, "shuffle": true},
                 "layers": [{"type": "Scale", "factor": 2}], "loss": {"type": "MSELoss"}}
                """.formatted(steps, generator);
        Experiment experiment = Examples.read((ObjectNode) new ObjectMapper().readTree(spec));
        return Start.draw(experiment);
    }

    private static double[] rows(Start start, int step) {
        return start.batch(step).columns().get("x").to(DType.FLOAT64).doubles();
    }

    @ParameterizedTest
    @CsvSource({"torch", "numpy"})
    void twoBillionStepsBeginAtOnce(String generator) throws IOException {
        Start.draw(Examples.of("losses").get(0).experiment("float64")); // loads what is loaded once
        Start few = start(generator, 30);
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            Start many = start(generator, 2_000_000_000);
            for (int step = 1; step <= 30; step++) {
                assertArrayEquals(rows(few, step), rows(many, step));
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"torch", "numpy"})
    void aStepIsFedTheSameWheneverItIsAskedFor(String generator) throws IOException {
        Start start = start(generator, 30);
        double[] first = rows(start, 1);
        double[] eighth = rows(start, 8);
        rows(start, 30);
        assertArrayEquals(first, rows(start, 1));
        assertArrayEquals(eighth, rows(start, 8));
        Set<Double> epoch = new TreeSet<>();
        for (int step = 4; step <= 6; step++) {
            for (double row : rows(start, step)) {
                epoch.add(row);
            }
        }
        assertEquals(Set.of(0.0, 1.0, 2.0, 3.0, 4.0, 5.0), epoch, "an epoch visits every row");
    }

    @Test
    void theirEpochsDiffer() throws IOException {
        Start start = start("torch", 30);
        StringBuilder epochs = new StringBuilder();
        Set<String> different = new TreeSet<>();
        for (int step = 1; step <= 30; step++) {
            epochs.append(Arrays.toString(rows(start, step)));
            if (step % 3 == 0) {
                different.add(epochs.toString());
                epochs.setLength(0);
            }
        }
        assertEquals(10, different.size());
    }
}
