package dev.parity.nn.schedule;

import dev.parity.nn.Default;
import dev.parity.tensor.BadInput;

/**
 * lr ← lr gamma after every {@code step_size} updates.
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.StepLR.html">StepLR</a>
 */
public record StepLR(int step_size, @Default("0.1") double gamma) implements Rule {
    public StepLR {
        if (step_size < 1) {
            throw new BadInput("step_size is at least 1, and is " + step_size);
        }
    }

    @Override
    public double first(Group group, double base) {
        return group.lr;
    }

    @Override
    public double next(Group group, double base, int n) {
        return n % step_size == 0 ? group.lr * gamma : group.lr;
    }
}
