package dev.parity.engine;

import dev.parity.tensor.DType;
import dev.parity.trace.Trace;
import java.util.Map;
import java.util.Set;

/**
 * Computes an experiment step by step. Every engine begins from the same {@link Start} and is fed the same batches, so that
 * nothing it computes depends on chance.
 */
public interface Engine extends AutoCloseable {
    /** What a report calls it: {@code torch}, {@code handwritten}, {@code numeric}, {@code trace:run.npz}. */
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

    /** The type that it computes in, when an experiment asks for this one. */
    default DType dtype(DType asked) {
        return asked;
    }

    /**
     * Whether it hands over what was recorded elsewhere: then names may be mistaken, and nobody knows on how many threads it was
     * computed.
     */
    default boolean recorded() {
        return false;
    }

    /** What was recorded under names that are no sites, and is passed over. */
    default Set<String> aside() {
        return Set.of();
    }

    /** What was recorded of the weights and buffers before the first step; an engine that computes begins from ours. */
    default Trace start() {
        return new Trace();
    }

    @Override
    void close();
}
