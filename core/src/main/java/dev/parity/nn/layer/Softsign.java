package dev.parity.nn.layer;

import dev.parity.formula.Constant;
import dev.parity.formula.Fn;
import dev.parity.formula.Node;
import dev.parity.formula.Rounded;
import dev.parity.nn.Rounding;

/**
 * y = x / (1 + |x|).
 * <pre>
 *   dx = dy / (1 + |x|)²
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.Softsign.html">torch.nn.Softsign</a>
 */
public record Softsign() implements Activation {
    @Override
    public double f(double x) {
        return x / (1 + Math.abs(x));
    }

    @Override
    public double dx(double dy, double x, double y) {
        double d = 1 + Math.abs(x);
        return dy / (d * d);
    }

    @Override
    public String torch() {
        return "y = x / (torch.abs(x) + 1)";
    }

    /** 1 - |y|, squared, is as right a slope, and rounds at the size 1. */
    @Override
    public Rounding rounding() {
        return new Rounding.Elementwise("torch.abs(y)", "1. / (1. + torch.abs(x))");
    }

    @Override
    public Node f(Node x) {
        return x.over(Constant.of(1).plus(x.apply(Fn.ABS)));
    }

    @Override
    public Node dx(Node dy, Node x, Node y) {
        Node below = Constant.of(1).plus(x.apply(Fn.ABS));
        return new Rounded(
                dy.over(below.squared()), dy.over(below)); // a difference, where it is taken from x/(1 + |x|)
    }
}
