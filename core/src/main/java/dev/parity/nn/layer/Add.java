package dev.parity.nn.layer;

import dev.parity.nn.Array;
import dev.parity.nn.Frame;
import dev.parity.nn.Rounding;
import dev.parity.tensor.Shape;

/**
 * y = x₀ + x₁ + ..., of one shape or broadcast to one.
 * <pre>
 *   dxᵢ = dy, summed over the dimensions in which xᵢ was repeated
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.add.html">torch.add</a>
 */
public record Add() implements Layer {
    @Override
    public Shape output(Shape... x) {
        return Broadcast.shape("Add", several(x));
    }

    @Override
    public void forward(Frame at) {
        Shape shape = output(at.shapes());
        Array y = at.y(shape);
        new Broadcast(at.x().shape(), shape).spread(at.x(), y);
        for (int i = 1; i < at.inputs(); i++) {
            if (at.x(i).shape().equals(shape)) {
                y.add(at.x(i));
            } else {
                new Broadcast(at.x(i).shape(), shape).add(at.x(i), y);
            }
        }
    }

    @Override
    public void backward(Frame at) {
        Array dy = at.dy();
        for (int i = 0; i < at.inputs(); i++) {
            Array dx = at.dx(i);
            if (dx.size() == dy.size()) {
                dx.copy(dy);
            } else {
                new Broadcast(dx.shape(), dy.shape()).sum(dy, 1, at.keepDoubles("sums" + i, dx.shape()), dx);
            }
        }
    }

    @Override
    public String torch() {
        return """
                y = xs[0]
                for i in range(1, len(xs)):
                  y = torch.add(y, xs[i])
                """;
    }

    @Override
    public Rounding rounding() {
        return Rounding.products();
    }
}
