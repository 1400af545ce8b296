package dev.parity.run;

import dev.parity.graph.Batch;
import dev.parity.trace.Trace;

/** Looks on while the sides compute, a step at a time, and is asked afterwards what it saw. */
@FunctionalInterface
public interface Witness {
    void step(Batch batch, Trace reference, Trace candidate);
}
