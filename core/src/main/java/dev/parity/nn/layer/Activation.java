package dev.parity.nn.layer;

import dev.parity.nn.Array;
import dev.parity.nn.Frame;
import dev.parity.nn.Rounding;
import dev.parity.nn.Rows;
import dev.parity.tensor.Shape;

/**
 * A function of each element alone: y = f(x).
 * <pre>
 *   x (any shape)    y (the same)
 *   dx = dy f'(x)
 * </pre>
 */
public sealed interface Activation extends Layer permits ReLU, Sigmoid, Tanh {
    /** f(x). */
    double f(double x);

    /** f'(x), where y = f(x) is at hand already. */
    double df(double x, double y);

    /** Other right formulas of f work at these sizes: 1 for those made of exponentials, |x| where x is a factor. */
    @Override
    default Rounding rounding() {
        return new Rounding.Elementwise("torch.clamp(torch.abs(x), min=1.)", "1. + torch.abs(x)");
    }

    @Override
    default Shape output(Shape... x) {
        return one(x);
    }

    @Override
    default void forward(Frame at) {
        Array x = at.x();
        Array y = at.y(x.shape());
        Rows.each(x.size(), 1, (from, to) -> {
            for (int i = from; i < to; i++) {
                y.set(i, f(x.get(i)));
            }
        });
    }

    @Override
    default void backward(Frame at) {
        Array x = at.x();
        Array y = at.y();
        Array dy = at.dy();
        Array dx = at.dx();
        Rows.each(x.size(), 1, (from, to) -> {
            for (int i = from; i < to; i++) {
                dx.set(i, dy.get(i) * df(x.get(i), y.get(i)));
            }
        });
    }
}
