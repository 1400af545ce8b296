package dev.parity.engine;

import dev.parity.trace.Trace;
import java.util.Map;

/**
 * Computes an experiment step by step. Every engine begins from the same {@link Start} and is fed the same batches, so that
 * nothing it computes depends on chance.
 */
public interface Engine extends AutoCloseable {
    /** What a report calls it: {@code torch}, {@code handwritten}, {@code numeric}. */
    String name();

    /** What computed, with its version. */
    String version();

    /** Runs the next step, and hands over all its arrays, in causal order. */
    Trace step(Batch batch);

    /**
     * Weights whose gradient it computes at some elements only, by state-dict name, with those elements; the gradient then
     * holds these and no others.
     */
    default Map<String, int[]> samples() {
        return Map.of();
    }

    @Override
    void close();
}
