package dev.parity.nn.loss;

import dev.parity.formula.Axis;
import dev.parity.formula.Constant;
import dev.parity.formula.Formula;
import dev.parity.formula.Leaf;
import dev.parity.formula.Node;
import dev.parity.nn.Array;
import dev.parity.nn.Axes;
import dev.parity.nn.Default;
import dev.parity.nn.Frame;
import dev.parity.nn.Rows;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * L = Σ xᵢ / d: what a layer computes is itself the loss, and needs no target.
 * <pre>
 *   x (any shape; a scalar is the loss as it is)        d the number of elements for mean, 1 for sum
 *   dxᵢ = 1 / d
 * </pre>
 *
 * A loss that is not in the catalogue is built from layers, and this one stands on the last of them: {@code loss = x.mean()} in
 * PyTorch. Several such nodes are a list of losses, each with a scale of its own.
 *
 * @see <a href="https://docs.graphcore.ai/projects/poptorch-user-guide/en/latest/overview.html">poptorch.identity_loss</a>
 */
public record IdentityLoss(@Default("\"mean\"") Reduction reduction) implements Loss {
    public IdentityLoss {
        reduction.notBatchmean("IdentityLoss");
    }

    @Override
    public boolean takesTarget() {
        return false;
    }

    @Override
    public void check(Shape target, Shape... x) {
        if (x.length != 1) {
            throw new BadInput("IdentityLoss takes one input, and here are " + x.length
                    + "; write a list of losses, one for each, with a \"scale\" of its own");
        }
    }

    @Override
    public double forward(Frame at) {
        Array x = at.x();
        double sum = 0;
        for (int i = 0, n = x.size(); i < n; i++) {
            sum += x.get(i);
        }
        return sum / reduction.divisor(x.shape());
    }

    @Override
    public void backward(Frame at, double g) {
        Array dx = at.dx();
        double each = g / reduction.divisor(at.x().shape());
        Rows.each(dx.size(), 1, (from, to) -> {
            for (int i = from; i < to; i++) {
                dx.set(i, each);
            }
        });
    }

    @Override
    public String torch() {
        return "value = torch.%s(x)".formatted(reduction);
    }

    /**
     * With n elements:
     * <pre>
     *   value   s² = (u² Σ x² + (max(√n / 2, n / 90) u Σ |x|)²) / d²        each may be divided before it is added
     *   dx      s  = 2u |dx|
     * </pre>
     */
    @Override
    public String rounding() {
        return """
                n = float(x.numel())
                d = %s
                m = torch.abs(x)
                s_value = torch.sqrt(u * u * torch.sum(m * m) + %s) / d
                s_dx = 2. * u * dx
                """.formatted(reduction == Reduction.mean ? "n" : "1.", SUMMED.formatted("torch.sum(m)"));
    }

    @Override
    public List<Formula> formulas(Map<String, Tensor> operands, double scale) {
        Axis[] axes = Axes.of(operands.get("x").shape());
        Node x = Leaf.of("x", axes);
        return List.of(
                Formula.of("value", "loss", scaled(reduced(x.sum(axes), axes), scale)),
                Formula.of("dx", "dx", scaled(reduced(Constant.of(1), axes), scale), axes));
    }

    @Override
    public String bounds() {
        return SUM_AT_WORST + "b_dx = 4. * s_dx\n";
    }
}
