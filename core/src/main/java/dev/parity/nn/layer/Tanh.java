package dev.parity.nn.layer;

/**
 * y = tanh x.
 * <pre>
 *   dx = dy (1 - y²)
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.Tanh.html">torch.nn.Tanh</a>
 */
public record Tanh() implements Activation {
    @Override
    public double f(double x) {
        return Squash.tanh(x);
    }

    @Override
    public double dx(double dy, double x, double y) {
        return dy * (1 - y * y);
    }

    @Override
    public String torch() {
        return "y = torch.tanh(x)";
    }
}
