package dev.parity.fault;

import static dev.parity.fault.Fault.on;

import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import java.util.List;

/** Of linear layers and activations. */
final class LayerFaults {
    private LayerFaults() {}

    static final List<Fault> ALL = List.of(
            new Fault(
                    "bias-grad-not-summed-over-batch",
                    "the bias's gradient is the last row of dy; right is the sum of dy over the batch",
                    on(Phase.GRADIENT, "bias", "Linear"),
                    at -> {
                        Tensor dy = at.dy();
                        int last = dy.size() - at.right().size();
                        return at.each(i -> dy.get(last + i));
                    }),
            new Fault(
                    "linear-grad-transposed",
                    "the weight's gradient is computed as x^T dy and stored as it lies; right is dy^T x",
                    on(Phase.GRADIENT, "weight", "Linear"),
                    at -> {
                        Tensor right = at.right();
                        int out = right.shape().dim(0);
                        int in = right.shape().dim(1);
                        return at.each(i -> right.get(i % out * in + i / out));
                    }),
            new Fault(
                    "relu-mask-missing",
                    "the ReLU's backward passes dy on unchanged; right is dy where x > 0, and 0 elsewhere",
                    on(Phase.BACKWARD, "dx", "ReLU"),
                    Operands::dy),
            new Fault(
                    "softmax-jacobian-diagonal-only",
                    "the softmax's backward is taken as dy y (1 - y), the Jacobian's diagonal; right is y (dy - sum(dy y))",
                    on(Phase.BACKWARD, "dx", "Softmax"),
                    at -> {
                        Tensor y = at.y();
                        Tensor dy = at.dy();
                        return at.each(i -> dy.get(i) * y.get(i) * (1 - y.get(i)));
                    }));
}
