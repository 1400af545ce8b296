package dev.parity.nn.layer;

import dev.parity.nn.Frame;
import dev.parity.nn.Rows;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Shape;
import java.util.List;

/**
 * What pooling layers have in common: each element of y is made of one window of x, plane by plane.
 * <pre>
 *   x (N, C, d...)    y (N, C, windows...)        N may be missing
 * </pre>
 */
public sealed interface Pooling extends Layer permits AvgPooling, MaxPooling {
    /** The windows along each pooled dimension of an input, or a refusal. */
    List<Windows> windows(Shape x);

    /** How many dimensions are pooled, the last ones. */
    int dims();

    @Override
    default Shape output(Shape... inputs) {
        Shape x = Sizes.check(type(), one(inputs), dims(), 0);
        try {
            List<Windows> windows = windows(x);
            return Sizes.image(
                    type(), x, x.dim(-dims() - 1), dims(), i -> windows.get(i).count());
        } catch (BadInput bad) {
            throw bad.at(type() + " with an input of shape " + x);
        }
    }

    /** A loop body over a row of windows: the first makes y's element {@code o}, x's plane begins at {@code plane}. */
    @FunctionalInterface
    interface Body {
        void row(int o, int plane, int row);
    }

    /** Two dimensions of windows; a single dimension is one row of them. */
    record Tiling(Windows rows, Windows columns, int planes, int plane, int width) {
        /** Every row of windows, with the planes shared among threads. */
        void each(Body body) {
            int across = columns.count();
            Rows.each(planes, plane, (from, to) -> {
                for (int p = from; p < to; p++) {
                    for (int r = 0; r < rows.count(); r++) {
                        body.row((p * rows.count() + r) * across, p * plane, r);
                    }
                }
            });
        }
    }

    /** The windows over the input of a frame. */
    default Tiling tiling(Frame at) {
        return tiling(at.x().shape());
    }

    /** The windows over an input of a shape. */
    default Tiling tiling(Shape x) {
        List<Windows> windows = windows(x);
        Windows rows = dims() == 1 ? Windows.covering(1, 1) : windows.get(0);
        int plane = x.size(x.rank() - dims(), x.rank());
        return new Tiling(rows, windows.get(dims() - 1), x.size() / plane, plane, x.dim(-1));
    }
}
