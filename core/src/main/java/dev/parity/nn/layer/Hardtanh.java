package dev.parity.nn.layer;

import dev.parity.formula.Compare;
import dev.parity.formula.Constant;
import dev.parity.formula.Node;
import dev.parity.nn.Default;
import dev.parity.nn.Rounding;
import dev.parity.tensor.BadInput;

/**
 * y = x, held between min_val and max_val.
 * <pre>
 *   dx = dy where min_val &lt; x &lt; max_val, else 0
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.Hardtanh.html">torch.nn.Hardtanh</a>
 */
public record Hardtanh(
        @Default("-1.0") double min_val, @Default("1.0") double max_val) implements Activation {
    public Hardtanh {
        if (!(min_val < max_val)) {
            throw new BadInput(
                    "max_val is larger than min_val, and here are min_val " + min_val + " and max_val " + max_val);
        }
    }

    @Override
    public double[] corners() {
        return new double[] {min_val, max_val};
    }

    @Override
    public double f(double x) {
        return Math.min(Math.max(x, min_val), max_val);
    }

    @Override
    public double dx(double dy, double x, double y) {
        return x > min_val && x < max_val ? dy : 0;
    }

    @Override
    public String torch() {
        return "y = torch.hardtanh(x, %s, %s)".formatted(min_val, max_val);
    }

    @Override
    public Rounding rounding() {
        return Rounding.moved();
    }

    @Override
    public Node f(Node x) {
        return low().where(x.is(Compare.Test.BELOW, low()), high().where(x.is(Compare.Test.ABOVE, high()), x));
    }

    @Override
    public Node dx(Node dy, Node x, Node y) {
        return dy.where(x.is(Compare.Test.ABOVE, low()).times(x.is(Compare.Test.BELOW, high())), 0);
    }

    private Node low() {
        return Constant.option("min_val", min_val);
    }

    private Node high() {
        return Constant.option("max_val", max_val);
    }
}
