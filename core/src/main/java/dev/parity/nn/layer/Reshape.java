package dev.parity.nn.layer;

import dev.parity.formula.Axis;
import dev.parity.formula.Formula;
import dev.parity.formula.Leaf;
import dev.parity.nn.Axes;
import dev.parity.nn.Frame;
import dev.parity.nn.Rounding;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import java.util.List;

/**
 * y = x under another shape; the order of the elements stays. One dimension may be -1: what is left, such as a batch
 * whose last one is smaller.
 * <pre>
 *   x (N, 12)    y (N, 3, 4) with shape [-1, 3, 4]        dx = dy in x's shape
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.reshape.html">torch.reshape</a>
 */
public record Reshape(List<Integer> shape) implements Layer {
    public Reshape {
        if (shape.stream().filter(d -> d == -1).count() > 1 || shape.stream().anyMatch(d -> d < -1)) {
            throw new BadInput("a shape holds sizes, and -1 at most once for what is left, and this one is " + shape);
        }
    }

    @Override
    public Shape output(Shape... inputs) {
        Shape x = one(inputs);
        int[] dims = shape.stream().mapToInt(d -> d).toArray();
        int known = Shape.of(shape.stream().mapToInt(Math::abs).toArray()).size();
        for (int d = 0; d < dims.length; d++) {
            if (dims[d] == -1 && known > 0) {
                dims[d] = x.size() / known;
                known *= dims[d];
            }
        }
        if (known != x.size() || shape.contains(-1) && known == 0) {
            throw new BadInput("Reshape" + shape + " does not fit an input of shape " + x
                    + (shape.contains(-1) ? "" : "; write -1 where the size of the batch stands"));
        }
        return Shape.of(dims);
    }

    @Override
    public void forward(Frame at) {
        at.y(output(at.x().shape())).copy(at.x());
    }

    @Override
    public void backward(Frame at) {
        at.dx().copy(at.dy());
    }

    @Override
    public String torch() {
        return "y = torch.reshape(x, %s)".formatted(shape);
    }

    @Override
    public boolean rearranges() {
        return true;
    }

    @Override
    public Rounding rounding() {
        return Rounding.moved();
    }

    @Override
    public List<Formula> formulas(DType network, Shape... x) {
        Axis[] axes = Axes.of(x[0]);
        return List.of(
                Formula.of("y", "y", Leaf.of("x", axes), axes), Formula.of("dx", "dx", Leaf.of("dy", axes), axes));
    }
}
