package dev.parity.nn.optim;

import dev.parity.formula.Constant;
import dev.parity.formula.Formula;
import dev.parity.formula.Node;
import dev.parity.nn.Default;
import dev.parity.nn.Strip;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Shape;
import java.util.List;

/**
 * The gradient in units of its own steps: over its root mean square, times that of the steps so far.
 * <pre>
 *   g ← ±g + λ w                     minus for maximize; λ weight_decay
 *   v ← ρ v + (1 - ρ) g²             square_avg
 *   d = √(D + ε) / √(v + ε) g
 *   D ← ρ D + (1 - ρ) d²             acc_delta
 *   w ← w - lr d
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.optim.Adadelta.html">torch.optim.Adadelta</a>
 */
public record Adadelta(
        @Default("1.0") double lr,
        @Default("0.9") double rho,
        @Default("1e-6") double eps,
        @Default("0.0") double weight_decay,
        @Default("false") boolean maximize)
        implements Optimizer {
    public Adadelta {
        Options.notNegative("lr", lr);
        if (!(rho >= 0 && rho <= 1)) {
            throw new BadInput("rho is a number from 0 to 1, and here is " + rho);
        }
        Options.notNegative("eps", eps);
        Options.notNegative("weight_decay", weight_decay);
    }

    @Override
    public List<State> state() {
        return List.of(State.STEP, State.each("square_avg"), State.each("acc_delta"));
    }

    @Override
    public void step(Update at) {
        at.count();
        at.each(p -> {
            Strip g = p.gradient(maximize, weight_decay);
            Strip v = p.state("square_avg").scale(rho).addProduct(1 - rho, g, g);
            Strip past = p.state("acc_delta");
            Strip d =
                    p.u.copy(past).add(eps).divide(p.v.copy(v).add(eps)).sqrt().multiply(g);
            past.scale(rho).addProduct(1 - rho, d, d);
            p.w.add(-at.lr(), d);
        });
    }

    @Override
    public String torch() {
        return Preamble.COUNT + Preamble.gradient(maximize, weight_decay) + """
                square_avg = torch.addcmul(torch.mul(square_avg, %1$s), g, g, value=1 - %1$s)
                std = torch.sqrt(torch.add(square_avg, %2$s))
                delta = torch.mul(torch.div(torch.sqrt(torch.add(acc_delta, %2$s)), std), g)
                acc_delta = torch.addcmul(torch.mul(acc_delta, %1$s), delta, delta, value=1 - %1$s)
                w = torch.add(w, delta, alpha=-lr)
                """.formatted(rho, eps);
    }

    /**
     * With d = √(D + ε) / √(v + ε) G:
     * <pre>
     *   v   E = 5u (ρ v + (1 - ρ) G²) + u ρ (v + G²)
     *   d   E = d (8u + Ev / 2(v + ε))
     *   D   E = 5u (ρ D + (1 - ρ) d²) + u ρ (D + d²) + 2 (1 - ρ) d Ed
     *   w   E = lr Ed + 4u lr d + 2u (|w| + lr d)
     * </pre>
     * Where (D + ε) / (v + ε) is below the smallest number, those who take its root may have nothing left of d.
     */
    @Override
    public String rounding() {
        return Preamble.size(weight_decay) + """
                b_square_avg = 5. * u * (%1$s * square_avg + (1. - %1$s) * G * G) + u * %1$s * (square_avg + G * G) + 4. * tiny
                q = (acc_delta + %2$s) / (new_square_avg + %2$s)
                d = torch.sqrt(q) * G
                b_d = d * (8. * u + 0.5 * b_square_avg / (new_square_avg + %2$s) + torch.lt(q, 2. * tiny).double())
                b_acc_delta = 5. * u * (%1$s * acc_delta + (1. - %1$s) * d * d) + u * %1$s * (acc_delta + d * d) + 2. * (1. - %1$s) * d * b_d + 4. * tiny
                b_w = lr * b_d + 4. * u * lr * d + 2. * u * (w + lr * d)
                """.formatted(rho, eps);
    }

    @Override
    public List<Formula> formulas(Shape weight, double lr, double momentum, int t) {
        StepFormulas at = new StepFormulas(weight, maximize, weight_decay, lr, t);
        Node g = at.gradient();
        Node share = Constant.option("rho", rho);
        Node eps = Constant.option("eps", this.eps);
        Node v = at.mean("square_avg", share, g.squared());
        Node step =
                at.state("acc_delta").plus(eps).root().over(v.plus(eps).root()).times(g);
        return List.of(
                at.made("square_avg", v),
                at.made("acc_delta", at.mean("acc_delta", share, step.squared())),
                at.move(step, 0));
    }
}
