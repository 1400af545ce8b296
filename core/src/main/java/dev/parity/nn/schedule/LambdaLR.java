package dev.parity.nn.schedule;

import dev.parity.tensor.BadInput;
import java.util.List;

/**
 * lr = initial lr times {@code factors[n]} after n updates, the last factor from then on. PyTorch's takes a function; a
 * spec holds no program.
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.LambdaLR.html">LambdaLR</a>
 */
public record LambdaLR(List<Double> factors) implements Rule {
    public LambdaLR {
        if (factors.isEmpty()) {
            throw new BadInput("factors hold at least one number");
        }
    }

    @Override
    public double first(Group group, double base) {
        return base * factors.get(0);
    }

    @Override
    public double next(Group group, double base, int n) {
        return base * factors.get(Math.min(n, factors.size() - 1));
    }

    @Override
    public double begin(Group group, double base) {
        return base * factors.get(0);
    }
}
