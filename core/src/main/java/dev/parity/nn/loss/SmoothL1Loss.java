package dev.parity.nn.loss;

import dev.parity.formula.Compare;
import dev.parity.formula.Constant;
import dev.parity.formula.Fn;
import dev.parity.formula.Node;
import dev.parity.nn.Default;
import dev.parity.tensor.BadInput;

/**
 * With e = x - t: f = e² / (2 beta) where |e| &lt; beta, |e| - beta / 2 elsewhere.
 * <pre>
 *   ∂f/∂x = e / beta, at most 1 and at least -1;   with beta 0, sign(e)
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.SmoothL1Loss.html">torch.nn.SmoothL1Loss</a>
 */
public record SmoothL1Loss(
        @Default("\"mean\"") Reduction reduction,
        @Default("1.0") double beta) implements Elementwise {
    public SmoothL1Loss {
        reduction.notBatchmean("SmoothL1Loss");
        if (!(beta >= 0)) {
            throw new BadInput("beta is at least 0, and is " + beta);
        }
    }

    @Override
    public double f(double x, double t) {
        double e = Math.abs(x - t);
        return e < beta ? e * e / (2 * beta) : e - beta / 2;
    }

    @Override
    public double df(double x, double t) {
        double e = x - t;
        return Math.abs(e) < beta ? e / beta : Math.signum(e);
    }

    @Override
    public String torch() {
        return beta == 0
                ? "value = torch.l1_loss(x, target, %d)".formatted(reduction.torch())
                : "value = torch.smooth_l1_loss(x, target, %d, %s)".formatted(reduction.torch(), beta);
    }

    @Override
    public String size() {
        String far = "torch.abs(x - target) + " + beta;
        return beta == 0
                ? far
                : "torch.where(torch.abs(x - target) < %1$s, torch.square(x - target) / %1$s, %2$s)"
                        .formatted(beta, far);
    }

    @Override
    public Node f(Node x, Node t) {
        Node e = x.minus(t).apply(Fn.ABS);
        Node beta = Constant.option("beta", beta());
        return e.squared().over(beta.times(2)).where(e.is(Compare.Test.BELOW, beta), e.minus(beta.over(2)));
    }

    @Override
    public Node df(Node x, Node t) {
        Node e = x.minus(t);
        Node beta = Constant.option("beta", beta());
        return e.over(beta).where(e.apply(Fn.ABS).is(Compare.Test.BELOW, beta), e.apply(Fn.SIGN));
    }
}
