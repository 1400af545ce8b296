package dev.parity.nn.optim;

import dev.parity.formula.Compare;
import dev.parity.formula.Constant;
import dev.parity.formula.Formula;
import dev.parity.formula.Node;
import dev.parity.nn.Default;
import dev.parity.nn.Strip;
import dev.parity.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Adam: a step of the mean gradient over its root mean square, both corrected for having begun at zero.
 * <pre>
 *   g ← ±g + λ w                     minus for maximize; λ weight_decay
 *                                    decoupled: w ← (1 - lr λ) w instead
 *   m ← β₁ m + (1 - β₁) g            exp_avg
 *   v ← β₂ v + (1 - β₂) g²           exp_avg_sq;  amsgrad: its largest so far, max_exp_avg_sq, stands for v below
 *   w ← w - lr m̂ / (√v̂ + ε)         m̂ = m / (1 - β₁ᵗ)    v̂ = v / (1 - β₂ᵗ)
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.optim.Adam.html">torch.optim.Adam</a>
 */
public record Adam(
        @Default("0.001") double lr,
        @Default("[0.9, 0.999]") List<Double> betas,
        @Default("1e-8") double eps,
        @Default("0.0") double weight_decay,
        @Default("false") boolean amsgrad,
        @Default("false") boolean maximize,
        @Default("false") boolean decoupled_weight_decay)
        implements Optimizer {
    public Adam {
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
        return new Adam(lr, List.of(beta1, betas.get(1)), eps, weight_decay, amsgrad, maximize, decoupled_weight_decay);
    }

    @Override
    public List<State> state() {
        List<State> all = new ArrayList<>(List.of(State.STEP, State.each("exp_avg"), State.each("exp_avg_sq")));
        if (amsgrad) {
            all.add(State.each("max_exp_avg_sq"));
        }
        return all;
    }

    @Override
    public void step(Update at) {
        at.count();
        double beta1 = at.momentum();
        double beta2 = betas.get(1);
        double mean = 1 - Math.pow(beta1, at.t());
        double square = 1 - Math.pow(beta2, at.t());
        at.each(p -> {
            Strip g = p.gradient(maximize, decoupled_weight_decay ? 0 : weight_decay);
            if (decoupled_weight_decay) {
                p.w.scale(1 - at.lr() * weight_decay);
            }
            Strip m = p.state("exp_avg").scale(beta1).add(1 - beta1, g);
            Strip v = p.state("exp_avg_sq").scale(beta2).addProduct(1 - beta2, g, g);
            if (amsgrad) {
                v = p.state("max_exp_avg_sq").max(v);
            }
            p.u.copy(v).divide(square).sqrt().add(eps);
            p.v.copy(m).divide(mean).divide(p.u);
            p.w.add(-at.lr(), p.v);
        });
    }

    @Override
    public String torch() {
        String largest = """
                max_exp_avg_sq = torch.maximum(max_exp_avg_sq, exp_avg_sq)
                root = torch.sqrt(max_exp_avg_sq)
                """;
        return Preamble.COUNT
                + Preamble.gradient(maximize, weight_decay, decoupled_weight_decay)
                + """
                exp_avg = torch.lerp(exp_avg, g, 1 - momentum)
                exp_avg_sq = torch.addcmul(torch.mul(exp_avg_sq, %1$s), g, g, value=1 - %1$s)
                bias_correction1 = 1 - momentum ** n
                bias_correction2 = 1 - %1$s ** n
                """.formatted(betas.get(1))
                + (amsgrad ? largest : "root = torch.sqrt(exp_avg_sq)\n")
                + """
                denom = torch.add(torch.div(root, bias_correction2 ** 0.5), %s)
                w = torch.addcdiv(w, exp_avg, denom, value=-(lr / bias_correction1))
                """.formatted(eps);
    }

    /**
     * Of m and v see {@code Preamble}; with the step s = lr m̂ / D, D = √v̂ + ε, and c₁, c₂ the relative errors of 1 - βᵗ:
     * <pre>
     *   w   E = lr Em / (1 - β₁ᵗ) D + |s| (E√v / √(1 - β₂ᵗ) D + 8u + c₁ + c₂/2) + 4u (|w| + |s|)
     * </pre>
     */
    @Override
    public String rounding() {
        String root = amsgrad ? "new_max_exp_avg_sq" : "new_exp_avg_sq";
        return Preamble.size(decoupled_weight_decay ? 0 : weight_decay)
                + Preamble.means(betas.get(1))
                + (amsgrad ? "b_max_exp_avg_sq = b_exp_avg_sq\n" : "")
                + """
                bc1 = 1. - momentum ** t
                bc2 = (1. - %1$s ** t) ** 0.5
                D = torch.sqrt(%2$s) / bc2 + %3$s
                s = lr / bc1 * new_exp_avg / D
                b_w = lr / bc1 * b_exp_avg / D + s * (%4$s / (bc2 * D) + 8. * u + %5$s + 0.5 * (%6$s)) + 4. * u * (w + s)
                """.formatted(
                                betas.get(1),
                                root,
                                eps,
                                Preamble.root(root, "b_exp_avg_sq"),
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
        List<Formula> all = new ArrayList<>(List.of(
                at.made("exp_avg", at.mean("exp_avg", beta1, g)),
                at.made("exp_avg_sq", at.mean("exp_avg_sq", beta2, g.squared()))));
        Node square = v;
        if (amsgrad) {
            Node before = at.state("max_exp_avg_sq");
            square = v.where(v.is(Compare.Test.ABOVE, before), before);
            all.add(at.made("max_exp_avg_sq", square));
        }
        Node root = square.over(at.correction(beta2)).root().plus(Constant.option("eps", eps));
        all.add(at.move(m.over(at.correction(beta1)).over(root), decoupled_weight_decay ? weight_decay : 0));
        return all;
    }
}
