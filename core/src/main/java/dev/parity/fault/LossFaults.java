package dev.parity.fault;

import static dev.parity.fault.Fault.on;

import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import java.util.List;

/** Of losses and their gradients. */
final class LossFaults {
    private LossFaults() {}

    static final List<Fault> ALL = List.of(
            new Fault(
                    "mse-missing-factor-2",
                    "the squared error's gradient is taken as x - t; right is 2 (x - t)",
                    on(Phase.BACKWARD, "dx", "MSELoss"),
                    at -> {
                        Tensor x = at.x();
                        Tensor target = at.of("target");
                        double c = at.number("scale") / (at.text("reduction").equals("mean") ? x.size() : 1);
                        return at.each(i -> c * (x.get(i) - target.get(i)));
                    }),
            new Fault(
                    "ce-grad-not-divided-by-n",
                    "the gradient of a mean cross-entropy is taken as softmax - target; right is that over the batch size",
                    on(Phase.BACKWARD, "dx", "CrossEntropyLoss"),
                    at -> {
                        Tensor right = at.right();
                        int n = right.shape().rank() == 1
                                ? 1
                                : right.size() / right.shape().dim(1);
                        double factor = at.text("reduction").equals("mean") ? n : 1;
                        return at.each(i -> right.get(i) * factor);
                    }),
            new Fault(
                    "output-error-sign",
                    "the error is taken as target - output and still subtracted; right is output - target",
                    o -> o.isDx() && o.kind().endsWith("Loss"),
                    at -> at.each(i -> -at.right().get(i))));
}
