package dev.parity.nn.loss;

import dev.parity.formula.Compare;
import dev.parity.formula.Constant;
import dev.parity.formula.Fn;
import dev.parity.formula.Node;
import dev.parity.nn.Default;
import dev.parity.tensor.BadInput;

/**
 * With e = x - t: f = e² / 2 where |e| ≤ delta, delta (|e| - delta / 2) elsewhere.
 * <pre>
 *   ∂f/∂x = e, at most delta and at least -delta
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.HuberLoss.html">torch.nn.HuberLoss</a>
 */
public record HuberLoss(
        @Default("\"mean\"") Reduction reduction,
        @Default("1.0") double delta) implements Elementwise {
    public HuberLoss {
        reduction.notBatchmean("HuberLoss");
        if (!(delta > 0)) {
            throw new BadInput("delta is above 0, and is " + delta);
        }
    }

    @Override
    public double f(double x, double t) {
        double e = Math.abs(x - t);
        return e <= delta ? e * e / 2 : delta * (e - delta / 2);
    }

    @Override
    public double df(double x, double t) {
        return Math.max(-delta, Math.min(delta, x - t));
    }

    @Override
    public String torch() {
        return "value = torch.huber_loss(x, target, %d, %s)".formatted(reduction.torch(), delta);
    }

    @Override
    public String size() {
        return "torch.where(torch.abs(x - target) <= %1$s, torch.square(x - target), %1$s * (torch.abs(x - target) + %1$s))"
                .formatted(delta);
    }

    @Override
    public Node f(Node x, Node t) {
        Node e = x.minus(t).apply(Fn.ABS);
        Node delta = Constant.option("delta", delta());
        return e.squared().over(2).where(e.is(Compare.Test.UP_TO, delta), delta.times(e.minus(delta.over(2))));
    }

    @Override
    public Node df(Node x, Node t) {
        Node e = x.minus(t);
        Node delta = Constant.option("delta", delta());
        return e.where(e.apply(Fn.ABS).is(Compare.Test.UP_TO, delta), delta.times(e.apply(Fn.SIGN)));
    }
}
