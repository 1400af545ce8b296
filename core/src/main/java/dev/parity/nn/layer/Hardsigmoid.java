package dev.parity.nn.layer;

/**
 * y = (x + 3) / 6, held between 0 and 1.
 * <pre>
 *   dx = dy / 6 where -3 &lt; x &lt; 3, else 0
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.Hardsigmoid.html">torch.nn.Hardsigmoid</a>
 */
public record Hardsigmoid() implements Activation {
    @Override
    public double f(double x) {
        return Math.min(Math.max(x + 3, 0), 6) / 6;
    }

    @Override
    public double dx(double dy, double x, double y) {
        return x > -3 && x < 3 ? dy / 6 : 0;
    }

    @Override
    public String torch() {
        return "y = torch.hardsigmoid(x)";
    }
}
