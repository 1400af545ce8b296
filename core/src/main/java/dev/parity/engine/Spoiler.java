package dev.parity.engine;

import dev.parity.graph.Batch;
import dev.parity.nn.Array;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.Map;

/**
 * What becomes of the arrays of a handwritten run: each passes through here when it is made, and what comes back is recorded and
 * computed with. A column of the batch passes too, and what comes back is computed with and not recorded, as nobody records that he fed the
 * wrong rows.
 */
@FunctionalInterface
public interface Spoiler {
    /** Lends what the run begins with. */
    default void begin(Start start) {}

    /** Hands over what a step is fed, the trace that it fills, and the weights as they stand. */
    default void step(Batch batch, Trace trace, Map<String, Array> weights) {}

    /** Says with what a weight is about to be updated. */
    default void update(String weight, double lr, double momentum, int t) {}

    /** The array itself where it is left alone, else another of its shape and type. */
    Tensor spoil(Site site, Tensor right);
}
