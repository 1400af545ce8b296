package dev.parity.nn.layer;

import dev.parity.formula.Constant;
import dev.parity.formula.Fn;
import dev.parity.formula.Node;
import dev.parity.nn.Rounding;
import dev.parity.nn.Squash;
import java.util.List;

/**
 * y = x tanh(s), with s = softplus(x) = log(1 + eˣ).
 * <pre>
 *   dx = dy (t + x (1 - t²) σ(x)),  t = tanh s,  σ(x) = s'(x) = 1 / (1 + e⁻ˣ)
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.Mish.html">torch.nn.Mish</a>
 */
public record Mish() implements Activation {
    @Override
    public double f(double x) {
        return x * Squash.tanh(Math.log1p(Math.exp(x)));
    }

    @Override
    public double dx(double dy, double x, double y) {
        double t = Squash.tanh(Math.log1p(Math.exp(x)));
        return dy * (t + x * (1 - t * t) * Squash.sigmoid(x));
    }

    @Override
    public String torch() {
        return "y = torch.mish(x)";
    }

    /** The tanh rounds at the size 1, and x is a factor. */
    @Override
    public Rounding rounding() {
        return new Rounding.Elementwise("torch.abs(x)", "1. + torch.abs(x)");
    }

    @Override
    public List<String> alternatives() {
        return List.of("y = x * torch.tanh(torch.softplus(x, 1., 20.))");
    }

    @Override
    public Node f(Node x) {
        return x.times(x.apply(Fn.SOFTPLUS).apply(Fn.TANH));
    }

    @Override
    public Node dx(Node dy, Node x, Node y) {
        Node t = x.apply(Fn.SOFTPLUS).apply(Fn.TANH);
        return dy.times(t.plus(x.times(Constant.of(1).minus(t.squared()), x.apply(Fn.SIGMOID))));
    }
}
