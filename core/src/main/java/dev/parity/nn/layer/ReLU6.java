package dev.parity.nn.layer;

/**
 * y = x, held between 0 and 6.
 * <pre>
 *   dx = dy, but 0 where x &lt;= 0 or x &gt;= 6
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.ReLU6.html">torch.nn.ReLU6</a>
 */
public record ReLU6() implements Activation {
    @Override
    public double f(double x) {
        return Math.min(Math.max(x, 0), 6);
    }

    @Override
    public double dx(double dy, double x, double y) {
        return x <= 0 || x >= 6 ? 0 : dy;
    }

    @Override
    public String torch() {
        return "y = torch.relu6(x)";
    }
}
