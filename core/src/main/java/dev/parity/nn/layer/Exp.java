package dev.parity.nn.layer;

import dev.parity.formula.Fn;
import dev.parity.formula.Node;
import dev.parity.nn.Rounding;

/**
 * y = eˣ.
 * <pre>
 *   dx = dy y
 * </pre>
 *
 * No module of torch.nn, but what turns a variational autoencoder's log-variance into a variance.
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.exp.html">torch.exp</a>
 */
public record Exp() implements Activation {
    @Override
    public double f(double x) {
        return Math.exp(x);
    }

    @Override
    public double dx(double dy, double x, double y) {
        return dy * y;
    }

    @Override
    public String torch() {
        return "y = torch.exp(x)";
    }

    /** exp x by a power of two rounds x log₂e, whose error is that of |x|. */
    @Override
    public Rounding rounding() {
        return new Rounding.Elementwise("y * (1. + torch.abs(x))", "y * (1. + torch.abs(x))");
    }

    @Override
    public Node f(Node x) {
        return x.apply(Fn.EXP);
    }

    @Override
    public Node dx(Node dy, Node x, Node y) {
        return dy.times(y);
    }
}
