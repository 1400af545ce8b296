package dev.parity.engine;

import dev.parity.graph.Batch;
import dev.parity.tensor.DType;
import dev.parity.trace.Trace;
import java.util.Map;

/**
 * Computes an experiment step by step. Every engine begins from the same {@link Start} and is fed the same batches, so that
 * nothing it computes depends on chance.
 */
public interface Engine extends AutoCloseable {
    /** What it was opened as. */
    EngineChoice choice();

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

    /** How many threads it computes with when it may have so many; 0 where it does not compute here. */
    default int threads(int most) {
        return choice().computes() ? most : 0;
    }

    /** What was recorded of the weights and buffers before the first step; an engine that computes begins from ours. */
    default Trace start() {
        return new Trace();
    }

    @Override
    void close();
}
