package dev.parity.nn.layer;

import dev.parity.formula.Compare;
import dev.parity.formula.Constant;
import dev.parity.formula.Node;
import dev.parity.nn.Default;
import dev.parity.nn.Rounding;

/**
 * y = x where x &gt; 0, else negative_slope x.
 * <pre>
 *   dx = dy where x &gt; 0, else negative_slope dy        (the slope at exactly 0)
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.LeakyReLU.html">torch.nn.LeakyReLU</a>
 */
public record LeakyReLU(@Default("0.01") double negative_slope) implements Activation {
    @Override
    public double[] corners() {
        return new double[] {0};
    }

    @Override
    public double f(double x) {
        return x > 0 ? x : negative_slope * x;
    }

    @Override
    public double dx(double dy, double x, double y) {
        return x > 0 ? dy : negative_slope * dy;
    }

    @Override
    public String torch() {
        return "y = torch.leaky_relu(x, %s)".formatted(negative_slope);
    }

    @Override
    public Rounding rounding() {
        return Rounding.moved();
    }

    @Override
    public Node f(Node x) {
        return x.where(x.is(Compare.Test.ABOVE, 0), option().times(x));
    }

    @Override
    public Node dx(Node dy, Node x, Node y) {
        return dy.where(x.is(Compare.Test.ABOVE, 0), option().times(dy));
    }

    private Node option() {
        return Constant.option("negative_slope", negative_slope);
    }
}
