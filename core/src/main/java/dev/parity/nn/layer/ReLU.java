package dev.parity.nn.layer;

import dev.parity.nn.Rounding;

/**
 * y = max(x, 0).
 * <pre>
 *   dx = dy, but 0 where x &lt;= 0        (0 at exactly 0, as in PyTorch)
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.ReLU.html">torch.nn.ReLU</a>
 */
public record ReLU() implements Activation {
    @Override
    public double[] corners() {
        return new double[] {0};
    }

    @Override
    public double f(double x) {
        return Math.max(x, 0);
    }

    @Override
    public double dx(double dy, double x, double y) {
        return x <= 0 ? 0 : dy;
    }

    @Override
    public Rounding rounding() {
        return Rounding.moved();
    }

    @Override
    public String torch() {
        return "y = torch.relu(x)";
    }
}
