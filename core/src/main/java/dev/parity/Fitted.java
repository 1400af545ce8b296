package dev.parity;

import dev.parity.engine.Batch;
import dev.parity.engine.Engine;
import dev.parity.engine.StartTrace;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A recorded side, each array in the shape that the network gives it where the two differ by ones alone: a scalar or (1,) for (1, 1), (6,)
 * for (1, 6). The numbers are the same and in the same order, so nothing is guessed; that it was done is said.
 */
final class Fitted implements Engine {
    /** How many arrays are named. */
    private static final int NAMED = 3;

    private final Engine recorded;
    private final Shapes shapes;
    private final Map<String, String> changed = new LinkedHashMap<>();

    private Fitted(Engine recorded, Shapes shapes) {
        this.recorded = recorded;
        this.shapes = shapes;
    }

    /** The engine as it is, if it computes: its shapes are the network's. */
    static Engine of(Engine engine, Shapes shapes) {
        return engine.recorded() ? new Fitted(engine, shapes) : engine;
    }

    @Override
    public Trace start() {
        return fitted(recorded.start(), shapes.expected(1));
    }

    @Override
    public Trace step(Batch batch) {
        Map<Site, Shape> expected = new LinkedHashMap<>(shapes.expected(batch.step()));
        StartTrace.data(batch).forEach((site, array) -> expected.put(site.at(0), array.shape()));
        return fitted(recorded.step(batch), expected);
    }

    private Trace fitted(Trace trace, Map<Site, Shape> expected) {
        Trace fitted = new Trace();
        trace.forEach((site, array) -> {
            Shape due = expected.getOrDefault(site.at(0), array.shape());
            boolean ones = !due.equals(array.shape()) && Arrays.equals(others(due), others(array.shape()));
            if (ones) {
                changed.putIfAbsent(site.at(0).toString().substring(2), array.shape() + " for " + due);
            }
            fitted.put(site, ones ? array.reshape(due) : array);
        });
        return fitted;
    }

    /** The dimensions that are not 1. */
    private static int[] others(Shape shape) {
        return Arrays.stream(shape.dims()).filter(d -> d != 1).toArray();
    }

    @Override
    public List<String> notes() {
        if (changed.isEmpty()) {
            return List.of();
        }
        List<String> named = changed.entrySet().stream()
                .limit(NAMED)
                .map(e -> e.getKey() + " " + e.getValue())
                .toList();
        int more = changed.size() - named.size();
        return List.of(name() + " has other ones in its shapes than the network, which is all the same: "
                + String.join(", ", named) + (more > 0 ? " and " + more + " more" : ""));
    }

    @Override
    public String name() {
        return recorded.name();
    }

    @Override
    public String version() {
        return recorded.version();
    }

    @Override
    public Map<String, int[]> samples() {
        return recorded.samples();
    }

    @Override
    public DType dtype(DType asked) {
        return recorded.dtype(asked);
    }

    @Override
    public boolean recorded() {
        return true;
    }

    @Override
    public void close() {
        recorded.close();
    }
}
