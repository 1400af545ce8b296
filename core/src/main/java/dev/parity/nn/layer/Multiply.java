package dev.parity.nn.layer;

import dev.parity.formula.Axis;
import dev.parity.formula.Constant;
import dev.parity.formula.Formula;
import dev.parity.formula.Leaf;
import dev.parity.formula.Node;
import dev.parity.nn.Array;
import dev.parity.nn.Axes;
import dev.parity.nn.Frame;
import dev.parity.nn.Rounding;
import dev.parity.nn.Rows;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * y = x₀ x₁ ..., element by element, of one shape or broadcast to one.
 * <pre>
 *   dxᵢ = dy Πⱼ≠ᵢ xⱼ, summed over the dimensions in which xᵢ was repeated
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.mul.html">torch.mul</a>
 */
public record Multiply() implements Layer {
    @Override
    public Shape output(Shape... x) {
        return Broadcast.shape("Multiply", several(x));
    }

    @Override
    public void forward(Frame at) {
        Shape shape = output(at.shapes());
        Array y = at.y(shape);
        new Broadcast(at.x().shape(), shape).spread(at.x(), y);
        for (int i = 1; i < at.inputs(); i++) {
            multiply(y, at.x(i));
        }
    }

    @Override
    public void backward(Frame at) {
        Array dy = at.dy();
        for (int i = 0; i < at.inputs(); i++) {
            Array dx = at.dx(i);
            boolean repeated = dx.size() != dy.size();
            Array term = repeated ? at.keep("term", dy.shape()) : dx;
            term.copy(dy);
            for (int j = 0; j < at.inputs(); j++) {
                if (j != i) {
                    multiply(term, at.x(j));
                }
            }
            if (repeated) {
                new Broadcast(dx.shape(), dy.shape()).sum(term, 1, at.keepDoubles("sums" + i, dx.shape()), dx);
            }
        }
    }

    /** {@code large *= small}, repeated. */
    private static void multiply(Array large, Array small) {
        Broadcast broadcast = new Broadcast(small.shape(), large.shape());
        int width = broadcast.width();
        int step = broadcast.step();
        Rows.each(broadcast.rows(), width, (from, to) -> {
            for (int r = from; r < to; r++) {
                int start = broadcast.start(r);
                int row = r * width;
                for (int k = 0; k < width; k++) {
                    large.set(row + k, large.get(row + k) * small.get(start + k * step));
                }
            }
        });
    }

    @Override
    public String torch() {
        return """
                y = xs[0]
                for i in range(1, len(xs)):
                  y = torch.mul(y, xs[i])
                """;
    }

    @Override
    public Rounding rounding() {
        return Rounding.products();
    }

    @Override
    public List<Formula> formulas(DType network, Shape... x) {
        Axis[] axes = Axes.of(output(x));
        List<Leaf> factors = new ArrayList<>();
        for (int i = 0; i < x.length; i++) {
            factors.add(Axes.broadcast("x" + i, x[i], axes));
        }
        List<Formula> all = new ArrayList<>();
        all.add(Formula.of("y", "y", product(factors, -1, Constant.of(1)), axes));
        for (int i = 0; i < x.length; i++) {
            Node dy = product(factors, i, Leaf.of("dy", axes)).sum(Axes.repeated(factors.get(i), axes));
            all.add(Formula.of("dx" + i, "dx" + i, dy, factors.get(i).over().toArray(Axis[]::new)));
        }
        return all;
    }

    /** The product of all but one, and of what goes with them. */
    private static Node product(List<Leaf> factors, int but, Node with) {
        Node product = with;
        for (int i = 0; i < factors.size(); i++) {
            product = i == but ? product : product.times(factors.get(i));
        }
        return product;
    }
}
