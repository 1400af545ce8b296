package dev.parity.nn.loss;

import dev.parity.formula.Compare;
import dev.parity.formula.Fn;
import dev.parity.formula.Node;
import dev.parity.nn.Default;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;

/**
 * f = t (log t - x), 0 where t = 0, for log-probabilities x and probabilities t. With log_target t is a logarithm
 * too: f = exp(t) (t - x).
 * <pre>
 *   ∂f/∂x = -t, with log_target -exp(t)
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.KLDivLoss.html">torch.nn.KLDivLoss</a>
 */
public record KLDivLoss(
        @Default("\"mean\"") Reduction reduction,
        @Default("false") boolean log_target) implements Elementwise {
    @Override
    public void checkTarget(Tensor target, Shape prediction) {
        if (!log_target) {
            Targets.between(
                    this,
                    target,
                    0,
                    Double.POSITIVE_INFINITY,
                    "probabilities (log-probabilities need \"log_target\": true)");
        }
    }

    @Override
    public double f(double x, double t) {
        if (log_target) {
            return Math.exp(t) * (t - x);
        }
        return t == 0 ? 0 : t * (Math.log(t) - x);
    }

    @Override
    public double df(double x, double t) {
        return log_target ? -Math.exp(t) : -t;
    }

    @Override
    public String torch() {
        String sum = "value = torch.kl_div(x, target, %d, log_target=%s)"
                .formatted(reduction.torch(), log_target ? "True" : "False");
        return reduction == Reduction.batchmean ? sum + "\nif x.dim() != 0:\n  value = value / x.size(0)" : sum;
    }

    @Override
    public String size() {
        return log_target
                ? "torch.exp(target) * (torch.abs(target) + torch.abs(x)) * (2. + 0.25 * torch.abs(target))"
                : "target * (torch.abs(x) + 1.) + 2. * torch.abs(torch.xlogy(target, target))";
    }

    @Override
    public String slope() {
        return log_target ? "torch.exp(target) * (1. + torch.abs(target))" : "torch.zeros_like(x)";
    }

    @Override
    public Node f(Node x, Node t) {
        return log_target
                ? t.apply(Fn.EXP).times(t.minus(x))
                : t.times(t.apply(Fn.LOG).minus(x)).where(t.is(Compare.Test.OTHER, 0), 0);
    }

    @Override
    public Node df(Node x, Node t) {
        return (log_target ? t.apply(Fn.EXP) : t).negative();
    }
}
