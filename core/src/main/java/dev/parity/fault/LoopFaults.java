package dev.parity.fault;

import dev.parity.trace.Phase;
import java.util.List;

/** Of the loop around forward and backward: what is zeroed, and when. */
final class LoopFaults {
    private LoopFaults() {}

    static final List<Fault> ALL = List.of(new Fault(
            "grads-not-zeroed",
            "gradients are added to those of the step before; right is to zero them first",
            o -> o.phase() == Phase.GRADIENT && !o.makes().isClipped(),
            at -> at.previous()
                    .map(old -> at.each(i -> at.right().get(i) + old.get(i)))
                    .orElse(at.right())));
}
