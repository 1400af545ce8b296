package dev.parity.nn.loss;

import dev.parity.formula.Axis;
import dev.parity.formula.Formula;
import dev.parity.formula.Leaf;
import dev.parity.formula.Node;
import dev.parity.nn.Array;
import dev.parity.nn.Axes;
import dev.parity.nn.Frame;
import dev.parity.nn.Rows;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * A loss that compares element by element: Σᵢ f(xᵢ, tᵢ) / d, where d is the number of elements for {@code mean}, the
 * first dimension for {@code batchmean} and 1 for {@code sum}.
 * <pre>
 *   x, target t (any shape, the same)
 *   dxᵢ = ∂f/∂x (xᵢ, tᵢ) / d
 * </pre>
 */
public sealed interface Elementwise extends Loss
        permits HingeEmbeddingLoss, HuberLoss, KLDivLoss, L1Loss, MSELoss, PoissonNLLLoss, SmoothL1Loss {
    /** f(x, t). */
    double f(double x, double t);

    /** ∂f/∂x; at a kink the value that PyTorch takes. */
    double df(double x, double t);

    @Override
    default void check(Shape target, Shape... x) {
        sameShape(target, one(x));
    }

    @Override
    default double forward(Frame at) {
        Array x = at.x();
        Array t = at.param("target");
        double sum = 0;
        for (int i = 0, n = x.size(); i < n; i++) {
            sum += f(x.get(i), t.get(i));
        }
        return sum / reduction().divisor(x.shape());
    }

    @Override
    default void backward(Frame at, double g) {
        Array x = at.x();
        Array t = at.param("target");
        Array dx = at.dx();
        double c = g / reduction().divisor(x.shape());
        Rows.each(x.size(), 1, (from, to) -> {
            for (int i = from; i < to; i++) {
                dx.set(i, c * df(x.get(i), t.get(i)));
            }
        });
    }

    /** The size of the numbers that make f, TorchScript of {@code x} and {@code target}: f rounds at it, and it is no smaller than f. */
    String size();

    /** The size of the numbers that make ∂f/∂x, where that is no single product and differs from the result. */
    default String slope() {
        return "torch.zeros_like(x)";
    }

    /** f as a formula. */
    Node f(Node x, Node t);

    /** ∂f/∂x as a formula. */
    Node df(Node x, Node t);

    @Override
    default List<Formula> formulas(Map<String, Tensor> operands, double scale) {
        Axis[] axes = Axes.of(operands.get("x").shape());
        Node x = Leaf.of("x", axes);
        Node t = Leaf.of("target", axes);
        return List.of(
                Formula.of("value", "loss", scaled(reduced(f(x, t).sum(axes), axes), scale)),
                Formula.of("dx", "dx", scaled(reduced(df(x, t), axes), scale), axes));
    }

    /**
     * With n elements, m their sizes and k those of their slopes:
     * <pre>
     *   value   s² = (u² Σ m² + (max(√n / 2, n / 90) u Σ m)²) / d²
     *   dx      s  = 2u |dx| + u k |scale| / d
     * </pre>
     */
    @Override
    default String rounding() {
        return """
                n = float(x.numel())
                d = %s
                m = %s
                s_value = torch.sqrt(u * u * torch.sum(m * m) + %s) / d
                s_dx = 2. * u * dx + u * scale / d * (%s)
                """.formatted(
                        switch (reduction()) {
                            case mean -> "n";
                            case sum -> "1.";
                            case batchmean -> "float(x.size(0)) if x.dim() > 0 else 1.";
                        },
                        size(),
                        SUMMED.formatted("torch.sum(m)"),
                        slope());
    }

    @Override
    default String bounds() {
        return SUM_AT_WORST + "b_dx = 4. * s_dx\n";
    }
}
