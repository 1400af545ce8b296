package dev.parity.fault;

import dev.parity.tensor.Tensor;
import dev.parity.trace.Operation;
import dev.parity.trace.Phase;

/**
 * dx = dy, also where the unit was off.
 *
 * @see <a href="https://forums.fast.ai/t/could-someone-help-me-verify-troubleshoot-my-implementation-of-backpropagation/107030">a
 *     case</a>
 */
public record ReluMaskMissing() implements Fault {
    @Override
    public String about() {
        return "the ReLU's backward passes dy on unchanged; right is dy where x > 0, and 0 elsewhere";
    }

    @Override
    public boolean fits(Operation made) {
        return made.is(Phase.BACKWARD, "ReLU", "dx");
    }

    @Override
    public Tensor wrong(Operands at) {
        return at.dy();
    }
}
