package dev.parity.nn.layer;

import dev.parity.formula.Axis;
import dev.parity.formula.Compare;
import dev.parity.formula.Formula;
import dev.parity.formula.Leaf;
import dev.parity.formula.Node;
import dev.parity.formula.Pick;
import dev.parity.formula.Place;
import dev.parity.nn.Array;
import dev.parity.nn.Axes;
import dev.parity.nn.Frame;
import dev.parity.nn.Rounding;
import dev.parity.nn.Slices;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import java.util.List;

/**
 * y = x at one index of one dimension, which is gone in y; a negative index counts from the end.
 * <pre>
 *   x (N, T, D)    y (N, D) with dim 1        dx = dy at the index, 0 elsewhere
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.select.html">torch.select</a>
 */
public record Select(int dim, int index) implements Layer {
    @Override
    public Shape output(Shape... inputs) {
        Shape x = one(inputs);
        Slices slices = Slices.along("Select", x, dim);
        if (index < -slices.length() || index >= slices.length()) {
            throw new BadInput(
                    "Select: index " + index + " does not exist in dimension " + dim + " of an input of shape " + x);
        }
        int[] dims = new int[x.rank() - 1];
        int gone = dim < 0 ? dim + x.rank() : dim;
        for (int d = 0; d < dims.length; d++) {
            dims[d] = x.dim(d < gone ? d : d + 1);
        }
        return Shape.of(dims);
    }

    @Override
    public void forward(Frame at) {
        Slices slices = Slices.along("Select", at.x().shape(), dim);
        Array y = at.y(output(at.x().shape()));
        for (int o = 0; o < slices.outer(); o++) {
            y.copy(o * slices.inner(), at.x(), start(slices, o), slices.inner());
        }
    }

    @Override
    public void backward(Frame at) {
        Slices slices = Slices.along("Select", at.x().shape(), dim);
        Array dx = at.dx();
        dx.fill(0);
        for (int o = 0; o < slices.outer(); o++) {
            dx.copy(start(slices, o), at.dy(), o * slices.inner(), slices.inner());
        }
    }

    private int start(Slices slices, int outer) {
        int i = index < 0 ? index + slices.length() : index;
        return (outer * slices.length() + i) * slices.inner();
    }

    @Override
    public String torch() {
        return "y = torch.select(x, %d, %d)".formatted(dim, index);
    }

    @Override
    public Rounding rounding() {
        return Rounding.moved();
    }

    @Override
    public List<Formula> formulas(DType network, Shape... x) {
        Axis[] axes = Axes.of(x[0]);
        Axis gone = axes[dim < 0 ? dim + axes.length : dim];
        int place = index < 0 ? index + gone.size() : index;
        Axis[] left = Axes.without(axes, gone);
        Node here = new Place(gone).is(Compare.Test.EQUAL, place);
        return List.of(
                Formula.of("y", "y", new Pick(Leaf.of("x", axes), gone, place), left),
                Formula.of("dx", "dx", Leaf.of("dy", left).times(here), axes));
    }
}
