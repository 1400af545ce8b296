package dev.parity.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parity.spec.Experiment;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A fault sits where it fits, once, and nowhere else. */
class PlantedTest {
    private static final String LINEAR =
            "{\"type\": \"Linear\", \"name\": \"%s\", \"in_features\": 3, \"out_features\": 3%s}";

    private static Experiment read(String layers, String loss, String more) {
        try {
            return Examples.read((ObjectNode) new ObjectMapper().readTree("""
                    {"dtype": "float64", "steps": 2, "seed": 2, "tensors": {"x": {"randn": [5, 3]}, "y": {"randn": [5, 3]}},
                     "data": {"x": "x", "y": "y"}, "layers": [%s], "loss": %s%s}
                    """.formatted(layers, loss, more)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Trace last(Experiment experiment, String... faults) {
        Start start = Start.draw(experiment);
        try (Engine engine = new HandwrittenEngine(experiment, start, 1, List.of(faults))) {
            Trace trace = new Trace();
            for (int step = 1; step <= experiment.steps(); step++) {
                trace = engine.step(start.batch(step));
            }
            return trace;
        }
    }

    private static double[] at(Trace trace, String site) {
        Tensor array = trace.get(Site.parse(site)).orElseThrow();
        double[] all = new double[array.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = array.get(i);
        }
        return all;
    }

    /** Sites that the faults changed. */
    private static Set<String> changed(Experiment experiment, String... faults) {
        Trace right = last(experiment);
        Set<String> changed = new TreeSet<>();
        last(experiment, faults).forEach((site, array) -> {
            if (!array.sameBits(right.get(site).orElseThrow())) {
                changed.add(site.toString());
            }
        });
        return changed;
    }

    @Test
    void gradientsThatAreNotZeroedAreClippedAsTheyAre() {
        Experiment experiment = read(
                LINEAR.formatted("fc", ""),
                "{\"type\": \"MSELoss\"}",
                ", \"optimizer\": {\"type\": \"SGD\", \"lr\": 0.0}, \"clip_grad_value_\": {\"clip_value\": 1e9}");
        Trace right = last(experiment);
        Trace wrong = last(experiment, "grads-not-zeroed");
        double[] twice = at(right, "2/gradient/fc/weight");
        for (int i = 0; i < twice.length; i++) {
            twice[i] *= 2;
        }
        assertArrayEquals(twice, at(wrong, "2/gradient/fc/weight"));
        assertArrayEquals(twice, at(wrong, "2/gradient/fc/weight.clipped"));
    }

    /** The second layer has no gradient of its own: a fault at it would be nowhere. */
    @Test
    void aLayerWhoseWeightIsAnothersHasNoGradientToSpoil() {
        Experiment experiment = read(
                LINEAR.formatted("a", ", \"bias\": false") + ", "
                        + LINEAR.formatted("b", ", \"bias\": false, \"weight\": {\"share\": \"a.weight\"}"),
                "{\"type\": \"MSELoss\"}",
                "");
        assertEquals(Set.of("2/gradient/a/weight"), changed(experiment, "linear-grad-transposed@a"));
        BadInput refused =
                assertThrows(BadInput.class, () -> Planted.check(experiment, List.of("linear-grad-transposed@b")));
        assertTrue(refused.getMessage().contains("fits nowhere in \"b\"; it fits in a"), refused.getMessage());
    }

    @Test
    void eachUseOfALayerHasItsOwnPlace() {
        Experiment experiment = read(
                LINEAR.formatted("fc", "") + ", {\"type\": \"ReLU\"}, " + LINEAR.formatted("out", "")
                        + ", {\"use\": \"relu\"}",
                "{\"type\": \"MSELoss\"}",
                "");
        Set<String> changed = changed(experiment, "relu-mask-missing@relu");
        assertTrue(
                changed.contains("2/backward/relu/dx") && !changed.contains("2/backward/relu#2/dx"),
                changed.toString());
        assertTrue(changed(experiment, "relu-mask-missing@relu#2").contains("2/backward/relu#2/dx"));
    }

    /** An output that is a target alone has a dL/dy of zeros. */
    @Test
    void aFaultAtALayerThatNothingComesBackToHasZerosToWorkOn() {
        Experiment experiment = read(
                LINEAR.formatted("fc", "") + ", {\"type\": \"ReLU\", \"inputs\": [\"data.x\"]}",
                "{\"type\": \"MSELoss\", \"inputs\": [\"fc\"], \"target\": \"relu\"}",
                "");
        assertEquals(Set.of(), changed(experiment, "relu-mask-missing"));
    }
}
