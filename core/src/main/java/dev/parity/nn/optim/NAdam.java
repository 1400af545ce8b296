package dev.parity.nn.optim;

import dev.parity.formula.Constant;
import dev.parity.formula.Formula;
import dev.parity.formula.Leaf;
import dev.parity.formula.Node;
import dev.parity.formula.Power;
import dev.parity.nn.Array;
import dev.parity.nn.Default;
import dev.parity.nn.Strip;
import dev.parity.tensor.Shape;
import java.util.List;
import java.util.Optional;

/**
 * Adam with Nesterov's momentum, which grows over the steps: μₜ = β₁ (1 - ½ 0.96^(t ψ)), ψ momentum_decay.
 * <pre>
 *   g ← ±g + λ w                     minus for maximize; λ weight_decay
 *                                    decoupled: w ← (1 - lr λ) w instead
 *   m ← β₁ m + (1 - β₁) g            exp_avg
 *   v ← β₂ v + (1 - β₂) g²           exp_avg_sq
 *   M ← μₜ M                         mu_product, 1 at first
 *   w ← w - lr ((1 - μₜ) / (1 - M) g + μₜ₊₁ / (1 - M μₜ₊₁) m) / (√(v / (1 - β₂ᵗ)) + ε)
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.optim.NAdam.html">torch.optim.NAdam</a>
 */
