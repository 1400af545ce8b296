package dev.parity.pair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.engine.Engine;
import dev.parity.engine.EngineChoice;
import dev.parity.graph.Batch;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** What a trace of views looks like, and what looks like one and is none. */
class ViewsTest {
    private record Side(boolean recorded) implements Engine {
        @Override
        public EngineChoice choice() {
            return recorded ? new EngineChoice.Recorded("side.npz") : EngineChoice.TORCH;
        }

        @Override
        public String version() {
            return "";
        }

        @Override
        public Trace step(Batch batch) {
            return new Trace();
        }

        @Override
        public void close() {}
    }

    private static Optional<String> warning(
            boolean recorded, int steps, String array, IntToDoubleFunction own, IntToDoubleFunction other) {
        Views views = new Views("the candidate", new Side(recorded));
        for (int step = 1; step <= steps; step++) {
            views.step(trace(step, array, own.applyAsDouble(step)), trace(step, array, other.applyAsDouble(step)));
        }
        return views.warning();
    }

    private static Trace trace(int step, String array, double value) {
        Trace trace = new Trace();
        trace.put(Site.parse(step + "/" + array), Tensor.scalar(value));
        return trace;
    }

    @Test
    void theLastWeightsAtEveryStep() {
        String said =
                warning(true, 3, "update/fc1/weight", step -> 7, step -> step).orElseThrow();
        assertTrue(
                said.startsWith("the candidate records the same numbers at every step for update/fc1/weight,"), said);
        assertTrue(said.contains("copy each array when recording it"), said);
    }

    @Test
    void whatIsNoView() {
        String array = "update/fc1/weight";
        assertEquals(Optional.empty(), warning(true, 3, array, step -> step, step -> step));
        assertEquals(Optional.empty(), warning(true, 3, array, step -> 7, step -> 7)); // neither side moves
        assertEquals(Optional.empty(), warning(true, 1, array, step -> 7, step -> step)); // a single step
        assertEquals(Optional.empty(), warning(true, 3, array, step -> step == 3 ? 8 : 7, step -> step));
        assertEquals(Optional.empty(), warning(true, 3, "data/x", step -> 7, step -> step)); // fed, not computed
        assertEquals(Optional.empty(), warning(false, 3, array, step -> 7, step -> step)); // an engine of ours
    }
}
