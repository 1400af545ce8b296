package dev.parity.nn.layer;

import dev.parity.formula.Compare;
import dev.parity.formula.Constant;
import dev.parity.formula.Node;
import dev.parity.nn.Rounding;

/**
 * y = (x + 3) / 6, held between 0 and 1.
 * <pre>
 *   dx = dy / 6 where -3 &lt; x &lt; 3, else 0
 * </pre>
 *
 * In backward, and only there, PyTorch's sixth is a float32, in float64 too; so is this one.
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.Hardsigmoid.html">torch.nn.Hardsigmoid</a>
 */
public record Hardsigmoid() implements Activation {
    private static final double SIXTH = 1f / 6f;

    @Override
    public double[] corners() {
        return new double[] {-3, 3};
    }

    @Override
    public double f(double x) {
        return Math.min(Math.max(x + 3, 0), 6) / 6;
    }

    @Override
    public double dx(double dy, double x, double y) {
        return x > -3 && x < 3 ? dy * SIXTH : 0;
    }

    @Override
    public String torch() {
        return "y = torch.hardsigmoid(x)";
    }

    /** x/6 + 1/2 works at the size 1 between the ends. */
    @Override
    public Rounding rounding() {
        return new Rounding.Elementwise(
                "torch.where(torch.abs(x) < 3.001, torch.ones_like(x), torch.zeros_like(x))", "1.");
    }

    @Override
    public Node f(Node x) {
        Node inner = x.plus(Constant.of(3)).over(6);
        return Constant.of(0)
                .where(x.is(Compare.Test.UP_TO, -3), Constant.of(1).where(x.is(Compare.Test.FROM, 3), inner));
    }

    @Override
    public Node dx(Node dy, Node x, Node y) {
        return dy.times(SIXTH).where(x.is(Compare.Test.ABOVE, -3).times(x.is(Compare.Test.BELOW, 3)), 0);
    }
}
