package dev.parity.nn.loss;

import dev.parity.formula.Axis;
import dev.parity.formula.Compare;
import dev.parity.formula.Constant;
import dev.parity.formula.Count;
import dev.parity.formula.Formula;
import dev.parity.formula.Gather;
import dev.parity.formula.Leaf;
import dev.parity.formula.Node;
import dev.parity.formula.Place;
import dev.parity.nn.Array;
import dev.parity.nn.Axes;
import dev.parity.nn.Default;
import dev.parity.nn.Frame;
import dev.parity.nn.Hidden;
import dev.parity.nn.Slices;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * Σₙ -wₜ x[n, t] / d over the labels t = target[n] that are not ignore_index; d is Σₙ wₜ for {@code mean} and 1 for
 * {@code sum}; w is the optional class weight, else 1.
 * <pre>
 *   x (N, C, ...) log-probabilities    target (N, ...) labels    weight (C)
 *   dx[n, t] = -wₜ / d,  0 elsewhere
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.NLLLoss.html">torch.nn.NLLLoss</a>
 */
public record NLLLoss(
        @Default("\"mean\"") Reduction reduction,
        @Default("-100") long ignore_index) implements Loss {
    public NLLLoss {
        reduction.notBatchmean("NLLLoss");
    }

    @Override
    public void check(Shape target, Shape... x) {
        Labels.check("NLLLoss", target, one(x));
    }

    @Override
    public void checkOperands(Map<String, Shape> operands, Shape prediction) {
        Labels.checkWeight(this, operands, prediction);
    }

    @Override
    public void checkTarget(Tensor target, Shape prediction) {
        Labels.checkRange("NLLLoss", target, prediction, ignore_index);
    }

    @Override
    public DType targetType(DType given, DType network) {
        return DType.INT64;
    }

    @Override
    public List<Hidden> hides(Shape prediction) {
        return Labels.hides(this, prediction);
    }

    @Override
    public double forward(Frame at) {
        Array x = at.x();
        Slices slices = Labels.slices("NLLLoss", x.shape());
        double sum = 0;
        double weights = 0;
        for (int s = 0; s < slices.count(); s++) {
            long label = at.param("target").getLong(s);
            if (label != ignore_index) {
                double w = weight(at, (int) label);
                sum -= w * x.get(slices.start(s) + (int) label * slices.inner());
                weights += w;
            }
        }
        at.keep("weights", Shape.scalar()).set(0, weights);
        return reduction == Reduction.mean ? sum / weights : sum;
    }

    @Override
    public void backward(Frame at, double g) {
        Array dx = at.dx();
        Slices slices = Labels.slices("NLLLoss", dx.shape());
        double c = reduction == Reduction.mean ? g / at.kept("weights").get(0) : g;
        dx.fill(0);
        for (int s = 0; s < slices.count(); s++) {
            long label = at.param("target").getLong(s);
            if (label != ignore_index) {
                dx.set(slices.start(s) + (int) label * slices.inner(), -c * weight(at, (int) label));
            }
        }
    }

    private static double weight(Frame at, int label) {
        return at.hasParam("weight") ? at.param("weight").get(label) : 1;
    }

    @Override
    public String torch() {
        return "value = torch.nll_loss_nd(x, target, weight, %d, %d)".formatted(reduction.torch(), ignore_index);
    }

    /**
     * Over the n labels:
     * <pre>
     *   value   s = u (1 + max(√n / 2, n / 90)) Σ|w x| / d
     *   dx      s = 2u |dx|
     * </pre>
     */
    @Override
    public String rounding() {
        return """
                n = float(target.numel())
                m = torch.nll_loss_nd(-torch.abs(x), target, torch.abs(weight) * torch.ones([x.size(0 if x.dim() == 1 else 1)], dtype=x.dtype), %d, %d)
                s_value = torch.sqrt(torch.square(u * m) + %s)
                s_dx = 2. * u * dx
                """.formatted(reduction.torch(), ignore_index, SUMMED.formatted("m"));
    }

    @Override
    public String bounds() {
        return "b_value = (2. * n + 8.) * u * m\nb_dx = 4. * s_dx\n";
    }

    @Override
    public List<Formula> formulas(Map<String, Tensor> operands, double scale) {
        Axis[] axes = Labels.axes(operands.get("x").shape());
        Axis k = axes[Labels.classDim(operands.get("x").shape())];
        Axis[] rows = Axes.without(axes, k);
        Node label = Leaf.of("target", rows);
        Node here = label.is(Compare.Test.EQUAL, new Place(k));
        boolean weighted = operands.containsKey("weight");
        Node w = weighted ? new Gather(Leaf.of("weight", k), k, label) : Constant.of(1);
        boolean ignored = Labels.ignored(operands.get("target"), ignore_index);
        Node counts = label.is(Compare.Test.OTHER, ignore_index);
        w = ignored ? w.times(counts) : w;
        Node chosen = weighted || ignored ? w.times(here) : here;
        Node divisor = weighted || ignored ? w.sum(rows) : Count.of(rows);
        Node sum = chosen.times(Leaf.of("x", axes)).sum(axes).negative();
        Node dx = chosen.negative();
        boolean mean = reduction == Reduction.mean;
        Node value = mean ? sum.over(divisor) : sum;
        Node slope = mean ? dx.over(divisor) : dx;
        return List.of(
                Formula.of("value", "loss", scaled(value, scale)),
                Formula.of("dx", "dx", scaled(ignored ? slope.where(counts, 0) : slope, scale), axes));
    }
}
