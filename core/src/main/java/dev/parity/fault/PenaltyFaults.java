package dev.parity.fault;

import dev.parity.tensor.Tensor;
import dev.parity.trace.Operation;
import dev.parity.trace.Phase;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Of a penalty in the loss, l2/2 Σ w², whose gradient is l2 w. */
final class PenaltyFaults {
    private static final Predicate<Operation> PENALISED =
            o -> o.phase() == Phase.GRADIENT && !o.makes().isClipped() && o.has("l2");

    private PenaltyFaults() {}

    static final List<Fault> ALL = List.of(
            new Fault(
                    "l2-grad-factor-2",
                    "the penalty's share of the gradient is half of it; right is the derivative of the square, with its 2",
                    PENALISED,
                    more("l2", -0.5)),
            new Fault(
                    "l2-missing-in-grad-or-loss",
                    "the penalty is in the loss and not in the gradient; right is in both",
                    PENALISED,
                    more("l2", -1)),
            new Fault(
                    "l2-sign",
                    "the penalty's share of the gradient is subtracted; right is to add it",
                    PENALISED,
                    more("l2", -2)),
            new Fault(
                    "l2-applied-to-bias",
                    "the bias is penalised with the weights; right is to leave it out",
                    o -> o.phase() == Phase.GRADIENT
                            && o.makes().array().startsWith("bias")
                            && !o.makes().isClipped()
                            && o.has("l2_of_others"),
                    more("l2_of_others", 1)));

    /** The gradient with so much of l2 w added. */
    private static Function<Operands, Tensor> more(String option, double share) {
        return at -> {
            double l2 = at.operation().number(option);
            Tensor w = at.of(at.operation().makes().array());
            return at.each(i -> at.right().get(i) + share * l2 * w.get(i));
        };
    }
}
