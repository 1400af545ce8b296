package dev.parity.nn.layer;

import dev.parity.formula.Compare;
import dev.parity.formula.Constant;
import dev.parity.formula.Fn;
import dev.parity.formula.Node;
import dev.parity.nn.Default;
import dev.parity.nn.Rounding;
import dev.parity.tensor.BadInput;

/**
 * y = x where x &gt; 0, else alpha (exp(x / alpha) - 1): ELU with slope 1 at 0 whatever alpha is.
 * <pre>
 *   dx = dy where x &gt; 0, else dy exp(x / alpha)
 * </pre>
 *
 * In backward, and only there, PyTorch rounds alpha to float32 before it divides, in float64 too; so does this.
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.CELU.html">torch.nn.CELU</a>
 */
public record CELU(@Default("1.0") double alpha) implements Activation {
    public CELU {
        if (alpha == 0) {
            throw new BadInput("alpha divides, so it cannot be 0; write a small number, or take ReLU");
        }
    }

    @Override
    public double f(double x) {
        return x > 0 ? x : alpha * Math.expm1(x / alpha);
    }

    @Override
    public double dx(double dy, double x, double y) {
        double inverse = 1.0 / (float) alpha;
        return x > 0 ? dy : dy * (inverse * alpha) * Math.exp(x * inverse);
    }

    @Override
    public String torch() {
        return "y = torch.celu(x, %s)".formatted(alpha);
    }

    /** exp(x / alpha) - 1 works at the size of alpha; beyond 0, x only passes. */
    @Override
    public Rounding rounding() {
        return new Rounding.Elementwise(
                "torch.where(x > 0., torch.abs(x), torch.full_like(x, %s))".formatted(Math.abs(alpha)),
                "torch.where(x > 0., torch.ones_like(x), (1. + torch.abs(x * %1$s)) * torch.exp(x * %1$s))"
                        .formatted(1 / alpha));
    }

    @Override
    public Node f(Node x) {
        return x.where(
                x.is(Compare.Test.ABOVE, 0),
                option().times(x.over(option()).apply(Fn.EXP).minus(Constant.of(1))));
    }

    @Override
    public Node dx(Node dy, Node x, Node y) {
        return dy.where(
                x.is(Compare.Test.ABOVE, 0),
                dy.times(alpha / (float) alpha)
                        .times(x.over(Constant.option("alpha", (float) alpha)).apply(Fn.EXP)));
    }

    private Node option() {
        return Constant.option("alpha", alpha);
    }
}
