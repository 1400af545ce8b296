package dev.parity.fault;

import dev.parity.tensor.Tensor;
import dev.parity.trace.Operation;
import dev.parity.trace.Phase;

/**
 * The (in, out) matrix xᵀ dy, written row by row into the (out, in) gradient: for a square weight, its transpose.
 *
 * @see <a href="https://github.com/iamtrask/Grokking-Deep-Learning/pull/22">a case</a>
 */
public record LinearGradTransposed() implements Fault {
    @Override
    public String about() {
        return "the weight's gradient is computed as x^T dy and stored as it lies; right is dy^T x";
    }

    @Override
    public boolean fits(Operation made) {
        return made.is(Phase.GRADIENT, "Linear", "weight");
    }

    @Override
    public Tensor wrong(Operands at) {
        Tensor right = at.right();
        int out = right.shape().dim(0);
        int in = right.shape().dim(1);
        return Tensor.fill(right.dtype(), right.shape(), i -> right.get(i % out * in + i / out));
    }
}
