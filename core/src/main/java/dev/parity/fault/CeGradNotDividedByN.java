package dev.parity.fault;

import dev.parity.tensor.Tensor;
import dev.parity.trace.Operation;
import dev.parity.trace.Phase;

/**
 * dx = p - y for a mean over n rows: n times too large. Invisible for a sum.
 *
 * @see <a href="https://github.com/tensorflow/swift-apis/pull/42">a case</a>
 */
public record CeGradNotDividedByN() implements Fault {
    @Override
    public String about() {
        return "the gradient of a mean cross-entropy is taken as softmax - target; right is that over the batch size";
    }

    @Override
    public boolean fits(Operation made) {
        return made.is(Phase.BACKWARD, "CrossEntropyLoss", "dx");
    }

    @Override
    public Tensor wrong(Operands at) {
        Tensor right = at.right();
        int n = right.shape().rank() == 1 ? 1 : right.size() / right.shape().dim(1);
        double factor = at.text("reduction").equals("mean") ? n : 1;
        return Tensor.fill(right.dtype(), right.shape(), i -> right.get(i) * factor);
    }
}
