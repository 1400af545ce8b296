package dev.parity.fault;

import dev.parity.tensor.Tensor;
import dev.parity.trace.Operation;
import dev.parity.trace.Phase;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Of the loop around forward and backward: what is zeroed, what is fed, how far a step goes, in which precision. */
final class LoopFaults {
    private static final Predicate<Operation> WEIGHT = o -> o.phase() == Phase.UPDATE;

    private LoopFaults() {}

    static final List<Fault> ALL = List.of(
            new Fault(
                    "grads-not-zeroed",
                    "gradients are added to those of the step before; right is to zero them first",
                    o -> o.phase() == Phase.GRADIENT && !o.makes().isClipped(),
                    at -> at.previous()
                            .map(old -> at.each(i -> at.right().get(i) + old.get(i)))
                            .orElse(at.right())),
            new Fault(
                    "warmup-starts-at-zero",
                    "the learning rate comes one update late, and is 0 at the first; right is the rate of this update",
                    WEIGHT,
                    at -> new Move(at).times(at.earlierRate().isEmpty() ? 0 : new Move(at).earlierRate())),
            new Fault(
                    "lr-read-with-get-lr",
                    "where the learning rate changes, its factor is applied twice; right is once",
                    WEIGHT,
                    at -> new Move(at).times(1 / new Move(at).earlierRate())),
            new Fault(
                    "shared-memory-weights",
                    "both programs have the weight in the same memory, and both move it; right is a copy for each",
                    WEIGHT,
                    at -> new Move(at).times(2)),
            new Fault(
                    "clip-norm-of-each-gradient",
                    "each gradient is clipped by its own norm; right is by the norm of all of them together",
                    o -> o.kind().equals(Operation.CLIP) && o.has("max_norm"),
                    at -> {
                        Tensor g = at.of("gradient");
                        double p = at.number("norm_type");
                        double norm = 0;
                        for (int i = 0; i < g.size(); i++) {
                            double size = Math.abs(g.get(i));
                            norm = Double.isInfinite(p) ? Math.max(norm, size) : norm + Math.pow(size, p);
                        }
                        double own = Double.isInfinite(p) ? norm : Math.pow(norm, 1 / p);
                        double factor = Math.min(1, at.number("max_norm") / (own + 1e-6));
                        return at.each(i -> factor * g.get(i));
                    }),
            new Fault(
                    "data-not-scaled",
                    "the data are fed as they were read; right is divided, as the spec has it",
                    o -> o.phase() == Phase.DATA && o.kind().equals(Operation.DATA) && o.number("divide") != 1,
                    at -> at.each(i -> at.right().get(i) * at.number("divide"))),
            new Fault(
                    "float32-vs-float64",
                    "the numbers are rounded to float32 in a network of float64; right is float64 throughout",
                    o -> !Set.of(Phase.DATA, Phase.STATE).contains(o.phase()),
                    at -> at.each(i -> (float) at.right().get(i))),
            new Fault(
                    "shuffle-or-order-mismatch",
                    "the rows of the batch come in another order; right is the spec's",
                    o -> o.phase() == Phase.DATA && o.kind().equals(Operation.DATA),
                    at -> {
                        Tensor right = at.right();
                        int rows = right.shape().rank() == 0 ? 1 : right.shape().dim(0);
                        int row = right.size() / Math.max(1, rows);
                        return right.gather(right.shape(), i -> (rows - 1 - i / row) * row + i % row);
                    }));
}