public record NAdam(
        @Default("0.002") double lr,
        @Default("[0.9, 0.999]") List<Double> betas,
        @Default("1e-8") double eps,
        @Default("0.0") double weight_decay,
        @Default("0.004") double momentum_decay,
        @Default("false") boolean decoupled_weight_decay,
        @Default("false") boolean maximize)
        implements Optimizer {
    private static final String PRODUCT = "mu_product = torch.mul(mu_product, mu)\n";

    public NAdam {
        Options.notNegative("lr", lr);
        Options.betas(betas);
        Options.notNegative("eps", eps);
        Options.notNegative("weight_decay", weight_decay);
        Options.notNegative("momentum_decay", momentum_decay);
    }

    @Override
    public double momentum() {
        return betas.get(0);
    }

    @Override
    public Optimizer withMomentum(double beta1) {
        return new NAdam(
                lr, List.of(beta1, betas.get(1)), eps, weight_decay, momentum_decay, decoupled_weight_decay, maximize);
    }

    @Override
    public List<State> state() {
        return List.of(State.STEP, State.scalar("mu_product", 1), State.each("exp_avg"), State.each("exp_avg_sq"));
    }

    @Override
    public void step(Update at) {
        at.count();
        double beta1 = at.momentum();
        double beta2 = betas.get(1);
        double now = beta1 * (1 - Math.pow(0.96, at.t() * momentum_decay) / 2);
        double next = beta1 * (1 - Math.pow(0.96, (at.t() + 1) * momentum_decay) / 2);
        Array product = at.scalar("mu_product");
        product.set(0, product.get(0) * now);
        double ofGradient = at.lr() * (1 - now) / (1 - product.get(0));
        double ofMean = at.lr() * next / (1 - product.get(0) * next);
        double square = 1 - Math.pow(beta2, at.t());
        at.each(p -> {
            Strip g = p.gradient(maximize, decoupled_weight_decay ? 0 : weight_decay);
            if (decoupled_weight_decay) {
                p.w.scale(1 - at.lr() * weight_decay);
            }
            Strip m = p.state("exp_avg").scale(beta1).add(1 - beta1, g);
            Strip v = p.state("exp_avg_sq").scale(beta2).addProduct(1 - beta2, g, g);
            p.u.copy(v).divide(square).sqrt().add(eps);
            p.w.add(-1, g.scale(ofGradient).add(ofMean, m).divide(p.u));
        });
    }

    /** torch.optim makes {@code mu_product} by {@code torch.ones((), dtype=_get_scalar_dtype())}. */
    @Override
    public Optional<String> torchInFloat32() {
        return Optional.of(torch().replace(PRODUCT, PRODUCT + """
                mantissa, exponent = torch.frexp(mu_product.float())
                mu_product = torch.ldexp(mantissa.double() + ulps * 2.0 ** -24, exponent)
                """));
    }

    @Override
    public String torch() {
        return Preamble.COUNT
                + Preamble.gradient(maximize, weight_decay, decoupled_weight_decay)
                + """
                bias_correction2 = 1 - %1$s ** n
                mu = momentum * (1.0 - 0.5 * (0.96 ** (n * %2$s)))
                mu_next = momentum * (1.0 - 0.5 * (0.96 ** ((n + 1) * %2$s)))
                %4$sexp_avg = torch.lerp(exp_avg, g, 1 - momentum)
                exp_avg_sq = torch.addcmul(torch.mul(exp_avg_sq, %1$s), g, g, value=1 - %1$s)
                denom = torch.add(torch.sqrt(torch.div(exp_avg_sq, bias_correction2)), %3$s)
                mu_product_next = float(mu_product) * mu_next
                w = torch.addcdiv(w, g, denom, value=-lr * (1.0 - mu) / (1.0 - float(mu_product)))
                w = torch.addcdiv(w, exp_avg, denom, value=-lr * mu_next / (1.0 - mu_product_next))
                """.formatted(betas.get(1), momentum_decay, eps, PRODUCT);
    }

    /**
     * Of m and v see {@code Preamble}; with D = √(v / (1 - β₂ᵗ)) + ε and the two parts s = lr (1 - μₜ) / (1 - M) G / D and
     * s' = lr μₜ₊₁ / (1 - M μₜ₊₁) / D:
     * <pre>
     *   M   E = 8u M
     *   w   E = s (8u + 4u / (1 - μₜ) + (EM + u) / (1 - M)) + s' (Em + |m| (12u + (2 EM + u) / (1 - M μₜ₊₁)))
     *           + (s + s' |m|) (E√v / D√(1 - β₂ᵗ) + c₂/2) + 4u (|w| + s + s' |m|)
     * </pre>
     */
    @Override
    public String rounding() {
        return Preamble.size(decoupled_weight_decay ? 0 : weight_decay)
                + Preamble.means(betas.get(1))
                + """
                bc2 = (1. - %1$s ** t) ** 0.5
                mu = momentum * (1. - 0.5 * 0.96 ** (t * %2$s))
                later = momentum * (1. - 0.5 * 0.96 ** ((t + 1.) * %2$s))
                M = float(new_mu_product)
                b_mu_product = 8. * u * new_mu_product
                D = torch.sqrt(new_exp_avg_sq) / bc2 + %3$s
                s = lr * (1. - mu) / (1. - M) * G / D
                f = lr * later / (1. - M * later) / D
                b_w = s * u * (8. + 4. / (1. - mu) + (8. * M + 1.) / (1. - M)) + f * (b_exp_avg + new_exp_avg * u * (12. + (16. * M + 1.) / (1. - M * later)))
                both = s + f * new_exp_avg
                b_w = b_w + both * (%4$s / (bc2 * D) + 0.5 * (%5$s)) + 4. * u * (w + both)
                """.formatted(
                                betas.get(1),
                                momentum_decay,
                                eps,
                                Preamble.root("new_exp_avg_sq", "b_exp_avg_sq"),
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
        Node count = Constant.option("t", t);
        Node now = share(beta1, count);
        Node next = share(beta1, count.plus(Constant.of(1)));
        Node product = Leaf.of("mu_product").times(now);
        Node one = Constant.of(1);
        Node ahead = one.minus(now)
                .over(one.minus(product))
                .times(g)
                .plus(next.over(one.minus(product.times(next))).times(m));
        Node root = v.over(at.correction(beta2)).root().plus(Constant.option("eps", eps));
        return List.of(
                at.made("exp_avg", at.mean("exp_avg", beta1, g)),
                at.made("exp_avg_sq", at.mean("exp_avg_sq", beta2, g.squared())),
                Formula.of("mu_product", "mu_product", product),
                at.move(ahead.over(root), decoupled_weight_decay ? weight_decay : 0));
    }

    /** The momentum of a step. */
    private Node share(Node beta1, Node t) {
        Node power = new Power(Constant.of(0.96), t.times(Constant.option("momentum_decay", momentum_decay)));
        return beta1.times(Constant.of(1).minus(power.over(2)));
    }
}
