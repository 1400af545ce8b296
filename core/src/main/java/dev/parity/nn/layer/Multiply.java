package dev.parity.nn.layer;

import dev.parity.nn.Array;
import dev.parity.nn.Frame;
import dev.parity.nn.Rounding;
import dev.parity.nn.Rows;
import dev.parity.tensor.Shape;

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
}
