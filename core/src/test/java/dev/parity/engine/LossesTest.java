package dev.parity.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parity.engine.Examples.Example;
import dev.parity.nn.loss.Loss;
import dev.parity.spec.Binder;
import dev.parity.spec.Experiment;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every loss, from one table of examples: both sides agree on the value and on the gradient of each input. */
class LossesTest {
    static List<Example> examples() {
        return Examples.of("losses");
    }

    @Test
    void everyLossHasAnExample() {
        TreeSet<String> tried = new TreeSet<>();
        examples().forEach(e -> tried.add(e.line().get("loss").get("type").asText()));
        assertEquals(new TreeSet<>(Binder.registry(Loss.class).keySet()), tried);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void bothSidesAgreeInFloat64(Example example) {
        agree(example, "float64", 1e-12);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void bothSidesAgreeInFloat32(Example example) {
        agree(example, "float32", 1e-5);
    }

    private static void agree(Example example, String dtype, double tolerance) {
        Experiment experiment = example.experiment(dtype);
        if (example.line().path("nan").asBoolean()) {
            meansOfNothing(experiment);
        } else {
            LayersTest.agree(experiment, tolerance);
        }
    }

    /** The mean over no element is NaN, and its gradient is zero all the same. */
    private static void meansOfNothing(Experiment experiment) {
        Start start = Start.draw(experiment);
        try (Engine torch = new TorchEngine(experiment, start, 1);
                Engine handwritten = new HandwrittenEngine(experiment, start, 1, List.of())) {
            for (Engine engine : List.of(torch, handwritten)) {
                Trace trace = engine.step(start.batch(1));
                Tensor value =
                        trace.get(new Site(1, Phase.LOSS, "loss", "value")).orElseThrow();
                Tensor dx = trace.get(new Site(1, Phase.BACKWARD, "loss", "dx")).orElseThrow();
                assertTrue(Double.isNaN(value.get(0)), engine.choice().name() + " has a loss of " + value.get(0));
                for (int i = 0; i < dx.size(); i++) {
                    assertEquals(0, dx.get(i), 0.0, engine.choice().name());
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BCELoss | [0.5, 1.5] | takes targets from 0.0 to 1.0, probabilities, and the one at [1] is 1.5",
                "BCEWithLogitsLoss | [-0.5, 1.0] | the one at [0] is -0.5",
                "KLDivLoss | [0.5, -0.1] | \"log_target\": true",
                "PoissonNLLLoss | [1.0, -2.0] | counts, and the one at [1] is -2.0",
                "HingeEmbeddingLoss | [1.0, 0.0] | takes targets 1 (alike) and -1 (not alike), and the one at [1] is 0.0",
            })
    void targetsOutsideTheDomainAreRefused(String loss, String target, String message) throws Exception {
        ObjectNode line = (ObjectNode) new ObjectMapper().readTree("""
                {"x": {"values": [0.25, 0.5]}, "y": {"values": %s}, "loss": {"type": "%s"}}""".formatted(target, loss));
        Experiment experiment = Examples.read(Examples.lossSpec(line, "float64"));
        BadInput refusal = assertThrows(BadInput.class, () -> Start.draw(experiment));
        assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\": \"MSELoss\", \"weight\": {\"from\": \"w\"}} | MSELoss takes no \"weight\"",
                "{\"type\": \"BCELoss\", \"weight\": {\"from\": \"w\"}} | a weight of shape (3,) does not broadcast",
                "{\"type\": \"BCELoss\", \"pos_weight\": {\"from\": \"w\"}} | BCELoss takes no \"pos_weight\"",
                "{\"type\": \"HuberLoss\", \"delta\": 0} | delta is above 0, and is 0.0",
                "{\"type\": \"SmoothL1Loss\", \"beta\": -1} | beta is at least 0, and is -1.0",
                "{\"type\": \"L1Loss\", \"reduction\": \"batchmean\"} | only KLDivLoss has \"batchmean\"",
                "{\"type\": \"MarginRankingLoss\"} | takes two \"inputs\", and here are 1",
                "{\"type\": \"GaussianNLLLoss\"} | takes two \"inputs\", and here are 1",
            })
    void lossesThatDoNotFitAreRefused(String loss, String message) throws Exception {
        ObjectNode line = (ObjectNode) new ObjectMapper().readTree("""
                {"x": {"values": [[0.25, 0.5]]}, "y": {"values": [[0.5, 0.5]]}, "tensors": {"w": {"ones": [3]}}, "loss": %s}""".formatted(loss));
        BadInput refusal = assertThrows(BadInput.class, () -> Examples.read(Examples.lossSpec(line, "float64")));
        assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"values\": [0.25, 1.5]} | BCELoss | the one at [1] is 1.5 | between 0 and 1",
                "[{\"values\": [0.5, 0.5]}, {\"values\": [0.5, -2.0]}] | GaussianNLLLoss | the one at [1] is -2.0 | negative",
            })
    void predictionsOutsideTheDomainAreRefusedOnBothSides(String x, String loss, String byHand, String byTorch)
            throws Exception {
        ObjectNode line = (ObjectNode) new ObjectMapper().readTree("""
                {"x": %s, "y": {"values": [0, 1]}, "loss": {"type": "%s"}}""".formatted(x, loss));
        Experiment experiment = Examples.read(Examples.lossSpec(line, "float64"));
        Start start = Start.draw(experiment);
        try (Engine torch = new TorchEngine(experiment, start, 1);
                Engine handwritten = new HandwrittenEngine(experiment, start, 1, List.of())) {
            BadInput ours = assertThrows(BadInput.class, () -> handwritten.step(start.batch(1)));
            assertTrue(ours.getMessage().contains(byHand), ours.getMessage());
            BadInput theirs = assertThrows(BadInput.class, () -> torch.step(start.batch(1)));
            assertTrue(theirs.getMessage().contains(byTorch), theirs.getMessage());
        }
    }
}
