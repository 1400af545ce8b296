package dev.parity.audit.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parity.audit.judge.Auditor;
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
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A right program with a momentum, four steps, that records its gradients otherwise: with its states, and without. */
class ClosureTest {
    private static final String LOSS_GRADIENTS_WEIGHTS = "without states";

    @ParameterizedTest
    @ValueSource(strings = {LOSS_GRADIENTS_WEIGHTS, "with states"})
    void aFactorThatTheUpdateUndoesIsAConventionInEveryStep(String recorded) throws IOException {
        List<String> rulings = rulings(
                recorded, (site, array) -> site.phase() == Phase.GRADIENT || site.phase() == Phase.STATE ? -2 : 1);
        assertEquals(
                List.of(), rulings.stream().filter(r -> r.startsWith("origin")).toList());
        for (int step = 1; step <= 4; step++) {
            String gradient = "convention " + step + "/gradient/linear1/weight";
            assertEquals(1, rulings.stream().filter(gradient::equals).count(), rulings.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {LOSS_GRADIENTS_WEIGHTS, "with states"})
    void aGradientRecordedAsZerosIsTheOnlyError(String recorded) throws IOException {
        assertEquals(
                List.of("origin 1/gradient/linear1/weight"),
                rulings(recorded, (site, array) -> site.toString().equals("1/gradient/linear1/weight") ? 0 : 1));
    }

    @Test
    void aWrongWeightIsAnErrorOfItsOwn() throws IOException {
        assertEquals(
                List.of("origin 4/update/linear1/weight"),
                rulings(
                        LOSS_GRADIENTS_WEIGHTS,
                        (site, array) -> site.toString().equals("4/update/linear1/weight") ? 1.001 : 1));
    }

    private static List<String> rulings(String recorded, BiFunction<Site, Tensor, Number> factor) throws IOException {
        Experiment experiment = Networks.read((ObjectNode) new ObjectMapper().readTree("""
                {"dtype": "float64", "steps": 4, "seed": 5,
                 "tensors": {"x": {"randn": [8, 6]}, "y": {"randn": [8, 3]}},
                 "data": {"x": "x", "y": "y"},
                 "layers": [{"type": "Linear", "name": "linear1", "in_features": 6, "out_features": 5},
                            {"type": "Tanh"},
                            {"type": "Linear", "in_features": 5, "out_features": 3}],
                 "loss": {"type": "MSELoss"},
                 "optimizer": {"type": "SGD", "lr": 0.1, "momentum": 0.9}}
                """));
        Predicate<Phase> left = p -> p != Phase.FORWARD
                && p != Phase.BACKWARD
                && (p != Phase.STATE || !recorded.equals(LOSS_GRADIENTS_WEIGHTS));
        Start start = Start.draw(experiment);
        try (Engine engine = new HandwrittenEngine(experiment, start, 1, List.of());
                Auditor auditor = new Auditor(experiment, start, DType.FLOAT64, 1)) {
            Ledger ledger = new Ledger();
            Stream.Builder<String> rulings = Stream.builder();
            for (int step = 1; step <= experiment.steps(); step++) {
                Batch batch = start.batch(step);
                Trace trace = new Trace();
                engine.step(batch).forEach((site, t) -> {
                    if (left.test(site.phase())) {
                        double times = factor.apply(site, t).doubleValue();
                        trace.put(site, Tensor.fill(t.dtype(), t.shape(), i -> t.get(i) * times));
                    }
                });
                Ruling ruling = Closure.of(experiment, auditor, ledger, auditor.step(batch, trace), trace, step);
                ruling.origins().forEach(j -> rulings.add("origin " + j.site()));
                ruling.excused().forEach(e -> rulings.add((e.scaled() ? "convention " : "false record ") + e.site()));
            }
            return rulings.build().toList();
        }
    }
}
