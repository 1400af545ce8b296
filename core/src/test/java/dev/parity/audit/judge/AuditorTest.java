package dev.parity.audit.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parity.engine.Engine;
import dev.parity.engine.HandwrittenEngine;
import dev.parity.engine.Start;
import dev.parity.fuzz.Networks;
import dev.parity.graph.Batch;
import dev.parity.spec.Experiment;
import dev.parity.tensor.DType;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AuditorTest {
    private static final double U = DType.FLOAT64.roundoff();

    /** Sums of 64 products round by 5.7 times as much as one product does, so what is near in the first batch is not in the last one. */
    @Test
    void theLastBatchOfAnEpochHasFewerRows() throws IOException {
        Experiment experiment = Networks.read((ObjectNode) new ObjectMapper().readTree("""
                {"dtype": "float64", "steps": 2, "seed": 5,
                 "tensors": {"x": {"uniform": [1, 2], "shape": [65, 1]}, "y": {"ones": [65, 1]}},
                 "data": {"x": "x", "y": "y", "batch_size": 64},
                 "layers": [{"type": "Linear", "name": "linear", "in_features": 1, "out_features": 1, "bias": false}],
                 "loss": {"type": "MSELoss"}, "optimizer": {"type": "SGD", "lr": 0.1}}
                """));
        Start start = Start.draw(experiment);
        try (Engine engine = new HandwrittenEngine(experiment, start, 1, List.of());
                Auditor auditor = new Auditor(experiment, start, DType.FLOAT64, 1)) {
            assertEquals(0, failing(auditor, engine, start.batch(1)));
            assertEquals(1, failing(auditor, engine, start.batch(2)));
        }
    }

    /** How many elements fail of a gradient that is off by 55 u. */
    private static long failing(Auditor auditor, Engine engine, Batch batch) {
        Site site = new Site(batch.step(), Phase.GRADIENT, "linear", "weight");
        Trace trace = new Trace();
        engine.step(batch).forEach((s, t) -> trace.put(s, s.equals(site) ? off(t) : t));
        return auditor.step(batch, trace).stream()
                .filter(j -> j.site().equals(site))
                .findFirst()
                .orElseThrow()
                .failing();
    }

    private static Tensor off(Tensor t) {
        return Tensor.fill(t.dtype(), t.shape(), i -> t.get(i) * (1 + 55 * U));
    }

    /**
     * A mean of what was normalised is 0 but for rounding, which alone says on what side of its kink SELU is; where the mean was not recorded,
     * either is right.
     */
    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"FLOAT32", "FLOAT64"})
    void aKinkWithinRoundingIsNoError(DType dtype) throws IOException {
        Experiment experiment =
                Networks.read((ObjectNode) new ObjectMapper().readTree("""
                {"dtype": "float64", "steps": 1, "seed": 5,
                 "tensors": {"x": {"randn": [16, 12]}, "y": {"ones": [16]}},
                 "data": {"x": "x", "y": "y"},
                 "layers": [{"type": "LayerNorm", "normalized_shape": [12]}, {"type": "Mean", "dim": 1}, {"type": "SELU", "name": "selu"}],
                 "loss": {"type": "MSELoss"}}
                """)).in(dtype);
        Start start = Start.draw(experiment);
        try (Engine engine = new HandwrittenEngine(experiment, start, 1, List.of());
                Auditor auditor = new Auditor(experiment, start, dtype, 1)) {
            Trace trace = without(Phase.FORWARD, engine.step(start.batch(1)));
            assertEquals(
                    List.of(),
                    auditor.step(start.batch(1), trace).stream()
                            .filter(j -> !j.passes())
                            .map(Judged::site)
                            .toList());
        }
    }

    /**
     * Where a momentum is not recorded, thirty steps of its rounding are in what the weights are judged by: no right one is far off, and one by
     * a thousandth of a percent is still wrong.
     */
    @Test
    void aCarriedStateScattersAsItRounds() throws IOException {
        Experiment experiment = Networks.read((ObjectNode) new ObjectMapper().readTree("""
                {"dtype": "float32", "steps": 30, "seed": 5,
                 "tensors": {"x": {"randn": [16, 60]}, "y": {"randn": [16, 40]}},
                 "data": {"x": "x", "y": "y"},
                 "layers": [{"type": "Linear", "in_features": 60, "out_features": 40}],
                 "loss": {"type": "MSELoss"},
                 "optimizer": {"type": "SGD", "lr": 1.0, "momentum": 0.9}}
                """));
        assertTrue(furthestUpdate(experiment, 0) < 12, () -> "" + furthestUpdate(experiment, 0));
        assertTrue(furthestUpdate(experiment, 1e-5) > 45, () -> "" + furthestUpdate(experiment, 1e-5));
    }

    /** By how many deviations the weights of the last step are off, in which they are larger by a part. */
    private static double furthestUpdate(Experiment experiment, double part) {
        Start start = Start.draw(experiment);
        double furthest = 0;
        try (Engine engine = new HandwrittenEngine(experiment, start, 1, List.of());
                Auditor auditor = new Auditor(experiment, start, DType.FLOAT32, 1)) {
            for (int step = 1; step <= experiment.steps(); step++) {
                Batch batch = start.batch(step);
                double times = step == experiment.steps() ? 1 + part : 1;
                Trace trace = new Trace();
                without(Phase.STATE, engine.step(batch))
                        .forEach((site, t) -> trace.put(
                                site,
                                site.phase() == Phase.UPDATE
                                        ? Tensor.fill(t.dtype(), t.shape(), i -> t.get(i) * times)
                                        : t));
                furthest = auditor.step(batch, trace).stream()
                        .filter(j -> j.site().phase() == Phase.UPDATE)
                        .mapToDouble(Judged::noise)
                        .max()
                        .orElseThrow();
            }
        }
        return furthest;
    }

    private static Trace without(Phase phase, Trace trace) {
        Trace left = new Trace();
        trace.forEach((site, array) -> {
            if (site.phase() != phase) {
                left.put(site, array);
            }
        });
        return left;
    }
}
