package dev.parity.nn.layer;

import dev.parity.formula.Constant;
import dev.parity.formula.Fn;
import dev.parity.formula.Node;
import dev.parity.nn.Rounding;
import dev.parity.nn.Squash;
import dev.parity.nn.Strip;
import java.util.List;

/**
 * y = tanh x.
 * <pre>
 *   dx = dy (1 - y²)
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.Tanh.html">torch.nn.Tanh</a>
 */
public record Tanh() implements Activation {
    @Override
    public double f(double x) {
        return Squash.tanh(x);
    }

    @Override
    public double dx(double dy, double x, double y) {
        return dy * (1 - y * y);
    }

    @Override
    public void f(Strip x, Strip u) {
        x.tanh();
    }

    @Override
    public void dx(Strip dy, Strip x, Strip y, Strip u) {
        dy.throughTanh(y);
    }

    @Override
    public String torch() {
        return "y = torch.tanh(x)";
    }

    /** Both at the size 1: 1 - 2 / (exp 2x + 1) and 1 - y y are as right. */
    @Override
    public Rounding rounding() {
        return new Rounding.Elementwise("1.", "1.5");
    }

    @Override
    public List<String> alternatives() {
        return List.of("y = 2. * torch.sigmoid(2. * x) - 1.");
    }

    @Override
    public Node f(Node x) {
        return x.apply(Fn.TANH);
    }

    @Override
    public Node dx(Node dy, Node x, Node y) {
        return dy.times(Constant.of(1).minus(y.squared()));
    }
}
