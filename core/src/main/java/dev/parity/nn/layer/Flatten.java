package dev.parity.nn.layer;

import dev.parity.formula.Axis;
import dev.parity.formula.Formula;
import dev.parity.formula.Leaf;
import dev.parity.nn.Axes;
import dev.parity.nn.Default;
import dev.parity.nn.Frame;
import dev.parity.nn.Rounding;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import java.util.List;

/**
 * y = x with dimensions start_dim to end_dim made one. No number changes.
 * <pre>
 *   x (N, a, b, c)    y (N, a b c) with the defaults        dx = dy in x's shape
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.Flatten.html">torch.nn.Flatten</a>
 */
public record Flatten(
        @Default("1") int start_dim, @Default("-1") int end_dim) implements Layer {
    @Override
    public Shape output(Shape... inputs) {
        Shape x = one(inputs);
        int start = start_dim < 0 ? start_dim + x.rank() : start_dim;
        int end = end_dim < 0 ? end_dim + x.rank() : end_dim;
        if (start < 0 || end >= x.rank() || start > end) {
            throw new BadInput("Flatten(" + start_dim + ", " + end_dim + ") does not fit an input of shape " + x);
        }
        int[] dims = new int[x.rank() - (end - start)];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = i < start ? x.dim(i) : i == start ? x.size(start, end + 1) : x.dim(i + end - start);
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
    public boolean rearranges() {
        return true;
    }

    @Override
    public Rounding rounding() {
        return Rounding.moved();
    }

    @Override
    public String torch() {
        return "y = torch.flatten(x, %d, %d)".formatted(start_dim, end_dim);
    }

    @Override
    public List<Formula> formulas(DType network, Shape... x) {
        Axis[] axes = Axes.of(x[0]);
        return List.of(
                Formula.of("y", "y", Leaf.of("x", axes), axes), Formula.of("dx", "dx", Leaf.of("dy", axes), axes));
    }
}
