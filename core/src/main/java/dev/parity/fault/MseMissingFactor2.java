package dev.parity.fault;

import dev.parity.tensor.Tensor;
import dev.parity.trace.Operation;
import dev.parity.trace.Phase;

/**
 * dx = x - t, over the number of elements for a mean: half of what it should be.
 *
 * @see <a href="https://discuss.pytorch.org/t/single-linear-layer-network-train-with-sgd-different-result-with-numpy-implementation/131494">a
 *     case</a>
 */
public record MseMissingFactor2() implements Fault {
    @Override
    public String about() {
        return "the squared error's gradient is taken as x - t; right is 2 (x - t)";
    }

    @Override
    public boolean fits(Operation made) {
        return made.is(Phase.BACKWARD, "MSELoss", "dx");
    }

    @Override
    public Tensor wrong(Operands at) {
        Tensor x = at.x();
        Tensor target = at.param("target");
        double c = at.number("scale") / (at.text("reduction").equals("mean") ? x.size() : 1);
        return Tensor.fill(x.dtype(), x.shape(), i -> c * (x.get(i) - target.get(i)));
    }
}
