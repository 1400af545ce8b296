package dev.parity.nn.loss;

import dev.parity.formula.Axis;
import dev.parity.formula.Constant;
import dev.parity.formula.Fn;
import dev.parity.formula.Formula;
import dev.parity.formula.Leaf;
import dev.parity.formula.Node;
import dev.parity.nn.Array;
import dev.parity.nn.Axes;
import dev.parity.nn.Default;
import dev.parity.nn.Frame;
import dev.parity.nn.Strip;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * Σ -w (p t log σ(x) + (1 - t) log σ(-x)) / d for logits x, with the sigmoid σ.
 * <pre>
 *   x, target t (any shape, the same, t from 0 to 1)    weight w and pos_weight p (broadcast to x), else 1
 *   dx = w ((1 - t) σ(x) - p t σ(-x)) / d        -log σ(-x) = max(x, 0) + log(1 + exp(-|x|)), which cannot overflow
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.BCEWithLogitsLoss.html">torch.nn.BCEWithLogitsLoss</a>
 */
public record BCEWithLogitsLoss(@Default("\"mean\"") Reduction reduction) implements Loss {
    public BCEWithLogitsLoss {
        reduction.notBatchmean("BCEWithLogitsLoss");
    }

    @Override
    public void check(Shape target, Shape... x) {
        sameShape(target, one(x));
    }

    @Override
    public void checkOperands(Map<String, Shape> operands, Shape prediction) {
        only(operands, "weight", "pos_weight");
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
        Weights p = Weights.of(at, "pos_weight");
        Strip logs = Strip.of(at.dtype(), Strip.LENGTH);
        double sum = 0;
        for (int start = 0, n = x.size(); start < n; start += Strip.LENGTH) {
            logs.load(x, start, Math.min(Strip.LENGTH, n - start));
            logs.abs().scale(-1).exp(0).log1p();
            for (int i = start; i < start + logs.length(); i++) {
                double z = x.get(i);
                double log = logs.get(i - start);
                double one = p.at(i) * t.get(i) * (Math.max(-z, 0) + log);
                sum += w.at(i) * (one + (1 - t.get(i)) * (Math.max(z, 0) + log));
            }
        }
        return sum / reduction.divisor(x.shape());
    }

    @Override
    public void backward(Frame at, double g) {
        Array x = at.x();
        Array t = at.param("target");
        Array dx = at.dx();
        Weights w = Weights.of(at, "weight");
        Weights p = Weights.of(at, "pos_weight");
        double c = g / reduction.divisor(x.shape());
        Strip rising = Strip.of(at.dtype(), Strip.LENGTH);
        Strip falling = Strip.of(at.dtype(), Strip.LENGTH);
        for (int start = 0, n = x.size(); start < n; start += Strip.LENGTH) {
            rising.load(x, start, Math.min(Strip.LENGTH, n - start));
            falling.copy(rising).scale(-1).sigmoid();
            rising.sigmoid();
            for (int i = start; i < start + rising.length(); i++) {
                double zero = (1 - t.get(i)) * rising.get(i - start);
                dx.set(i, c * w.at(i) * (zero - p.at(i) * t.get(i) * falling.get(i - start)));
            }
        }
    }

    @Override
    public String torch() {
        return "value = torch.binary_cross_entropy_with_logits(x, target, weight, pos_weight, %d)"
                .formatted(reduction.torch());
    }

    /**
     * Over n elements; max(z, 0) - t z + log(1 + exp(-|z|)) is a right formula, and so is a sigmoid by tanh, so that nothing is
     * smaller than |z|, or 1 in the gradient:
     * <pre>
     *   value   m = w (1 + p) (|x| + 1):  s² = (u² Σ m² + (max(√n / 2, n / 90) u Σ m)²) / d²
     *   dx      s = u w (1 - t + p t + 1) / d
     * </pre>
     */
    @Override
    public String rounding() {
        return """
                n = float(x.numel())
                d = %s
                m = torch.abs(weight) * (1. + torch.abs(pos_weight)) * (torch.abs(x) + 1.)
                s_value = torch.sqrt(u * u * torch.sum(m * m) + %s) / d
                s_dx = u * torch.abs(weight) * (2. - target + torch.abs(pos_weight) * target) * (scale / d) + u * dx
                """.formatted(reduction == Reduction.mean ? "n" : "1.", SUMMED.formatted("torch.sum(m)"));
    }

    @Override
    public String bounds() {
        return SUM_AT_WORST + "b_dx = 4. * s_dx\n";
    }

    /** The logarithm of the sigmoid, and the usual rearrangement. */
    @Override
    public List<String> alternatives() {
        String factors = """
                w = torch.ones_like(x) if weight is None else unchecked_cast(Tensor, weight)
                p = torch.ones_like(x) if pos_weight is None else unchecked_cast(Tensor, pos_weight)
                """;
        String sum = reduction == Reduction.mean ? "\nvalue = torch.mean(t)" : "\nvalue = torch.sum(t)";
        return List.of(
                factors
                        + "s = torch.sigmoid(x)\nt = -w * (p * target * torch.log(s) + (1. - target) * torch.log(1. - s))"
                        + sum,
                factors
                        + "t = w * ((1. - target) * x + (1. + (p - 1.) * target) * torch.logaddexp(-x, torch.zeros_like(x)))"
                        + sum);
    }

    @Override
    public List<Formula> formulas(Map<String, Tensor> operands, double scale) {
        Axis[] axes = Axes.of(operands.get("x").shape());
        Node x = Leaf.of("x", axes);
        Node t = Leaf.of("target", axes);
        Node none = Constant.of(1).minus(t);
        boolean positive = operands.containsKey("pos_weight");
        Node one = positive
                ? Axes.broadcast("pos_weight", operands.get("pos_weight").shape(), axes)
                        .times(t)
                : t;
        Node terms = one.times(x.negative().apply(Fn.SOFTPLUS)).plus(none.times(x.apply(Fn.SOFTPLUS)));
        Node slope = positive
                ? none.times(x.apply(Fn.SIGMOID)).minus(one.times(x.negative().apply(Fn.SIGMOID)))
                : x.apply(Fn.SIGMOID).minus(t);
        if (operands.containsKey("weight")) {
            Node w = Axes.broadcast("weight", operands.get("weight").shape(), axes);
            terms = w.times(terms);
            slope = w.times(slope);
        }
        return List.of(
                Formula.of("value", "loss", scaled(reduced(terms.sum(axes), axes), scale)),
                Formula.of("dx", "dx", scaled(reduced(slope, axes), scale), axes));
    }
}
