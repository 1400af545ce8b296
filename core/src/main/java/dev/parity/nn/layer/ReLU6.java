package dev.parity.nn.layer;

import dev.parity.formula.Compare;
import dev.parity.formula.Constant;
import dev.parity.formula.Node;
import dev.parity.nn.Rounding;

/**
 * y = x, held between 0 and 6.
 * <pre>
 *   dx = dy where 0 &lt; x &lt; 6, else 0
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.ReLU6.html">torch.nn.ReLU6</a>
 */
public record ReLU6() implements Activation {
    @Override
    public double[] corners() {
        return new double[] {0, 6};
    }

    @Override
    public double f(double x) {
        return Math.min(Math.max(x, 0), 6);
    }

    @Override
    public double dx(double dy, double x, double y) {
        return x > 0 && x < 6 ? dy : 0;
    }

    @Override
    public String torch() {
        return "y = torch.relu6(x)";
    }

    @Override
    public Rounding rounding() {
        return Rounding.moved();
    }

    @Override
    public Node f(Node x) {
        return Constant.of(0).where(x.is(Compare.Test.UP_TO, 0), Constant.of(6).where(x.is(Compare.Test.FROM, 6), x));
    }

    @Override
    public Node dx(Node dy, Node x, Node y) {
        return dy.where(x.is(Compare.Test.ABOVE, 0).times(x.is(Compare.Test.BELOW, 6)), 0);
    }
}
