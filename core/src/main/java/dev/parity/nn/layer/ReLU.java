package dev.parity.nn.layer;

import dev.parity.formula.Compare;
import dev.parity.formula.Node;
import dev.parity.nn.Rounding;
import dev.parity.nn.Strip;

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
    public void f(Strip x, Strip u) {
        x.atLeast(0);
    }

    @Override
    public void dx(Strip dy, Strip x, Strip y, Strip u) {
        dy.zeroUnlessPositive(x);
    }

    @Override
    public Rounding rounding() {
        return Rounding.moved();
    }

    @Override
    public String torch() {
        return "y = torch.relu(x)";
    }

    @Override
    public Node f(Node x) {
        return x.where(x.is(Compare.Test.ABOVE, 0), 0);
    }

    @Override
    public Node dx(Node dy, Node x, Node y) {
        return dy.where(x.is(Compare.Test.ABOVE, 0), 0);
    }
}
