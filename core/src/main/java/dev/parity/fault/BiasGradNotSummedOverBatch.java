package dev.parity.fault;

import dev.parity.tensor.Tensor;
import dev.parity.trace.Operation;
import dev.parity.trace.Phase;

/**
 * dbias = dy of the last row: each row overwrote the one before. Invisible in batches of one.
 *
 * @see <a href="https://github.com/mlpack/mlpack/pull/3679">a case</a>
 */
public record BiasGradNotSummedOverBatch() implements Fault {
    @Override
    public String about() {
        return "the bias's gradient is the last row of dy; right is the sum of dy over the batch";
    }

    @Override
    public boolean fits(Operation made) {
        return made.is(Phase.GRADIENT, "Linear", "bias");
    }

    @Override
    public Tensor wrong(Operands at) {
        Tensor dy = at.dy();
        int out = at.right().size();
        int last = dy.size() - out;
        return Tensor.fill(dy.dtype(), at.right().shape(), i -> dy.get(last + i));
    }
}
