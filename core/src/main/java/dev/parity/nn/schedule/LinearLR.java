package dev.parity.nn.schedule;

import dev.parity.nn.Default;
import dev.parity.tensor.BadInput;

/**
 * lr = initial lr times a factor that goes from {@code start_factor} s to {@code end_factor} e in {@code total_iters} T
 * updates: a warm-up. Each rate is the one before times 1 + (e - s) / (T s + (n - 1)(e - s)).
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.LinearLR.html">LinearLR</a>
 */
public record LinearLR(
        @Default("0.3333333333333333") double start_factor,
        @Default("1.0") double end_factor,
        @Default("5") int total_iters)
        implements Rule {
    public LinearLR {
        if (!(start_factor > 0 && start_factor <= 1 && end_factor >= 0 && end_factor <= 1)) {
            throw new BadInput("start_factor lies above 0 and up to 1, end_factor from 0 to 1, and here are "
                    + start_factor + " and " + end_factor);
        }
        if (total_iters < 1) {
            throw new BadInput("total_iters is at least 1, and is " + total_iters);
        }
    }

    @Override
    public double first(Group group, double base) {
        return group.lr * start_factor;
    }

    @Override
    public double next(Group group, double base, int n) {
        if (n > total_iters) {
            return group.lr;
        }
        return group.lr
                * (1.0
                        + (end_factor - start_factor)
                                / (total_iters * start_factor + (n - 1) * (end_factor - start_factor)));
    }

    @Override
    public double begin(Group group, double base) {
        return base * (start_factor + (end_factor - start_factor) * 0 / total_iters);
    }
}
