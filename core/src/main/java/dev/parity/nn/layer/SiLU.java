package dev.parity.nn.layer;

import dev.parity.formula.Constant;
import dev.parity.formula.Fn;
import dev.parity.formula.Node;
import dev.parity.nn.Rounding;
import dev.parity.nn.Squash;
import java.util.List;

/**
 * y = x σ(x), with σ(x) = 1 / (1 + e⁻ˣ).
 * <pre>
 *   dx = dy (σ(x) + x σ(x) (1 - σ(x)))
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.SiLU.html">torch.nn.SiLU</a>
 */
public record SiLU() implements Activation {
    @Override
    public double f(double x) {
        return x / (1 + Math.exp(-x));
    }

    @Override
    public double dx(double dy, double x, double y) {
        double s = Squash.sigmoid(x);
        return dy * s * (1 + x * (1 - s));
    }

    @Override
    public String torch() {
        return "y = torch.silu(x)";
    }

    /** The sigmoid rounds at the size 1, and x is a factor. */
    @Override
    public Rounding rounding() {
        return new Rounding.Elementwise("torch.abs(x)", "1. + torch.abs(x)");
    }

    @Override
    public List<String> alternatives() {
        return List.of("y = x * torch.sigmoid(x)", "y = 0.5 * x * (1. + torch.tanh(0.5 * x))");
    }

    @Override
    public Node f(Node x) {
        return x.times(x.apply(Fn.SIGMOID));
    }

    @Override
    public Node dx(Node dy, Node x, Node y) {
        Node s = x.apply(Fn.SIGMOID);
        return dy.times(s, Constant.of(1).plus(x.times(Constant.of(1).minus(s))));
    }
}
