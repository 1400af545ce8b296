package dev.parity.fault;

import dev.parity.tensor.Tensor;
import dev.parity.trace.Operation;
import dev.parity.trace.Phase;

/**
 * dx = dy y (1 - y), as for a sigmoid. It drops how each output depends on every other input.
 *
 * @see <a href="https://discuss.pytorch.org/t/how-to-do-backpropogation-with-softmax-and-mean-square-error/87175">a case</a>
 */
public record SoftmaxJacobianDiagonalOnly() implements Fault {
    @Override
    public String about() {
        return "the softmax's backward is taken as dy y (1 - y), the Jacobian's diagonal; right is y (dy - sum(dy y))";
    }

    @Override
    public boolean fits(Operation made) {
        return made.is(Phase.BACKWARD, "Softmax", "dx");
    }

    @Override
    public Tensor wrong(Operands at) {
        Tensor y = at.y();
        Tensor dy = at.dy();
        return Tensor.fill(y.dtype(), y.shape(), i -> dy.get(i) * y.get(i) * (1 - y.get(i)));
    }
}
