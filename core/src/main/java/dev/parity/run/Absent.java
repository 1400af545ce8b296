package dev.parity.run;

import dev.parity.engine.Engine;
import dev.parity.engine.EngineChoice;
import dev.parity.graph.Batch;
import dev.parity.trace.Trace;

/** A reference that is not wanted: it computes nothing, and nothing is compared to it. */
record Absent(EngineChoice choice) implements Engine {
    @Override
    public String version() {
        return "not run";
    }

    @Override
    public Trace step(Batch batch) {
        return new Trace();
    }

    @Override
    public int threads(int most) {
        return 0;
    }

    @Override
    public void close() {}
}
