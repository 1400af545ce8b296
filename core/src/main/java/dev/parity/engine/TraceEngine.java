package dev.parity.engine;

import dev.parity.graph.Batch;
import dev.parity.nn.optim.State;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.DType;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import dev.parity.trace.TraceReader;

/**
 * A recorded trace in an engine's place. What it does not hold of a step is missing there. Whole numbers where a network has others, such as a
 * gradient that is 0 everywhere in plain Python, are float64's.
 */
final class TraceEngine implements Engine {
    private final EngineChoice choice;
    private final TraceReader reader;

    TraceEngine(EngineChoice choice, TraceReader reader) {
        this.choice = choice;
        this.reader = reader;
    }

    @Override
    public EngineChoice choice() {
        return choice;
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
    public Trace start() {
        return numbers(reader.start());
    }

    @Override
    public Trace step(Batch batch) {
        return numbers(reader.step(batch.step()));
    }

    private Trace numbers(Trace recorded) {
        Trace numbers = new Trace();
        recorded.forEach((site, array) -> {
            if (array.halved() && site.phase() != Phase.DATA) {
                throw new BadInput(
                        reader.path() + ": " + site + " is float16 or bfloat16, whose rounding is as large as many"
                                + " mistakes; record it as float32 or float64");
            }
            numbers.put(site, counts(site) || array.dtype().isFloat() ? array : array.to(DType.FLOAT64));
        });
        return numbers;
    }

    /** Whether whole numbers are in their place: in data, and in a number of batches or of steps. */
    private static boolean counts(Site site) {
        return site.phase() == Phase.DATA
                || site.array().equals("num_batches_tracked")
                || site.array().endsWith("." + State.COUNT);
    }

    @Override
    public void close() {
        reader.close();
    }
}
