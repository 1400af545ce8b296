package dev.parity.fault;

import dev.parity.tensor.Tensor;
import dev.parity.trace.Operation;

/**
 * The gradient of the loss with the opposite sign: every weight walks uphill.
 *
 * @see <a href="https://github.com/iamtrask/Grokking-Deep-Learning/issues/37">a case</a>
 */
public record OutputErrorSign() implements Fault {
    @Override
    public String about() {
        return "the error is taken as target - output and still subtracted; right is output - target";
    }

    @Override
    public boolean fits(Operation made) {
        return made.isDx() && made.kind().endsWith("Loss");
    }

    @Override
    public Tensor wrong(Operands at) {
        Tensor right = at.right();
        return Tensor.fill(right.dtype(), right.shape(), i -> -right.get(i));
    }
}
