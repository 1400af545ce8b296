package dev.parity.nn.optim;

import dev.parity.formula.Formula;
import dev.parity.nn.Default;
import dev.parity.tensor.Shape;
import java.util.List;

/**
 * {@link Adam} with its weight decay decoupled from the gradient, and a default for it; in PyTorch too it is no more.
 * <pre>
 *   w ← (1 - lr λ) w        then Adam's step
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.optim.AdamW.html">torch.optim.AdamW</a>
 */
public record AdamW(
        @Default("0.001") double lr,
        @Default("[0.9, 0.999]") List<Double> betas,
        @Default("1e-8") double eps,
        @Default("0.01") double weight_decay,
        @Default("false") boolean amsgrad,
        @Default("false") boolean maximize)
        implements Optimizer {
    public AdamW {
        new Adam(lr, betas, eps, weight_decay, amsgrad, maximize, true);
    }

    private Adam adam() {
        return new Adam(lr, betas, eps, weight_decay, amsgrad, maximize, true);
    }

    @Override
    public double momentum() {
        return betas.get(0);
    }

    @Override
    public Optimizer withMomentum(double beta1) {
        return new AdamW(lr, List.of(beta1, betas.get(1)), eps, weight_decay, amsgrad, maximize);
    }

    @Override
    public List<State> state() {
        return adam().state();
    }

    @Override
    public void step(Update at) {
        adam().step(at);
    }

    @Override
    public String torch() {
        return adam().torch();
    }

    @Override
    public String rounding() {
        return adam().rounding();
    }

    @Override
    public List<Formula> formulas(Shape weight, double lr, double momentum, int t) {
        return adam().formulas(weight, lr, momentum, t);
    }
}
