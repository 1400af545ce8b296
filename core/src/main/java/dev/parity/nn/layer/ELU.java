package dev.parity.nn.layer;

import dev.parity.formula.Compare;
import dev.parity.formula.Constant;
import dev.parity.formula.Fn;
import dev.parity.formula.Node;
import dev.parity.nn.Default;
import dev.parity.nn.Rounding;
import java.util.List;

/**
 * y = x where x &gt; 0, else alpha (eˣ - 1).
 * <pre>
 *   dx = dy where x &gt; 0, else dy alpha eˣ        (alpha at exactly 0)
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.ELU.html">torch.nn.ELU</a>
 */
public record ELU(@Default("1.0") double alpha) implements Activation {
    @Override
    public double f(double x) {
        return x > 0 ? x : alpha * Math.expm1(x);
    }

    @Override
    public double dx(double dy, double x, double y) {
        return x > 0 ? dy : dy * alpha * Math.exp(x);
    }

    @Override
    public String torch() {
        return "y = torch.elu(x, %s)".formatted(alpha);
    }

    /** exp x - 1 works at the size of alpha; beyond 0, x only passes. */
    @Override
    public Rounding rounding() {
        return new Rounding.Elementwise(
                "torch.where(x > 0., torch.abs(x), torch.full_like(x, %s))".formatted(Math.abs(alpha)),
                "torch.where(x > 0., torch.ones_like(x), torch.full_like(x, %s))".formatted(Math.abs(alpha)));
    }

    @Override
    public List<String> alternatives() {
        return List.of("y = torch.where(x > 0., x, %s * (torch.exp(torch.clamp(x, max=0.)) - 1.))".formatted(alpha));
    }

    @Override
    public Node f(Node x) {
        return x.where(
                x.is(Compare.Test.ABOVE, 0), option().times(x.apply(Fn.EXP).minus(Constant.of(1))));
    }

    @Override
    public Node dx(Node dy, Node x, Node y) {
        return dy.where(x.is(Compare.Test.ABOVE, 0), dy.times(option(), x.apply(Fn.EXP)));
    }

    private Node option() {
        return Constant.option("alpha", alpha);
    }
}
