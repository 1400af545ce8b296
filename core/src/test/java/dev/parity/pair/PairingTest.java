package dev.parity.pair;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parity.compare.Comparer;
import dev.parity.engine.Engine;
import dev.parity.engine.EngineChoice;
import dev.parity.engine.Examples;
import dev.parity.engine.Examples.Example;
import dev.parity.engine.Start;
import dev.parity.engine.StartTrace;
import dev.parity.graph.Batch;
import dev.parity.spec.Experiment;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Names of a recorded side, where no other side has them too and the network alone says which there are. */
class PairingTest {
    /** A side that was recorded; its traces are handed over by the test. */
    private record Recorded(EngineChoice choice) implements Engine {
        @Override
        public String version() {
            return "";
        }

        @Override
        public Trace step(Batch batch) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }

    static Stream<Example> examples() {
        return Stream.of("optimizers", "training").flatMap(table -> Examples.of(table).stream());
    }

    /** What is said of a recorded candidate whose arrays have other names than those of the engine by hand. */
    private static List<String> warnings(Experiment experiment, UnaryOperator<String> names) {
        Start start = Start.draw(experiment);
        Engine side = new Recorded(EngineChoice.of("trace:run.npz"));
        Pairing pairing = new Pairing(
                experiment, new StartTrace(experiment, start), side, side, new Comparer(experiment.dtype()));
        try (Engine engine = EngineChoice.HANDWRITTEN.open(experiment, start, 1, List.of())) {
            for (int step = 1; step <= experiment.steps(); step++) {
                Batch batch = start.batch(step);
                Trace renamed = new Trace();
                engine.step(batch)
                        .forEach((site, array) -> renamed.put(Site.parse(names.apply(site.toString())), array));
                pairing.data(batch, renamed);
            }
        }
        return pairing.warnings();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void allThatAnOptimizerKeepsIsKnown(Example example) {
        assertEquals(List.of(), warnings(example.experiment("float32"), name -> name));
    }

    @Test
    void aMistypedStateIsNamedWithTheOneThatWasMeant() {
        Experiment adam = examples()
                .filter(e -> e.line().get("optimizer").get("type").asText().equals("Adam"))
                .findFirst()
                .orElseThrow()
                .experiment("float32");
        assertEquals(
                List.of(
                        "the candidate records what the network does not have: state/fc1/weight.exp_avg_sqr (did you mean"
                                + " state/fc1/weight.exp_avg_sq?)"),
                warnings(adam, name -> name.replaceFirst("(fc1/weight.exp_avg_sq)$", "$1r")));
    }
}
