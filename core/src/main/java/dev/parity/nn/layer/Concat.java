package dev.parity.nn.layer;

import dev.parity.formula.Axis;
import dev.parity.formula.Compare;
import dev.parity.formula.Constant;
import dev.parity.formula.Formula;
import dev.parity.formula.Gather;
import dev.parity.formula.Leaf;
import dev.parity.formula.Node;
import dev.parity.formula.Place;
import dev.parity.nn.Array;
import dev.parity.nn.Axes;
import dev.parity.nn.Default;
import dev.parity.nn.Frame;
import dev.parity.nn.Rounding;
import dev.parity.nn.Slices;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * y = the inputs one behind the other along a dimension; in all others their sizes are equal.
 * <pre>
 *   x₀ (N, a), x₁ (N, b)    y (N, a + b) with dim 1        dxᵢ = its part of dy
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.cat.html">torch.cat</a>
 */
public record Concat(@Default("0") int dim) implements Layer {
    @Override
    public Shape output(Shape... x) {
        if (x.length == 0) {
            throw new BadInput("Concat takes one input or more, and here is none");
        }
        Slices.along("Concat", x[0], dim);
        int sum = 0;
        for (Shape shape : x) {
            if (shape.rank() != x[0].rank() || !shape.with(dim, 0).equals(x[0].with(dim, 0))) {
                throw new BadInput("Concat along dim " + dim
                        + " takes inputs whose other dimensions are equal, and here come " + Arrays.toString(x));
            }
            sum += shape.dim(dim);
        }
        return x[0].with(dim, sum);
    }

    @Override
    public void forward(Frame at) {
        Array y = at.y(output(at.shapes()));
        move(at, y, (x, from, part, length) -> y.copy(from, at.x(x), part, length));
    }

    @Override
    public void backward(Frame at) {
        move(at, at.dy(), (x, from, part, length) -> at.dx(x).copy(part, at.dy(), from, length));
    }

    /** A run of elements that stands at {@code from} in the whole and at {@code part} in the i-th input. */
    private interface Run {
        void move(int i, int from, int part, int length);
    }

    private void move(Frame at, Array whole, Run run) {
        Slices slices = Slices.along("Concat", whole.shape(), dim);
        int row = slices.length() * slices.inner();
        for (int i = 0, begin = 0; i < at.inputs(); i++) {
            int length = at.x(i).dim(dim) * slices.inner();
            for (int o = 0; o < slices.outer(); o++) {
                run.move(i, o * row + begin, o * length, length);
            }
            begin += length;
        }
    }

    @Override
    public String torch() {
        return "y = torch.cat(xs, %d)".formatted(dim);
    }

    @Override
    public Rounding rounding() {
        return Rounding.moved();
    }

    @Override
    public List<Formula> formulas(DType network, Shape... x) {
        Axis[] axes = Axes.of(output(x));
        int along = dim < 0 ? dim + axes.length : dim;
        Axis whole = axes[along];
        List<Formula> all = new ArrayList<>();
        Node y = Constant.of(0);
        int begin = 0;
        for (int i = 0; i < x.length; i++) {
            Axis part = Axis.of("part" + i, x[i].dim(dim));
            Axis[] own = axes.clone();
            own[along] = part;
            Node place = new Place(whole).minus(Constant.of(begin));
            y = new Gather(Leaf.of("x" + i, own), part, place).where(place.is(Compare.Test.FROM, 0), y);
            Node from = new Place(part).plus(Constant.of(begin));
            all.add(Formula.of("dx" + i, "dx" + i, new Gather(Leaf.of("dy", axes), whole, from), own));
            begin += part.size();
        }
        all.add(0, Formula.of("y", "y", y, axes));
        return all;
    }
}
