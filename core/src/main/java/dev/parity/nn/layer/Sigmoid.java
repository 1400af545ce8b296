package dev.parity.nn.layer;

import dev.parity.formula.Constant;
import dev.parity.formula.Fn;
import dev.parity.formula.Node;
import dev.parity.nn.Rounding;
import dev.parity.nn.Squash;
import dev.parity.nn.Strip;
import java.util.List;

/**
 * y = 1 / (1 + e⁻ˣ).
 * <pre>
 *   dx = dy y (1 - y)
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.Sigmoid.html">torch.nn.Sigmoid</a>
 */
public record Sigmoid() implements Activation {
    @Override
    public double f(double x) {
        return Squash.sigmoid(x);
    }

    @Override
    public double dx(double dy, double x, double y) {
        return dy * y * (1 - y);
    }

    @Override
    public void f(Strip x, Strip u) {
        x.sigmoid();
    }

    @Override
    public void dx(Strip dy, Strip x, Strip y, Strip u) {
        dy.throughSigmoid(y);
    }

    @Override
    public String torch() {
        return "y = torch.sigmoid(x)";
    }

    /** Both at the size 1: (1 + tanh x/2) / 2 is as right. */
    @Override
    public Rounding rounding() {
        return new Rounding.Elementwise("1.", "1.");
    }

    @Override
    public List<String> alternatives() {
        return List.of("y = 0.5 * (1. + torch.tanh(0.5 * x))");
    }

    @Override
    public Node f(Node x) {
        return x.apply(Fn.SIGMOID);
    }

    @Override
    public Node dx(Node dy, Node x, Node y) {
        return dy.times(y, Constant.of(1).minus(y));
    }
}
