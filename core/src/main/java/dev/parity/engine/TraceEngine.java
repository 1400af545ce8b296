package dev.parity.engine;

import dev.parity.tensor.DType;
import dev.parity.trace.Trace;
import dev.parity.trace.TraceReader;

/** A recorded trace in an engine's place. What it does not hold of a step is missing there. */
final class TraceEngine implements Engine {
    private final String name;
    private final TraceReader reader;

    TraceEngine(String name, TraceReader reader) {
        this.name = name;
        this.reader = reader;
    }

    @Override
    public String name() {
        return name;
    }

    /** What recorded it, with its version, as far as the trace says. */
    @Override
    public String version() {
        return reader.header().producer();
    }

    @Override
    public DType dtype(DType asked) {
        return reader.dtype();
    }

    @Override
    public boolean recorded() {
        return true;
    }

    @Override
    public Trace start() {
        return reader.start();
    }

    @Override
    public Trace step(Batch batch) {
        return reader.step(batch.step());
    }

    @Override
    public void close() {
        reader.close();
    }
}
