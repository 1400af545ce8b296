package dev.parity.nn.loss;

import dev.parity.formula.Axis;
import dev.parity.formula.Compare;
import dev.parity.formula.Constant;
import dev.parity.formula.Fn;
import dev.parity.formula.Formula;
import dev.parity.formula.Leaf;
import dev.parity.formula.Node;
import dev.parity.nn.Array;
import dev.parity.nn.Axes;
import dev.parity.nn.Default;
import dev.parity.nn.Frame;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * Σ max(0, margin - t (x₀ - x₁)) / d: where t = 1 the first input should be the larger one, where t = -1 the second.
 * <pre>
 *   x0, x1, target t of 1 and -1 (any shape, the same)
 *   dx0 = -t / d where margin - t (x₀ - x₁) ≥ 0, else 0        dx1 = -dx0
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.MarginRankingLoss.html">torch.nn.MarginRankingLoss</a>
 */
public record MarginRankingLoss(
        @Default("0.0") double margin, @Default("\"mean\"") Reduction reduction) implements Loss {
    public MarginRankingLoss {
        reduction.notBatchmean("MarginRankingLoss");
    }

    @Override
    public void check(Shape target, Shape... x) {
        pair(x);
        sameShape(target, x[0]);
    }

    @Override
    public void checkTarget(Tensor target, Shape prediction) {
        Targets.sign(this, target);
    }

    @Override
    public double forward(Frame at) {
        double sum = 0;
        for (int i = 0, n = at.x().size(); i < n; i++) {
            sum += Math.max(0, shortfall(at, i));
        }
        return sum / reduction.divisor(at.x().shape());
    }

    @Override
    public void backward(Frame at, double g) {
        Array t = at.param("target");
        Array dx0 = at.dx(0);
        Array dx1 = at.dx(1);
        double c = g / reduction.divisor(at.x().shape());
        for (int i = 0, n = t.size(); i < n; i++) {
            double d = shortfall(at, i) >= 0 ? c * t.get(i) : 0;
            dx0.set(i, -d);
            dx1.set(i, d);
        }
    }

    /** By how much the pair falls short of its margin. */
    private double shortfall(Frame at, int i) {
        return margin - at.param("target").get(i) * (at.x(0).get(i) - at.x(1).get(i));
    }

    @Override
    public String torch() {
        return "value = torch.margin_ranking_loss(xs[0], xs[1], target, %s, %d)".formatted(margin, reduction.torch());
    }

    /**
     * Over n elements, with m = margin + |x₀| + |x₁|:
     * <pre>
     *   value   s² = (u² Σ m² + (max(√n / 2, n / 90) u Σ m)²) / d²        over the terms that are above 0, or could be
     *   dx      s  = 2u |dx|, and anything where the term is 0 to its own rounding and not exactly
     * </pre>
     */
    @Override
    public String rounding() {
        return """
                n = float(x.numel())
                d = %1$s
                m = torch.abs(xs[0]) + torch.abs(xs[1]) + %2$s
                z = %3$s - target * (xs[0] - xs[1])
                open = (torch.abs(z) <= 4. * u * m) & %4$s
                m = torch.where((z > 0.) | open, m, torch.zeros_like(m))
                s_value = torch.sqrt(u * u * torch.sum(m * m) + %5$s) / d
                s_dx0 = torch.where(open, torch.full_like(dx0, inf), 2. * u * dx0)
                s_dx1 = torch.where(open, torch.full_like(dx1, inf), 2. * u * dx1)
                """.formatted(
                        reduction == Reduction.mean ? "n" : "1.",
                        Math.abs(margin),
                        margin,
                        margin == 0 ? "(z != 0.)" : "(z == z)",
                        SUMMED.formatted("torch.sum(m)"));
    }

    @Override
    public String bounds() {
        return SUM_AT_WORST + "b_dx0 = 4. * s_dx0\nb_dx1 = 4. * s_dx1\n";
    }

    @Override
    public List<Formula> formulas(Map<String, Tensor> operands, double scale) {
        Axis[] axes = Axes.of(operands.get("x0").shape());
        Node t = Leaf.of("target", axes);
        Node missing = Constant.option("margin", margin)
                .minus(t.times(Leaf.of("x0", axes).minus(Leaf.of("x1", axes))));
        Node slope = t.where(missing.is(Compare.Test.FROM, 0), 0);
        return List.of(
                Formula.of(
                        "value", "loss", scaled(reduced(missing.apply(Fn.RELU).sum(axes), axes), scale)),
                Formula.of("dx0", "dx0", scaled(reduced(slope.negative(), axes), scale), axes),
                Formula.of("dx1", "dx1", scaled(reduced(slope, axes), scale), axes));
    }
}
