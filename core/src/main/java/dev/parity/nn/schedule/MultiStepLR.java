package dev.parity.nn.schedule;

import dev.parity.nn.Default;
import dev.parity.tensor.BadInput;
import java.util.Collections;
import java.util.List;

/**
 * lr ← lr gamma after each of the {@code milestones}, counted in updates; one that is written twice counts twice.
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.MultiStepLR.html">MultiStepLR</a>
 */
public record MultiStepLR(
        List<Integer> milestones, @Default("0.1") double gamma) implements Rule {
    public MultiStepLR {
        if (milestones.stream().anyMatch(m -> m < 0)) {
            throw new BadInput("milestones are not negative, and here are " + milestones);
        }
    }

    @Override
    public double first(Group group, double base) {
        return next(group, base, 0);
    }

    @Override
    public double next(Group group, double base, int n) {
        return group.lr * Math.pow(gamma, Collections.frequency(milestones, n));
    }

    @Override
    public double begin(Group group, double base) {
        return base * Math.pow(gamma, Collections.frequency(milestones, 0));
    }
}
