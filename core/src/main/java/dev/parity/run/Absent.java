package dev.parity.run;

import dev.parity.engine.Engine;
import dev.parity.graph.Batch;
import dev.parity.trace.Trace;

/** A reference that is not wanted: it computes nothing, and nothing is compared to it. */
record Absent(String name) implements Engine {
    @Override
    public String version() {
        return "not run";
    }

    @Override
    public Trace step(Batch batch) {
        return new Trace();
    }

    /** It has no threads. */
    @Override
    public boolean recorded() {
        return true;
    }

    @Override
    public void close() {}
}
