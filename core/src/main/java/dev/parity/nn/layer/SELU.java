package dev.parity.nn.layer;

import dev.parity.formula.Compare;
import dev.parity.formula.Constant;
import dev.parity.formula.Fn;
import dev.parity.formula.Node;
import dev.parity.nn.Rounding;
import java.util.List;

/**
 * y = scale x where x &gt; 0, else scale alpha (eˣ - 1), with the constants that keep mean 0 and variance 1.
 * <pre>
 *   dx = dy scale where x &gt; 0, else dy scale alpha eˣ        (scale alpha at exactly 0)
 * </pre>
 *
 * @see <a href="https://arxiv.org/abs/1706.02515">Klambauer and others, Self-Normalizing Neural Networks</a>, appendix: the constants
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.SELU.html">torch.nn.SELU</a>
 */
public record SELU() implements Activation {
    private static final double ALPHA = 1.6732632423543772848170429916717;
    private static final double SCALE = 1.0507009873554804934193349852946;

    @Override
    public double f(double x) {
        return x > 0 ? SCALE * x : SCALE * ALPHA * Math.expm1(x);
    }

    @Override
    public double dx(double dy, double x, double y) {
        return x > 0 ? dy * SCALE : dy * (SCALE * ALPHA) * Math.exp(x);
    }

    @Override
    public String torch() {
        return "y = torch.selu(x)";
    }

    /** exp x - 1 works at the size of its factor; beyond 0, x is scaled. */
    @Override
    public Rounding rounding() {
        return new Rounding.Elementwise(
                "torch.where(x > 0., torch.abs(y), torch.full_like(x, %s))".formatted(SCALE * ALPHA),
                "" + SCALE * ALPHA);
    }

    @Override
    public List<String> alternatives() {
        return List.of("y = torch.where(x > 0., %1$s * x, %2$s * (torch.exp(torch.clamp(x, max=0.)) - 1.))"
                .formatted(SCALE, SCALE * ALPHA));
    }

    @Override
    public Node f(Node x) {
        return Constant.option("scale", SCALE)
                .times(x.where(
                        x.is(Compare.Test.ABOVE, 0),
                        Constant.option("alpha", ALPHA).times(x.apply(Fn.EXP).minus(Constant.of(1)))));
    }

    @Override
    public Node dx(Node dy, Node x, Node y) {
        return dy.times(
                Constant.option("scale", SCALE),
                Constant.of(1)
                        .where(
                                x.is(Compare.Test.ABOVE, 0),
                                Constant.option("alpha", ALPHA).times(x.apply(Fn.EXP))));
    }
}
