package dev.parity.nn.schedule;

/**
 * lr ← lr gamma after each update.
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.ExponentialLR.html">ExponentialLR</a>
 */
public record ExponentialLR(double gamma) implements Rule {
    @Override
    public double first(Group group, double base) {
        return group.lr;
    }

    @Override
    public double next(Group group, double base, int n) {
        return group.lr * gamma;
    }
}
