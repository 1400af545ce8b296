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
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Σ -w (t log x + (1 - t) log(1 - x)) / d for probabilities x, each logarithm at least -100.
 * <pre>
 *   x, target t (any shape, the same, from 0 to 1)    weight w (broadcasts to x), else 1
 *   dx = w (x - t) / max(x (1 - x), ε) / d        ε = 1e-12, rounded to float
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.BCELoss.html">torch.nn.BCELoss</a>
 */
public record BCELoss(@Default("\"mean\"") Reduction reduction) implements Loss {
    /** PyTorch's constant is a float, in float64 too. */
    private static final double EPSILON = 1e-12f;

    public BCELoss {
        reduction.notBatchmean("BCELoss");
    }

    @Override
    public void check(Shape target, Shape... x) {
        sameShape(target, one(x));
    }

    @Override
    public void checkOperands(Map<String, Shape> operands, Shape prediction) {
        only(operands, "weight");
        operands.forEach((name, shape) -> Stretched.of("a " + name, shape, prediction));
    }

    @Override
    public void checkTarget(Tensor target, Shape prediction) {
        Targets.between(this, target, 0, 1, "probabilities");
    }

    @Override
    public double forward(Frame at) {
        Array x = at.x();
        Array t = at.param("target");
        Weights w = Weights.of(at, "weight");
        double sum = 0;
        for (int i = 0, n = x.size(); i < n; i++) {
            double p = probability(x, i);
            sum -= w.at(i) * (t.get(i) * Math.max(Math.log(p), -100) + (1 - t.get(i)) * Math.max(Math.log1p(-p), -100));
        }
        return sum / reduction.divisor(x.shape());
    }

    @Override
    public void backward(Frame at, double g) {
        Array x = at.x();
        Array t = at.param("target");
        Array dx = at.dx();
        Weights w = Weights.of(at, "weight");
        double c = g / reduction.divisor(x.shape());
        for (int i = 0, n = x.size(); i < n; i++) {
            double p = x.get(i);
            dx.set(i, c * w.at(i) * (p - t.get(i)) / Math.max(p * (1 - p), EPSILON));
        }
    }

    private static double probability(Array x, int i) {
        double p = x.get(i);
        if (!(p >= 0 && p <= 1)) {
            throw new BadInput("BCELoss takes predictions from 0 to 1, and the one at "
                    + Arrays.toString(x.shape().index(i)) + " is " + p
                    + "; put a Sigmoid before it, or write BCEWithLogitsLoss");
        }
        return p;
    }

    @Override
    public String intoDomain() {
        return "xs = [torch.nan_to_num(torch.clamp(xs[0], 0., 1.), 0.)]\n";
    }

    @Override
    public String torch() {
        return "value = torch.binary_cross_entropy(x, target, weight, %d)".formatted(reduction.torch());
    }

    /**
     * With l = log x and l' = log(1 - x), each at least -100, over n elements:
     * <pre>
     *   value   m = w (t (|l| + 1) + (1 - t) (|l'| + 1)):  s² = (u² Σ m² + (max(√n / 2, n / 90) u Σ m)²) / d²
     *   dx      s = 2u w (t (1 - x) + (1 - t) x) / max(x (1 - x), ε) / d        the two terms, of opposite sign
     * </pre>
     */
    @Override
    public String rounding() {
        return """
                n = float(x.numel())
                d = %s
                m = torch.abs(weight) * (target * (1. - torch.clamp(torch.log(x), min=-100.)) + (1. - target) * (1. - torch.clamp(torch.log1p(-x), min=-100.)))
                s_value = torch.sqrt(u * u * torch.sum(m * m) + %s) / d
                s_dx = 2. * u * torch.abs(weight) * (target * (1. - x) + (1. - target) * x) / torch.clamp(x * (1. - x), min=1e-12) * (scale / d) + u * dx
                """.formatted(reduction == Reduction.mean ? "n" : "1.", SUMMED.formatted("torch.sum(m)"));
    }

    @Override
    public String bounds() {
        return SUM_AT_WORST + "b_dx = 4. * s_dx\n";
    }

    @Override
    public List<Formula> formulas(Map<String, Tensor> operands, double scale) {
        Axis[] axes = Axes.of(operands.get("x").shape());
        Node x = Leaf.of("x", axes);
        Node t = Leaf.of("target", axes);
        Node one = Constant.of(1);
        Node terms = t.times(log(x)).plus(one.minus(t).times(log(one.minus(x)))).negative();
        Node variance = x.times(one.minus(x));
        Node least = Constant.of((float) 1e-12);
        Node slope = x.minus(t).over(variance.where(variance.is(Compare.Test.ABOVE, least), least));
        if (operands.containsKey("weight")) {
            Node w = Axes.broadcast("weight", operands.get("weight").shape(), axes);
            terms = w.times(terms);
            slope = w.times(slope);
        }
        return List.of(
                Formula.of("value", "loss", scaled(reduced(terms.sum(axes), axes), scale)),
                Formula.of("dx", "dx", scaled(reduced(slope, axes), scale), axes));
    }

    /** At least -100. */
    private static Node log(Node x) {
        Node log = x.apply(Fn.LOG);
        return log.where(log.is(Compare.Test.ABOVE, -100), -100);
    }
}
