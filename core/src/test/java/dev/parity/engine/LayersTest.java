package dev.parity.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.engine.Examples.Example;
import dev.parity.graph.Batch;
import dev.parity.nn.layer.Layer;
import dev.parity.spec.Binder;
import dev.parity.spec.Experiment;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Trace;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every layer, from one table of examples: shapes as promised, and both sides agree on every array of two steps. */
class LayersTest {
    static List<Example> examples() {
        return Examples.of("layers");
    }

    @Test
    void everyLayerHasAnExample() {
        TreeSet<String> tried = new TreeSet<>();
        examples().forEach(e -> tried.add(e.line().get("layer").get("type").asText()));
        assertEquals(new TreeSet<>(Binder.registry(Layer.class).keySet()), tried);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void bothSidesAgreeInFloat64(Example example) {
        agree(example.experiment("float64"), 1e-12);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void bothSidesAgreeInFloat32(Example example) {
        agree(example.experiment("float32"), 1e-5);
    }

    /** Every array of both sides, relative to the largest element of the array. */
    static void agree(Experiment experiment, double tolerance) {
        Start start = Start.draw(experiment);
        int compared = 0;
        try (Engine torch = new TorchEngine(experiment, start, 1);
                Engine handwritten = new HandwrittenEngine(experiment, start, 1, List.of())) {
            for (int step = 1; step <= experiment.steps(); step++) {
                Batch batch = start.batch(step);
                Trace reference = torch.step(batch);
                Trace candidate = handwritten.step(batch);
                for (var site : reference.sites()) {
                    Tensor r = reference.get(site).orElseThrow();
                    Tensor c = candidate.get(site).orElseThrow(() -> new AssertionError("no " + site));
                    assertEquals(r.shape(), c.shape(), site.toString());
                    double scale = 0;
                    double worst = 0;
                    for (int i = 0; i < r.size(); i++) {
                        assertTrue(
                                Double.isFinite(r.get(i)) && Double.isFinite(c.get(i)), () -> site + " is not finite");
                        scale = Math.max(scale, Math.abs(r.get(i)));
                        worst = Math.max(worst, Math.abs(r.get(i) - c.get(i)));
                    }
                    double difference = worst;
                    double size = scale;
                    assertTrue(
                            worst <= tolerance * scale,
                            () -> site + ": difference " + difference + " in numbers up to " + size);
                    compared++;
                }
                for (var site : candidate.sites()) {
                    assertTrue(site.phase() == Phase.FORWARD || reference.has(site), () -> "only by hand: " + site);
                }
            }
        }
        assertTrue(compared > 4, "only " + compared + " arrays were compared");
    }
}
