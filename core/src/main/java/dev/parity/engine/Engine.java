package dev.parity.engine;

import dev.parity.graph.Batch;
import dev.parity.tensor.DType;
import dev.parity.trace.Grain;
import dev.parity.trace.Trace;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;

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

    /** The steps that were recorded; none of one that computes what it is asked for. */
    default SortedSet<Integer> steps() {
        return Collections.emptySortedSet();
    }

    /** How finely its numbers were written, of one that was recorded. */
    default Grain grain() {
        return Grain.FULL;
    }

    /** How many threads it computes with when it may have so many; 0 where it does not compute here. */
    default int threads(int most) {
        return choice().computes() ? most : 0;
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
