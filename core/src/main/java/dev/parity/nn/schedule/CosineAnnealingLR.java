package dev.parity.nn.schedule;

import dev.parity.nn.Default;
import dev.parity.tensor.BadInput;

/**
 * lr = eta_min + (initial lr - eta_min)(1 + cos(π n / T_max)) / 2 after n updates, each rate made from the one before
 * by the ratio of their cosines.
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.CosineAnnealingLR.html">CosineAnnealingLR</a>
 */
public record CosineAnnealingLR(int T_max, @Default("0.0") double eta_min) implements Rule {
    public CosineAnnealingLR {
        if (T_max < 1) {
            throw new BadInput("T_max is at least 1, and is " + T_max);
        }
    }

    @Override
    public double first(Group group, double base) {
        return group.lr;
    }

    @Override
    public double next(Group group, double base, int n) {
        if ((n - 1 - T_max) % (2 * T_max) == 0) {
            return group.lr + (base - eta_min) * (1 - Cosine.of(Math.PI / T_max)) / 2;
        }
        return (1 + Cosine.of(Math.PI * n / T_max)) / (1 + Cosine.of(Math.PI * (n - 1) / T_max)) * (group.lr - eta_min)
                + eta_min;
    }

    @Override
    public double begin(Group group, double base) {
        return eta_min + (base - eta_min) * (1 + 1.0) / 2;
    }
}
