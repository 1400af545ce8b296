package dev.parity.engine;

import dev.parity.graph.Batch;
import dev.parity.nn.optim.State;
import dev.parity.tensor.DType;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Grain;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import dev.parity.trace.TraceReader;
import java.util.Set;
import java.util.SortedSet;

/**
 * A recorded trace in an engine's place. What it does not hold of a step is missing there. Whole numbers where a network has others, such as a
 * gradient that is 0 everywhere in plain Python, are float64's.
 */
final class TraceEngine implements Engine {
    private final EngineChoice choice;
    private final TraceReader reader;
    private final Grain grain;

    /** @param asked the type of the arithmetic that was asked for */
    TraceEngine(EngineChoice choice, TraceReader reader, DType asked) {
        this.choice = choice;
        this.reader = reader;
        this.grain = reader.steps().isEmpty()
                ? Grain.FULL
                : Grain.of(floats(reader.step(reader.steps().first())), asked);
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

    /** What the header says, or the coarsest of the first step's arrays. */
    @Override
    public DType dtype(DType asked) {
        DType type = DType.coarser(reader.dtype(), grain.type());
        if (reader.steps().isEmpty()) {
            return type;
        }
        Trace first = numbers(reader.step(reader.steps().first()));
        return first.sites().stream()
                .filter(site -> site.phase() != Phase.DATA)
                .map(site -> first.get(site).orElseThrow().dtype())
                .reduce(type, DType::coarser);
    }

    @Override
    public SortedSet<Integer> steps() {
        return reader.steps();
    }

    @Override
    public Grain grain() {
        return grain;
    }

    @Override
    public Set<String> aside() {
        return reader.aside();
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
        floats(recorded).forEach((site, array) -> {
            numbers.put(site, inItsPrecision(array));
        });
        return numbers;
    }

    /** An array of float64 that was made in float32 is one of float32. */
    private Tensor inItsPrecision(Tensor array) {
        boolean single = array.dtype() == DType.FLOAT64
                && (grain.type() == DType.FLOAT32 ? grain.coarse() || Grain.fitsSingle(array) : Grain.isSingle(array));
        return single ? array.to(DType.FLOAT32) : array;
    }

    private static Trace floats(Trace recorded) {
        Trace floats = new Trace();
        recorded.forEach((site, array) ->
                floats.put(site, counts(site) || array.dtype().isFloat() ? array : array.to(DType.FLOAT64)));
        return floats;
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
