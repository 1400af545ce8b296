package dev.parity.fault;

import dev.parity.tensor.Tensor;
import dev.parity.trace.Operation;
import dev.parity.trace.Phase;

/**
 * gradient = right + the gradient of the step before. The first step is exact.
 *
 * @see <a href="https://github.com/karpathy/micrograd/issues/53">a case</a>
 */
public record GradsNotZeroed() implements Fault {
    @Override
    public String about() {
        return "gradients are added to those of the step before; right is to zero them first";
    }

    @Override
    public boolean fits(Operation made) {
        return made.phase() == Phase.GRADIENT && !made.makes().isClipped();
    }

    @Override
    public Tensor wrong(Operands at) {
        Tensor right = at.right();
        return at.previous()
                .map(old -> Tensor.fill(right.dtype(), right.shape(), i -> right.get(i) + old.get(i)))
                .orElse(right);
    }
}
