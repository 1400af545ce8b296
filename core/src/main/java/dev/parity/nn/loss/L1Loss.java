package dev.parity.nn.loss;

import dev.parity.formula.Fn;
import dev.parity.formula.Node;
import dev.parity.nn.Default;

/**
 * f = |x - t|.
 * <pre>
 *   ∂f/∂x = sign(x - t), 0 where x = t
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.L1Loss.html">torch.nn.L1Loss</a>
 */
public record L1Loss(@Default("\"mean\"") Reduction reduction) implements Elementwise {
    public L1Loss {
        reduction.notBatchmean("L1Loss");
    }

    @Override
    public double f(double x, double t) {
        return Math.abs(x - t);
    }

    @Override
    public double df(double x, double t) {
        return Math.signum(x - t);
    }

    @Override
    public String torch() {
        return "value = torch.l1_loss(x, target, %d)".formatted(reduction.torch());
    }

    @Override
    public String size() {
        return "torch.abs(x - target)";
    }

    @Override
    public Node f(Node x, Node t) {
        return x.minus(t).apply(Fn.ABS);
    }

    @Override
    public Node df(Node x, Node t) {
        return x.minus(t).apply(Fn.SIGN);
    }
}
