package dev.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parity.compare.Verdict;
import dev.parity.engine.Engine;
import dev.parity.engine.EngineChoice;
import dev.parity.engine.Start;
import dev.parity.fuzz.Networks;
import dev.parity.graph.Batch;
import dev.parity.run.Request;
import dev.parity.trace.Trace;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What a step is fed is made once, for all who read it: rows are copied for it, and masks drawn. */
class BatchesTest {
    private static final String SPEC = """
            {"dtype": "float64", "steps": 4, "seed": 5,
             "tensors": {"x": {"randn": [6, 8]}, "y": {"randn": [6, 3]}},
             "data": {"x": "x", "y": "y", "batch_size": 2, "shuffle": true},
             "layers": [{"type": "Linear", "in_features": 8, "out_features": 8}, {"type": "Dropout", "name": "drop", "p": 0.3},
                        {"type": "Linear", "in_features": 8, "out_features": 3}],
             "loss": {"type": "MSELoss"}, "optimizer": {"type": "SGD", "lr": 0.1}}
            """;

    /** An engine, and the batches that it was fed. */
    private record Fed(Engine engine, Map<Integer, Queue<Batch>> batches) implements Engine {
        @Override
        public Trace step(Batch batch) {
            batches.computeIfAbsent(batch.step(), s -> new ConcurrentLinkedQueue<>())
                    .add(batch);
            return engine.step(batch);
        }

        @Override
        public EngineChoice choice() {
            return engine.choice();
        }

        @Override
        public String version() {
            return engine.version();
        }

        @Override
        public void close() {
            engine.close();
        }
    }

    /** Masks lie in the order in which they are drawn, so one of a step that lies behind costs all from step 1 on, and those of the last again. */
    @Test
    void aRunMakesEachOnce() throws IOException {
        Map<Integer, Queue<Batch>> batches = new ConcurrentHashMap<>();
        AtomicReference<Start> drawn = new AtomicReference<>();
        var experiment = Networks.read((ObjectNode) new ObjectMapper().readTree(SPEC));
        Request request = new Request(
                experiment,
                EngineChoice.TORCH,
                EngineChoice.HANDWRITTEN,
                Optional.empty(),
                List.of(),
                Request.Scope.BOTH,
                false,
                2,
                1);
        var report = Parity.run(request, step -> {}, (choice, of, start, threads, faults) -> {
            drawn.set(start);
            return new Fed(choice.open(of, start, threads, faults), batches);
        });
        assertEquals(Verdict.AGREES, report.verdict());
        assertEquals(4, batches.size());
        batches.forEach((step, fed) -> {
            assertEquals(4, fed.size(), "both sides, twice");
            fed.forEach(batch -> assertSame(fed.peek(), batch, "step " + step));
        });
        assertSame(
                batches.get(4).peek().masks().get("drop"),
                drawn.get().batch(4).masks().get("drop"),
                "no step that lies behind was drawn again");
    }
}
