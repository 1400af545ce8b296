package dev.parity.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parity.nn.layer.Activation;
import dev.parity.spec.Binder;
import dev.parity.spec.Experiment;
import dev.parity.spec.Folder;
import dev.parity.spec.SpecReader;
import dev.parity.tensor.NpzWriter;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every activation at the ends of the number line, where the largest element of an array hides all others. */
class ActivationEdgesTest {
    private static final double[] EDGES = {
        Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1000, -1000, 1e-310, -1e-310, 0.0, -0.0
    };

    static Stream<String> activations() {
        return Binder.registry(Activation.class).keySet().stream();
    }

    /** One element at a time: y and dx are NaN together, infinite together, and else agree element by element. */
    @ParameterizedTest
    @MethodSource("activations")
    void bothSidesAgreeAtTheEdges(String type, @TempDir Path folder) throws IOException {
        try (NpzWriter writer = new NpzWriter(folder.resolve("edges.npz"))) {
            writer.put("x", Tensor.of(Shape.of(EDGES.length), EDGES));
            writer.commit();
        }
        Experiment experiment = experiment(type, folder);
        Start start = Start.draw(experiment);
        try (Engine torch = new TorchEngine(experiment, start, 1);
                Engine handwritten = new HandwrittenEngine(experiment, start, 1, List.of())) {
            Trace reference = torch.step(start.batch(1));
            Trace candidate = handwritten.step(start.batch(1));
            for (Site site : List.of(new Site(1, Phase.FORWARD, "f", "y"), new Site(1, Phase.BACKWARD, "f", "dx"))) {
                Tensor r = reference.get(site).orElseThrow();
                Tensor c = candidate.get(site).orElseThrow();
                for (int i = 0; i < EDGES.length; i++) {
                    double allowed = Double.isFinite(r.get(i)) ? 1e-15 + 1e-14 * Math.abs(r.get(i)) : 0;
                    assertEquals(r.get(i), c.get(i), allowed, type + " at " + EDGES[i] + ": " + site);
                }
            }
        }
    }

    private static Experiment experiment(String type, Path folder) throws IOException {
        ObjectNode spec = (ObjectNode) new ObjectMapper().readTree("""
                        {"dtype": "float64", "tensors": {"x": {"npz": "edges.npz", "key": "x"}, "y": {"full": [9], "value": 0.7}},
                         "data": {"x": "x", "y": "y"}, "layers": [{"type": "%s", "name": "f"}],
                         "loss": {"type": "MSELoss", "reduction": "sum"}}
                        """.formatted(type));
        Path file = folder.resolve("edges.json");
        Files.writeString(file, spec.toString());
        return SpecReader.read(new Folder(file, List.of()), SpecReader.Overrides.none());
    }
}
