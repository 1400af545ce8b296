package dev.parity.nn.optim;

import dev.parity.formula.Constant;
import dev.parity.formula.Formula;
import dev.parity.formula.Node;
import dev.parity.nn.Default;
import dev.parity.nn.Strip;
import dev.parity.tensor.Shape;
import java.util.List;

/**
 * Adam that steps by the mean gradient alone until its estimate of the square rests on enough steps.
 * <pre>
 *   g ← ±g + λ w                     minus for maximize; λ weight_decay
 *                                    decoupled: w ← (1 - lr λ) w instead
 *   m ← β₁ m + (1 - β₁) g            exp_avg          m̂ = m / (1 - β₁ᵗ)
 *   v ← β₂ v + (1 - β₂) g²           exp_avg_sq
 *   ρ∞ = 2 / (1 - β₂) - 1            ρ = ρ∞ - 2 t β₂ᵗ / (1 - β₂ᵗ)
 *   w ← w - lr m̂                                             where ρ ≤ 5
 *   w ← w - lr m̂ r √(1 - β₂ᵗ) / (√v + ε)                     else;  r² = (ρ-4)(ρ-2) ρ∞ / ((ρ∞-4)(ρ∞-2) ρ)
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.optim.RAdam.html">torch.optim.RAdam</a>
 */
public record RAdam(
        @Default("0.001") double lr,
        @Default("[0.9, 0.999]") List<Double> betas,
        @Default("1e-8") double eps,
        @Default("0.0") double weight_decay,
        @Default("false") boolean decoupled_weight_decay,
        @Default("false") boolean maximize)
        implements Optimizer {
    public RAdam {
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
        return new RAdam(lr, List.of(beta1, betas.get(1)), eps, weight_decay, decoupled_weight_decay, maximize);
    }

    @Override
    public List<State> state() {
        return List.of(State.STEP, State.each("exp_avg"), State.each("exp_avg_sq"));
    }

    @Override
    public void step(Update at) {
        at.count();
        double beta1 = at.momentum();
        double beta2 = betas.get(1);
        double rate = at.lr() / (1 - Math.pow(beta1, at.t()));
        double square = 1 - Math.pow(beta2, at.t());
        double longest = 2 / (1 - beta2) - 1;
        double length = longest - 2 * at.t() * Math.pow(beta2, at.t()) / square;
        double rectified = Math.sqrt(square)
                * Math.sqrt((length - 4) / (longest - 4) * (length - 2) / (longest - 2) * longest / length);
        at.each(p -> {
            Strip g = p.gradient(maximize, decoupled_weight_decay ? 0 : weight_decay);
            if (decoupled_weight_decay) {
                p.w.scale(1 - at.lr() * weight_decay);
            }
            Strip m = p.state("exp_avg").scale(beta1).add(1 - beta1, g);
            Strip v = p.state("exp_avg_sq").scale(beta2).addProduct(1 - beta2, g, g);
            if (length > 5) {
                p.u.copy(v).sqrt().add(eps);
                p.w.add(-rate * rectified, p.v.copy(m).divide(p.u));
            } else {
                p.w.add(-rate, m);
            }
        });
    }

    @Override
    public String torch() {
        return Preamble.COUNT
                + Preamble.gradient(maximize, weight_decay, decoupled_weight_decay)
                + """
                exp_avg = torch.lerp(exp_avg, g, 1 - momentum)
                exp_avg_sq = torch.addcmul(torch.mul(exp_avg_sq, %1$s), g, g, value=1 - %1$s)
                bias_correction1 = 1 - momentum ** n
                bias_correction2 = 1 - %1$s ** n
                update = torch.mul(torch.div(exp_avg, bias_correction1), lr)
                rho_inf = 2 / (1 - %1$s) - 1
                rho_t = rho_inf - 2 * n * (%1$s ** n) / bias_correction2
                if rho_t > 5.0:
                  rect = ((rho_t - 4) * (rho_t - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * rho_t)) ** 0.5
                  root = torch.add(torch.sqrt(exp_avg_sq), %2$s)
                  adaptive = torch.mul(torch.reciprocal(root), bias_correction2 ** 0.5)
                  update = torch.mul(torch.mul(update, adaptive), rect)
                w = torch.add(w, update, alpha=-1.0)
                """.formatted(betas.get(1), eps);
    }

    /**
     * Of m and v see {@code Preamble}; with the step s, and D = √v + ε where it is rectified. ρ is a difference of large numbers, which
     * nobody computes in float32; its error is that of the doubles, times what r makes of it:
     * <pre>
     *   w   E = s Em / |m| + |s| (8u + c₁) + 4u (|w| + |s|)                                             where ρ ≤ 5
     *       and |s| (E√v / D + c₂/2 + Eρ (1/(ρ-4) + 1/(ρ-2) + 1/ρ) / 2),  Eρ = 2⁻⁵⁰ ρ∞²                  else
     * </pre>
     */
    @Override
    public String rounding() {
        return Preamble.size(decoupled_weight_decay ? 0 : weight_decay)
                + Preamble.means(betas.get(1))
                + """
                f = lr / (1. - momentum ** t) * torch.ones_like(w)
                rel = 8. * u + %4$s
                most = 2. / (1. - %1$s) - 1.
                bc2 = 1. - %1$s ** t
                rho = most - 2. * t * %1$s ** t / bc2
                more = torch.zeros_like(w)
                if rho > 5.:
                  D = torch.sqrt(new_exp_avg_sq) + %2$s
                  f = f * ((rho - 4.) * (rho - 2.) * most / ((most - 4.) * (most - 2.) * rho) * bc2) ** 0.5 / D
                  more = %3$s / D + 0.5 * (%5$s) + most * most * 4.4e-16 * (1. / (rho - 4.) + 1. / (rho - 2.) + 1. / rho)
                s = f * new_exp_avg
                b_w = f * b_exp_avg + s * (rel + more) + 4. * u * (w + s)
                """.formatted(
                                betas.get(1),
                                eps,
                                Preamble.root("new_exp_avg_sq", "b_exp_avg_sq"),
                                Preamble.correction("momentum"),
                                Preamble.correction("" + betas.get(1)));
    }

    @Override
    public List<Formula> formulas(Shape weight, double lr, double momentum, int t) {
        StepFormulas at = new StepFormulas(weight, maximize, decoupled_weight_decay ? 0 : weight_decay, lr, t);
        Node g = at.gradient();
        Node beta1 = Constant.option("beta1", momentum);
        Node beta2 = Constant.option("beta2", betas.get(1));
        Node m = at.mean("exp_avg", beta1, g).named("m");
        Node v = at.mean("exp_avg_sq", beta2, g.squared()).named("v");
        double square = 1 - Math.pow(betas.get(1), t);
        double longest = 2 / (1 - betas.get(1)) - 1;
        double length = longest - 2 * t * (1 - square) / square;
        Node step = m.over(at.correction(beta1));
        if (length > 5) {
            double rest = (length - 4) / (longest - 4) * (length - 2) / (longest - 2) * longest / length;
            Node root = v.over(at.correction(beta2)).root().plus(Constant.option("eps", eps / Math.sqrt(square)));
            step = step.times(Constant.option("r", Math.sqrt(rest))).over(root);
        }
        return List.of(
                at.made("exp_avg", at.mean("exp_avg", beta1, g)),
                at.made("exp_avg_sq", at.mean("exp_avg_sq", beta2, g.squared())),
                at.move(step, decoupled_weight_decay ? weight_decay : 0));
    }
}
