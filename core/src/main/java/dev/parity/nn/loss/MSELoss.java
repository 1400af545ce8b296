package dev.parity.nn.loss;

import dev.parity.formula.Node;
import dev.parity.nn.Default;

/**
 * f = (x - t)².
 * <pre>
 *   ∂f/∂x = 2 (x - t)
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.MSELoss.html">torch.nn.MSELoss</a>
 */
public record MSELoss(@Default("\"mean\"") Reduction reduction) implements Elementwise {
    public MSELoss {
        reduction.notBatchmean("MSELoss");
    }

    @Override
    public double f(double x, double t) {
        return (x - t) * (x - t);
    }

    @Override
    public double df(double x, double t) {
        return 2 * (x - t);
    }

    @Override
    public String torch() {
        return "value = torch.mse_loss(x, target, %d)".formatted(reduction.torch());
    }

    @Override
    public String size() {
        return "2. * torch.square(x - target)";
    }

    @Override
    public Node f(Node x, Node t) {
        return x.minus(t).squared();
    }

    @Override
    public Node df(Node x, Node t) {
        return x.minus(t).times(2);
    }
}
