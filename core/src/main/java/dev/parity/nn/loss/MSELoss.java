package dev.parity.nn.loss;

import dev.parity.nn.Array;
import dev.parity.nn.Default;
import dev.parity.nn.Frame;
import dev.parity.tensor.Shape;

/**
 * Σ (x - t)² / d, where d is the number of elements for {@code mean} and 1 for {@code sum}.
 * <pre>
 *   x, target t (any shape, the same)
 *   dx = 2 (x - t) / d
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.MSELoss.html">torch.nn.MSELoss</a>
 */
public record MSELoss(@Default("\"mean\"") Reduction reduction) implements Loss {
    public MSELoss {
        reduction.notBatchmean("MSELoss");
    }

    @Override
    public void check(Shape target, Shape... x) {
        sameShape(target, x[0]);
    }

    @Override
    public double forward(Frame at) {
        Array x = at.x();
        Array t = at.param("target");
        double sum = 0;
        for (int i = 0, n = x.size(); i < n; i++) {
            double e = x.get(i) - t.get(i);
            sum += e * e;
        }
        return sum / reduction.divisor(x.size());
    }

    @Override
    public void backward(Frame at, double g) {
        Array x = at.x();
        Array t = at.param("target");
        Array dx = at.dx();
        double c = 2 * g / reduction.divisor(x.size());
        for (int i = 0, n = x.size(); i < n; i++) {
            dx.set(i, c * (x.get(i) - t.get(i)));
        }
    }

    @Override
    public String torch() {
        return "value = torch.mse_loss(x, target, %d)".formatted(reduction.torch());
    }
}
