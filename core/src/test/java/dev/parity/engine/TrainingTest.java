package dev.parity.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.engine.Examples.Example;
import dev.parity.spec.Experiment;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Groups, schedules, clipping, accumulation, alone and together: both sides agree over the steps of a run. */
class TrainingTest {
    static List<Example> examples() {
        return Examples.of("training");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void bothSidesAgreeInFloat64(Example example) {
        LayersTest.agree(example.experiment("float64"), 1e-12);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void bothSidesAgreeInFloat32(Example example) {
        LayersTest.agree(example.experiment("float32"), 1e-5);
    }

    /** Under accumulation gradients grow until the update, which alone clips and moves. */
    @Test
    void onlyEveryKthStepUpdates() {
        Example all = examples().stream()
                .filter(e -> e.line().path("case").asText().equals("all of it"))
                .findFirst()
                .orElseThrow();
        Experiment experiment = all.experiment("float64");
        Start start = Start.draw(experiment);
        try (Engine torch = new TorchEngine(experiment, start, 1);
                Engine handwritten = new HandwrittenEngine(experiment, start, 1, List.of())) {
            for (Engine engine : List.of(torch, handwritten)) {
                Trace first = engine.step(start.batch(1));
                assertTrue(first.has(new Site(1, Phase.GRADIENT, "fc1", "weight")));
                assertFalse(first.has(new Site(1, Phase.GRADIENT, "fc1", "weight.clipped")));
                assertFalse(first.has(new Site(1, Phase.STATE, "fc1", "weight.step")));
                assertFalse(first.has(new Site(1, Phase.UPDATE, "fc1", "weight")));
                Trace second = engine.step(start.batch(2));
                assertTrue(second.has(new Site(2, Phase.GRADIENT, "fc1", "weight.clipped")));
                assertTrue(second.has(new Site(2, Phase.UPDATE, "fc1", "weight")));
                assertEquals(
                        1,
                        second.get(new Site(2, Phase.STATE, "fc1", "weight.step"))
                                .orElseThrow()
                                .get(0));
            }
        }
    }
}
