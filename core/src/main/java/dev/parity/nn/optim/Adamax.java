package dev.parity.nn.optim;

import dev.parity.formula.Compare;
import dev.parity.formula.Constant;
import dev.parity.formula.Fn;
import dev.parity.formula.Formula;
import dev.parity.formula.Node;
import dev.parity.nn.Default;
import dev.parity.nn.Strip;
import dev.parity.tensor.Shape;
import java.util.List;

/**
 * Adam with the largest gradient, slowly forgotten, in place of the root mean square.
 * <pre>
 *   g ← ±g + λ w                     minus for maximize; λ weight_decay
 *   m ← β₁ m + (1 - β₁) g            exp_avg
 *   u ← max(β₂ u, |g| + ε)           exp_inf
 *   w ← w - lr / (1 - β₁ᵗ) m / u
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.optim.Adamax.html">torch.optim.Adamax</a>
 */
public record Adamax(
        @Default("0.002") double lr,
        @Default("[0.9, 0.999]") List<Double> betas,
        @Default("1e-8") double eps,
        @Default("0.0") double weight_decay,
        @Default("false") boolean maximize)
        implements Optimizer {
    public Adamax {
        Options.notNegative("lr", lr);
        Options.betas(betas);
        Options.notNegative("eps", eps);
        Options.notNegative("weight_decay", weight_decay);
    }

    @Override
    public double momentum() {
        return betas.get(0);
    }

    @Override
    public Optimizer withMomentum(double beta1) {
        return new Adamax(lr, List.of(beta1, betas.get(1)), eps, weight_decay, maximize);
    }

    @Override
    public List<State> state() {
        return List.of(State.STEP, State.each("exp_avg"), State.each("exp_inf"));
    }

    @Override
    public void step(Update at) {
        at.count();
        double beta1 = at.momentum();
        double rate = at.lr() / (1 - Math.pow(beta1, at.t()));
        at.each(p -> {
            Strip g = p.gradient(maximize, weight_decay);
            Strip m = p.state("exp_avg").scale(beta1).add(1 - beta1, g);
            Strip u = p.state("exp_inf").scale(betas.get(1)).max(g.abs().add(eps));
            p.w.add(-rate, p.u.copy(m).divide(u));
        });
    }

    @Override
    public String torch() {
        return Preamble.COUNT + Preamble.gradient(maximize, weight_decay) + """
                exp_avg = torch.lerp(exp_avg, g, 1 - momentum)
                exp_inf = torch.maximum(torch.mul(exp_inf, %s), torch.add(torch.abs(g), %s))
                bias_correction = 1 - momentum ** n
                w = torch.addcdiv(w, exp_avg, exp_inf, value=-(lr / bias_correction))
                """.formatted(betas.get(1), eps);
    }

    /**
     * Of m see {@code Preamble}; with the step s = lr m / ((1 - β₁ᵗ) u∞) and c the relative error of 1 - β₁ᵗ:
     * <pre>
     *   u∞  E = 4u max(β₂ u∞, G + ε)
     *   w   E = lr Em / (1 - β₁ᵗ) u∞ + |s| (E∞ / u∞ + 8u + c) + 2u (|w| + |s|)
     * </pre>
     */
    @Override
    public String rounding() {
        return Preamble.size(weight_decay) + """
                b_exp_avg = 4. * u * (exp_avg + (1. - momentum) * (G + exp_avg)) + u * momentum * (exp_avg + G)
                b_exp_inf = 4. * u * torch.maximum(%1$s * exp_inf, G + %2$s)
                bc = 1. - momentum ** t
                s = lr / bc * new_exp_avg / new_exp_inf
                b_w = lr / bc * b_exp_avg / new_exp_inf + s * (b_exp_inf / new_exp_inf + 8. * u + %3$s) + 2. * u * (w + s)
                """.formatted(betas.get(1), eps, Preamble.correction("momentum"));
    }

    @Override
    public List<Formula> formulas(Shape weight, double lr, double momentum, int t) {
        StepFormulas at = new StepFormulas(weight, maximize, weight_decay, lr, t);
        Node g = at.gradient();
        Node beta1 = Constant.option("beta1", momentum);
        Node m = at.mean("exp_avg", beta1, g);
        Node before = Constant.option("beta2", betas.get(1)).times(at.state("exp_inf"));
        Node size = g.apply(Fn.ABS).plus(Constant.option("eps", eps));
        Node largest = before.where(before.is(Compare.Test.ABOVE, size), size);
        return List.of(
                at.made("exp_avg", m),
                at.made("exp_inf", largest),
                at.move(m.over(at.correction(beta1)).over(largest), 0));
    }
}
