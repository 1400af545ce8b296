package dev.parity.fault;

import static dev.parity.fault.Fault.on;

import dev.parity.tensor.Tensor;
import dev.parity.trace.Operation;
import dev.parity.trace.Phase;
import java.util.List;
import java.util.function.Predicate;

/** Of the other losses, and of any of them. */
final class LossFaults {
    private static final Predicate<Operation> LOSS = o -> o.kind().endsWith("Loss");
    private static final Predicate<Operation> DX = LOSS.and(Operation::isDx);
    private static final Predicate<Operation> MSE_DX = on(Phase.BACKWARD, "dx", "MSELoss");
    private static final Predicate<Operation> MEAN = o -> o.text("reduction").equals("mean");

    private LossFaults() {}

    static final List<Fault> ALL = List.of(
            new Fault(
                    "mse-missing-factor-2",
                    "the squared error's gradient is taken as x - t; right is 2 (x - t)",
                    MSE_DX,
                    at -> {
                        double c = share(at);
                        return at.each(i -> c * error(at, i));
                    }),
            new Fault(
                    "half-mse-convention",
                    "the squared error is halved, in value and gradient; right is the square itself",
                    MSE_DX.or(on(Phase.LOSS, "value", "MSELoss")),
                    at -> {
                        double c = share(at);
                        if (at.operation().isDx()) {
                            return at.each(i -> c * error(at, i));
                        }
                        double squares = 0;
                        for (int i = 0; i < at.x().size(); i++) {
                            squares += error(at, i) * error(at, i);
                        }
                        return at.instead(c * squares, c * squares / 2);
                    }),
            new Fault(
                    "sum-vs-mean-after-no-op-mean",
                    "the gradient is a dot product, already a sum, and the mean that is taken of it does nothing; right is to divide by the number of elements",
                    MSE_DX.and(MEAN),
                    at -> at.each(i -> 2 * at.number("scale") * error(at, i))),
            new Fault(
                    "divide-by-batch-twice",
                    "the loss is a mean, and its gradient is divided by the batch size once more; right is to divide once",
                    DX.and(MEAN),
                    at -> {
                        int n = at.right().shape().rank() == 0
                                ? 1
                                : at.right().shape().dim(0);
                        return at.each(i -> at.right().get(i) / n);
                    }),
            new Fault(
                    "output-error-sign",
                    "the error is taken as target - output and still subtracted; right is output - target",
                    DX,
                    at -> at.each(i -> -at.right().get(i))),
            new Fault(
                    "bce-delta-with-extra-sigmoid-prime",
                    "the delta of a binary cross-entropy is multiplied by a (1 - a), as a squared error's; right is a - y",
                    on(Phase.BACKWARD, "dx", "BCEWithLogitsLoss", "BCELoss"),
                    at -> at.each(i -> {
                        double x = at.x().get(i);
                        double p = at.operation().kind().equals("BCELoss") ? x : sigmoid(x);
                        return at.right().get(i) * p * (1 - p);
                    })),
            new Fault(
                    "bce-pos-weight-whole-loss",
                    "pos_weight multiplies the whole loss of a positive; right is its positive term alone",
                    on(Phase.BACKWARD, "dx", "BCEWithLogitsLoss")
                            .or(on(Phase.LOSS, "value", "BCEWithLogitsLoss"))
                            .and(o -> o.reads("pos_weight")),
                    at -> {
                        double c = share(at);
                        Tensor t = at.of("target");
                        if (at.operation().isDx()) {
                            return at.each(
                                    i -> c * whole(at, i) * (sigmoid(at.x().get(i)) - t.get(i)));
                        }
                        double correct = 0;
                        double wrong = 0;
                        for (int i = 0; i < at.x().size(); i++) {
                            double x = at.x().get(i);
                            double p = at.factor("pos_weight", i);
                            double positive = at.factor("weight", i) * t.get(i) * softplus(-x);
                            double negative = at.factor("weight", i) * (1 - t.get(i)) * softplus(x);
                            correct += p * positive + negative;
                            wrong += (1 + (p - 1) * t.get(i)) * (positive + negative);
                        }
                        return at.instead(c * correct, c * wrong);
                    }),
            new Fault(
                    "subtract-second-operand-sign",
                    "what is subtracted has the same gradient as what it is subtracted from; right is the opposite",
                    o -> o.is(Phase.BACKWARD, "MarginRankingLoss", "dx1"),
                    at -> at.each(i -> -at.right().get(i))),
            new Fault(
                    "integer-division-loss",
                    "1/N is a division of whole numbers, and loss and gradient are 0; right is 1.0/N",
                    DX.or(LOSS.and(o -> o.phase() == Phase.LOSS)).and(MEAN),
                    at -> at.each(i -> 0)),
            new Fault(
                    "accumulation-not-divided",
                    "the losses of the micro-batches are added up undivided; right is each over their number, the loss's scale",
                    DX.or(LOSS.and(o -> o.phase() == Phase.LOSS && !o.has("l2")))
                            .and(o -> o.number("scale") < 1 && o.number("scale") > 0),
                    at -> at.each(i -> at.right().get(i) / at.number("scale"))));

    private static double share(Operands at) {
        return at.number("scale")
                / (at.text("reduction").equals("mean") ? at.x().size() : 1);
    }

    private static double error(Operands at, int i) {
        return at.x().get(i) - at.of("target").get(i);
    }

    /** The factor of a whole element, 1 + (p - 1) t, with its weight. */
    private static double whole(Operands at, int i) {
        return at.factor("weight", i)
                * (1 + (at.factor("pos_weight", i) - 1) * at.of("target").get(i));
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** log(1 + exp x). */
    private static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }
}
