package dev.parity.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.engine.Engine;
import dev.parity.engine.EngineChoice;
import dev.parity.engine.Examples;
import dev.parity.engine.Examples.Example;
import dev.parity.engine.Start;
import dev.parity.engine.StartTrace;
import dev.parity.spec.Experiment;
import dev.parity.tensor.Shape;
import dev.parity.trace.Phase;
import dev.parity.trace.Slot;
import dev.parity.trace.Trace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an engine makes is what the graph promises, array for array, in the same order and of the same shapes. */
class SitesTest {
    static Stream<Example> examples() {
        return Examples.TABLES.stream().flatMap(table -> Examples.of(table).stream());
    }

    static Stream<Experiment> networks() {
        return GraphTest.networks();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleIsAsPromised(Example example) {
        asPromised(example.experiment("float32"));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void everyNetworkIsAsPromised(Experiment experiment) {
        asPromised(experiment);
    }

    private static void asPromised(Experiment experiment) {
        Start start = Start.draw(experiment);
        Sites sites = new Graph(experiment).sites();
        int arrays = 0;
        for (EngineChoice choice : List.of(EngineChoice.TORCH, EngineChoice.HANDWRITTEN)) {
            try (Engine engine = choice.open(experiment, start, 1, List.of())) {
                for (int step = 1; step <= experiment.steps(); step++) {
                    Map<Slot, Shape> made = made(engine.step(start.batch(step)), step);
                    assertEquals(lines(sites.made(step)), lines(made), choice.name() + " in step " + step);
                    arrays += made.size();
                }
            }
        }
        for (int step = 1; step <= experiment.steps(); step++) {
            fed(sites.shapes(step), made(new StartTrace(experiment, start).data(step), step));
        }
        fed(sites.shapes(1), made(new StartTrace(experiment, start).weights(), 0));
        assertTrue(arrays > 2 * experiment.steps(), "only " + arrays + " arrays");
        referee(experiment, start, sites);
    }

    /** The referee knows the loss, and of every weight the gradient, or samples of it. */
    private static void referee(Experiment experiment, Start start, Sites sites) {
        try (Engine engine = EngineChoice.NUMERIC.open(experiment, start, 1, List.of())) {
            Map<Slot, Shape> promised = new LinkedHashMap<>(sites.made(1));
            promised.keySet()
                    .removeIf(s ->
                            !s.toString().equals("loss/loss/value") && (s.phase() != Phase.GRADIENT || s.isClipped()));
            engine.samples()
                    .forEach((name, elements) ->
                            promised.put(Graph.gradient(experiment.weight(name)), Shape.of(elements.length)));
            assertEquals(
                    lines(promised),
                    lines(made(engine.step(start.batch(1)), 1)),
                    engine.choice().name());
        }
    }

    /** What a step is fed and what a run begins with are among what a trace may hold. */
    private static void fed(Map<Slot, Shape> all, Map<Slot, Shape> fed) {
        fed.forEach((slot, shape) -> assertEquals(shape, all.get(slot), slot.toString()));
    }

    private static Map<Slot, Shape> made(Trace trace, int step) {
        Map<Slot, Shape> made = new LinkedHashMap<>();
        trace.forEach((site, array) -> {
            assertEquals(step, site.step());
            made.put(site.slot(), array.shape());
        });
        return made;
    }

    private static String lines(Map<Slot, Shape> arrays) {
        List<String> lines = new ArrayList<>();
        arrays.forEach((slot, shape) -> lines.add(slot + " " + shape));
        return String.join("\n", lines);
    }
}
