package dev.parity.nn.layer;

import dev.parity.formula.Axis;
import dev.parity.formula.Constant;
import dev.parity.formula.Formula;
import dev.parity.formula.Leaf;
import dev.parity.formula.Node;
import dev.parity.nn.Array;
import dev.parity.nn.Axes;
import dev.parity.nn.Default;
import dev.parity.nn.Frame;
import dev.parity.nn.Hidden;
import dev.parity.nn.Rounding;
import dev.parity.nn.Rows;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.util.List;
import java.util.OptionalDouble;

/**
 * y = x (mask / (1 - p)): in training each element is dropped with probability p and the others make up for it; else y = x.
 * <pre>
 *   x (any shape)    mask as x, 1 keeps and 0 drops    y as x
 *   dx = dy (mask / (1 - p))
 * </pre>
 *
 * The masks are drawn before anything runs, and both sides get the same. The quotient is rounded before it multiplies, and it
 * is 0 for p = 1, as in PyTorch.
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.Dropout.html">torch.nn.Dropout</a>
 */
public record Dropout(
        @Default("0.5") double p, @Default("true") boolean training) implements Layer {
    public Dropout {
        if (!(p >= 0 && p <= 1)) {
            throw new BadInput("p is a probability, from 0 to 1, not " + p);
        }
    }

    @Override
    public OptionalDouble keeps() {
        return training && p > 0 ? OptionalDouble.of(1 - p) : OptionalDouble.empty();
    }

    @Override
    public List<Hidden> hides(Tensor... x) {
        return keeps().isEmpty() || p != 0.5
                ? List.of()
                : List.of(Hidden.blind("a division by p in place of 1 - p, which are both 0.5", "write \"p\": 0.3"));
    }

    @Override
    public Shape output(Shape... x) {
        return one(x);
    }

    @Override
    public void forward(Frame at) {
        drop(at, at.x(), at.y(at.x().shape()));
    }

    @Override
    public void backward(Frame at) {
        drop(at, at.dy(), at.dx());
    }

    /** Both ways are the same product. */
    private void drop(Frame at, Array from, Array to) {
        if (keeps().isEmpty()) {
            to.copy(from);
            return;
        }
        Array mask = at.param("mask");
        double quotient = at.dtype() == DType.FLOAT32 ? 1 / (float) (1 - p) : 1 / (1 - p);
        double scale = p < 1 ? quotient : 1;
        Rows.each(from.size(), 1, (first, end) -> {
            for (int i = first; i < end; i++) {
                to.set(i, from.get(i) * (mask.get(i) * scale));
            }
        });
    }

    @Override
    public String torch() {
        if (keeps().isEmpty()) {
            return "y = x";
        }
        return p < 1 ? "y = x * (mask / %s)".formatted(1 - p) : "y = x * mask";
    }

    @Override
    public Rounding rounding() {
        return keeps().isEmpty() ? Rounding.moved() : Rounding.products();
    }

    @Override
    public List<Formula> formulas(DType network, Shape... x) {
        Axis[] axes = Axes.of(x[0]);
        return List.of(
                Formula.of("y", "y", dropped(Leaf.of("x", axes), axes), axes),
                Formula.of("dx", "dx", dropped(Leaf.of("dy", axes), axes), axes));
    }

    private Node dropped(Node x, Axis[] axes) {
        Node kept = Leaf.of("mask", axes);
        Node share = Constant.of(1).minus(Constant.option("p", p));
        return keeps().isEmpty() ? x : p < 1 ? x.times(kept).over(share) : x.times(kept);
    }
}
