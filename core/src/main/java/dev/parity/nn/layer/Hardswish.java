package dev.parity.nn.layer;

import dev.parity.formula.Compare;
import dev.parity.formula.Constant;
import dev.parity.formula.Node;
import dev.parity.nn.Rounding;

/**
 * y = x h(x), with h(x) = (x + 3) / 6 held between 0 and 1.
 * <pre>
 *   dx = 0 where x &lt; -3, dy (x / 3 + 1/2) where -3 &lt;= x &lt;= 3, else dy
 * </pre>
 *
 * At -3 and 3 this is PyTorch up to 2.7; later versions take the outer branches there.
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.Hardswish.html">torch.nn.Hardswish</a>
 */
public record Hardswish() implements Activation {
    @Override
    public double[] corners() {
        return new double[] {-3, 3};
    }

    @Override
    public double f(double x) {
        return x * Math.min(Math.max(x + 3, 0), 6) / 6;
    }

    @Override
    public double dx(double dy, double x, double y) {
        if (x < -3) {
            return 0;
        }
        return x <= 3 ? dy * (x / 3 + 0.5) : dy;
    }

    @Override
    public String torch() {
        return "y = torch.hardswish(x)";
    }

    /** As x times Hardsigmoid. */
    @Override
    public Rounding rounding() {
        return new Rounding.Elementwise("torch.abs(x)", "1.");
    }

    @Override
    public Node f(Node x) {
        Node inner = x.times(x.plus(Constant.of(3))).over(6);
        return Constant.of(0).where(x.is(Compare.Test.UP_TO, -3), x.where(x.is(Compare.Test.FROM, 3), inner));
    }

    @Override
    public Node dx(Node dy, Node x, Node y) {
        Node inner = dy.times(x.over(3).plus(Constant.of(0.5)));
        return Constant.of(0).where(x.is(Compare.Test.BELOW, -3), inner.where(x.is(Compare.Test.UP_TO, 3), dy));
    }
}
