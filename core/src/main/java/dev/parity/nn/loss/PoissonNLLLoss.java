package dev.parity.nn.loss;

import dev.parity.formula.Compare;
import dev.parity.formula.Constant;
import dev.parity.formula.Fn;
import dev.parity.formula.Node;
import dev.parity.nn.Default;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;

/**
 * f = exp(x) - t x with log_input, else x - t log(x + eps), for a count t; {@code full} adds Stirling's
 * t log t - t + log(2πt) / 2 where t &gt; 1.
 * <pre>
 *   ∂f/∂x = exp(x) - t with log_input, else 1 - t / (x + eps)
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.PoissonNLLLoss.html">torch.nn.PoissonNLLLoss</a>
 */
public record PoissonNLLLoss(
        @Default("true") boolean log_input,
        @Default("false") boolean full,
        @Default("1e-8") double eps,
        @Default("\"mean\"") Reduction reduction)
        implements Elementwise {
    public PoissonNLLLoss {
        reduction.notBatchmean("PoissonNLLLoss");
        if (!(eps >= 0)) {
            throw new BadInput("eps is at least 0, and is " + eps);
        }
    }

    @Override
    public void checkTarget(Tensor target, Shape prediction) {
        Targets.between(this, target, 0, Double.POSITIVE_INFINITY, "counts");
    }

    @Override
    public double f(double x, double t) {
        double f = log_input ? Math.exp(x) - t * x : x - t * Math.log(x + eps);
        return full && t > 1 ? f + t * Math.log(t) - t + Math.log(2 * Math.PI * t) / 2 : f;
    }

    @Override
    public double df(double x, double t) {
        return log_input ? Math.exp(x) - t : 1 - t / (x + eps);
    }

    @Override
    public String torch() {
        return "value = torch.poisson_nll_loss(x, target, %s, %s, %s, %d)"
                .formatted(log_input ? "True" : "False", full ? "True" : "False", eps, reduction.torch());
    }

    @Override
    public String size() {
        String stirling = full
                ? " + torch.where(target > 1., torch.abs(torch.xlogy(target, target)) + 2. * target + torch.abs(torch.log(target * 6.283185307179586)), torch.zeros_like(x))"
                : "";
        String plain = log_input
                ? "torch.exp(x) * (1. + torch.abs(x)) + torch.abs(target * x)"
                : "torch.abs(x) + target * (1. + torch.abs(torch.log(x + %s)))".formatted(eps);
        return plain + stirling;
    }

    @Override
    public String slope() {
        return log_input
                ? "torch.exp(x) * (1. + torch.abs(x)) + target"
                : "1. + target / torch.abs(x + %s)".formatted(eps);
    }

    @Override
    public Node f(Node x, Node t) {
        Node f = log_input
                ? x.apply(Fn.EXP).minus(t.times(x))
                : x.minus(t.times(shifted(x).apply(Fn.LOG)));
        Node half = t.times(2 * Math.PI).apply(Fn.LOG).over(2);
        Node stirling = t.times(t.apply(Fn.LOG)).minus(t).plus(half);
        return full ? f.plus(stirling.where(t.is(Compare.Test.ABOVE, 1), 0)) : f;
    }

    @Override
    public Node df(Node x, Node t) {
        return log_input ? x.apply(Fn.EXP).minus(t) : Constant.of(1).minus(t.over(shifted(x)));
    }

    private Node shifted(Node x) {
        return x.plus(Constant.option("eps", eps));
    }
}
