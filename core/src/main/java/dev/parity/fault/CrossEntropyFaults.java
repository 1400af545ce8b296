package dev.parity.fault;

import static dev.parity.fault.Fault.on;

import dev.parity.tensor.Tensor;
import dev.parity.trace.Operation;
import dev.parity.trace.Phase;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Of the cross-entropy of logits. */
final class CrossEntropyFaults {
    private static final String KIND = "CrossEntropyLoss";
    private static final Predicate<Operation> DX = on(Phase.BACKWARD, "dx", KIND);
    private static final Predicate<Operation> BOTH =
            on(Phase.LOSS, "value", KIND).or(DX);
    private static final Predicate<Operation> MEAN = o -> o.text("reduction").equals("mean");
    private static final Predicate<Operation> SMOOTHS = o -> o.number("label_smoothing") > 0;

    private CrossEntropyFaults() {}

    static final List<Fault> ALL = List.of(
            new Fault(
                    "double-softmax",
                    "the cross-entropy, which takes a softmax itself, is given probabilities; right is to give it the logits",
                    BOTH,
                    at -> {
                        CrossEntropy loss = CrossEntropy.right(at);
                        double[] y = loss.axis.softmax(at.x());
                        Tensor s = Tensor.fill(at.x().dtype(), at.x().shape(), i -> y[i]);
                        if (at.operation().phase() == Phase.LOSS) {
                            return at.instead(loss.value(at.x()), loss.value(s));
                        }
                        double[] ds = loss.dx(s);
                        return at.all(loss.axis.softmaxBack(y, i -> ds[i]));
                    }),
            new Fault(
                    "ce-grad-not-divided-by-n",
                    "the gradient of a mean cross-entropy is taken as softmax - target; right is that over the batch size",
                    DX.and(MEAN),
                    at -> {
                        int n = CrossEntropy.right(at).rows;
                        return at.each(i -> at.right().get(i) * n);
                    }),
            new Fault(
                    "ce-grad-divided-although-sum",
                    "the gradient of a summed cross-entropy is divided by the batch size; right is not to divide",
                    DX.and(o -> o.text("reduction").equals("sum")),
                    at -> {
                        int n = CrossEntropy.right(at).rows;
                        return at.each(i -> at.right().get(i) / n);
                    }),
            new Fault(
                    "softmax-grad-factor-2",
                    "the gradient of a cross-entropy is taken twice as large, as a square's; right is softmax - target",
                    DX,
                    at -> at.each(i -> 2 * at.right().get(i))),
            new Fault(
                    "ce-softmax-chain-uses-wrong-tensor",
                    "the loss's gradient is divided by the logits, the wrong buffer; right is by their softmax",
                    DX,
                    at -> {
                        CrossEntropy loss = CrossEntropy.right(at);
                        double[] d = loss.over(at.x());
                        return at.all(loss.axis.softmaxBack(loss.axis.softmax(at.x()), i -> d[i]));
                    }),
            new Fault(
                    "class-weights-mean-by-n",
                    "the mean of a weighted cross-entropy is taken over the number of rows; right is over the sum of their weights",
                    BOTH.and(MEAN).and(o -> o.reads("weight")),
                    instead(CrossEntropy::byCount)),
            new Fault(
                    "label-smoothing-k-minus-1",
                    "the smoothing goes to the other classes alone, eps/(C-1) each; right is eps/C for every class",
                    BOTH.and(SMOOTHS),
                    instead(CrossEntropy::othersOnly)),
            new Fault(
                    "label-smoothing-counts-ignored",
                    "rows whose label is ignored still have the uniform part of the smoothing; right is nothing of them",
                    BOTH.and(SMOOTHS),
                    instead(CrossEntropy::ignoredToo)));

    /** Another cross-entropy in its place. */
    private static Function<Operands, Tensor> instead(Function<Operands, CrossEntropy> other) {
        return at -> {
            CrossEntropy wrong = other.apply(at);
            return at.operation().phase() == Phase.LOSS
                    ? at.instead(CrossEntropy.right(at).value(at.x()), wrong.value(at.x()))
                    : at.all(wrong.dx(at.x()));
        };
    }
}
