package dev.parity.nn.layer;

import dev.parity.formula.Node;
import dev.parity.nn.Rounding;

/**
 * y = x².
 * <pre>
 *   dx = dy 2x
 * </pre>
 *
 * No module of torch.nn, but part of many a penalty.
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.square.html">torch.square</a>
 */
public record Square() implements Activation {
    @Override
    public double f(double x) {
        return x * x;
    }

    @Override
    public double dx(double dy, double x, double y) {
        return dy * 2 * x;
    }

    @Override
    public String torch() {
        return "y = torch.square(x)";
    }

    /** One product. */
    @Override
    public Rounding rounding() {
        return new Rounding.Elementwise("y", "2. * torch.abs(x)");
    }

    @Override
    public Node f(Node x) {
        return x.squared();
    }

    @Override
    public Node dx(Node dy, Node x, Node y) {
        return dy.times(x).times(2);
    }
}
