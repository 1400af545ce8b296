package dev.parity.nn.layer;

import dev.parity.formula.Constant;
import dev.parity.formula.Fn;
import dev.parity.formula.Node;
import dev.parity.nn.Default;
import dev.parity.nn.Erf;
import dev.parity.nn.Rounding;
import dev.parity.nn.Squash;
import dev.parity.nn.Strip;
import java.util.List;

/**
 * y = x Φ(x), with Φ the distribution function of the standard normal, or its approximation by tanh.
 * <pre>
 *   none    Φ(x) = (1 + erf(x / √2)) / 2            dx = dy (Φ(x) + x φ(x)),  φ(x) = exp(-x²/2) / √(2π)
 *   tanh    Φ(x) ≈ (1 + t) / 2,  t = tanh u,  u = √(2/π) (x + 0.044715 x³)
 *           dx = dy ((1 + t) / 2 + x (1 - t²) u'(x) / 2),  u' = √(2/π) (1 + 0.134145 x²)
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.GELU.html">torch.nn.GELU</a>
 */
public record GELU(@Default("\"none\"") Approximate approximate) implements Activation {
    /** How Φ is computed. */
    public enum Approximate {
        none,
        tanh
    }

    private static final double CUBIC = 0.044715;
    private static final double SQRT_HALF = Math.sqrt(0.5);
    private static final double SQRT_2_OVER_PI = Math.sqrt(2 / Math.PI);
    private static final double DENSITY_AT_0 = 1 / Math.sqrt(2 * Math.PI);

    @Override
    public double f(double x) {
        return approximate == Approximate.none
                ? 0.5 * x * (1 + Erf.of(x * SQRT_HALF))
                : 0.5 * x * (1 + Squash.tanh(inner(x)));
    }

    @Override
    public double dx(double dy, double x, double y) {
        if (approximate == Approximate.none) {
            return dy * (0.5 * (1 + Erf.of(x * SQRT_HALF)) + x * DENSITY_AT_0 * Math.exp(-0.5 * x * x));
        }
        double t = Squash.tanh(inner(x));
        return dy * (0.5 * (1 + t) + 0.5 * x * (1 - t * t) * SQRT_2_OVER_PI * (1 + 3 * CUBIC * x * x));
    }

    private static double inner(double x) {
        return SQRT_2_OVER_PI * (x + CUBIC * x * x * x);
    }

    /** (1 + tanh u) / 2 is σ(2u), which does not cancel in float32 where u is negative. */
    @Override
    public void f(Strip x, Strip u) {
        if (approximate == Approximate.none) {
            Activation.super.f(x, u);
        } else {
            x.multiply(twice(u, x).sigmoid());
        }
    }

    /** dx = dy (σ(2u) + x σ(2u) σ(-2u) 2u'). */
    @Override
    public void dx(Strip dy, Strip x, Strip y, Strip u) {
        if (approximate == Approximate.none) {
            Activation.super.dx(dy, x, y, u);
            return;
        }
        Strip falling = twice(y, x).scale(-1).sigmoid();
        Strip rising = twice(u, x).sigmoid();
        falling.multiply(rising).multiply(x);
        x.multiply(x).scale(3 * CUBIC).add(1).scale(2 * SQRT_2_OVER_PI);
        dy.multiply(falling.multiply(x).add(1, rising));
    }

    /** 2u. */
    private static Strip twice(Strip u, Strip x) {
        return u.copy(x).multiply(x).scale(CUBIC).add(1).multiply(x).scale(2 * SQRT_2_OVER_PI);
    }

    @Override
    public String torch() {
        return "y = torch.gelu(x, approximate=\"%s\")".formatted(approximate);
    }

    /** 1 + erf and 1 + tanh round at the size 1, and x is a factor; so does 1 - t t, times the slope of what t is taken of. */
    @Override
    public Rounding rounding() {
        return new Rounding.Elementwise(
                "torch.abs(x)",
                approximate == Approximate.none
                        ? "1. + torch.abs(x) * torch.exp(-0.5 * x * x) * (1. + x * x)"
                        : "1. + torch.abs(x) * (1. + 0.14 * x * x)");
    }

    @Override
    public List<String> alternatives() {
        return approximate == Approximate.none
                ? List.of(
                        "y = x * (0.5 * (1. + torch.erf(x * %s)))".formatted(SQRT_HALF),
                        "y = 0.5 * x * torch.erfc(-x * %s)".formatted(SQRT_HALF))
                : List.of(
                        "y = 0.5 * x * (1. + torch.tanh(%s * (x + %s * x * x * x)))".formatted(SQRT_2_OVER_PI, CUBIC));
    }

    @Override
    public Node f(Node x) {
        return x.times(share(x));
    }

    @Override
    public Node dx(Node dy, Node x, Node y) {
        if (approximate == Approximate.none) {
            Node density = x.squared().over(-2).apply(Fn.EXP).times(DENSITY_AT_0);
            return dy.times(share(x).plus(x.times(density)));
        }
        Node t = inner(x).apply(Fn.TANH);
        Node slope = Constant.of(1).plus(x.squared().times(3 * CUBIC)).times(SQRT_2_OVER_PI);
        return dy.times(
                share(x).plus(x.times(Constant.of(1).minus(t.squared()), slope).times(0.5)));
    }

    /** Φ(x). */
    private Node share(Node x) {
        Node t = approximate == Approximate.none ? x.times(SQRT_HALF).apply(Fn.ERF) : inner(x).apply(Fn.TANH);
        return Constant.of(1).plus(t).times(0.5);
    }

    private static Node inner(Node x) {
        return x.plus(x.times(x, x).times(CUBIC)).times(SQRT_2_OVER_PI);
    }
}
