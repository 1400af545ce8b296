package dev.parity.nn.layer;

import dev.parity.nn.Array;
import dev.parity.nn.Frame;
import dev.parity.nn.Rounding;

/**
 * y = the largest element of each window.
 * <pre>
 *   dx = Σ dy of the windows whose largest element x is; of equal ones the first in the window
 * </pre>
 * A NaN is larger than anything, and the last one of a window is taken.
 */
public sealed interface MaxPooling extends Pooling permits AdaptiveMaxPool2d, MaxPool1d, MaxPool2d {
    @Override
    default void forward(Frame at) {
        Array x = at.x();
        Array y = at.y(output(x.shape()));
        Array largest = at.keepInts("largest", y.shape());
        Tiling tiling = tiling(at);
        Windows rows = tiling.rows();
        Windows columns = tiling.columns();
        int width = tiling.width();
        tiling.each((o, plane, row) -> {
            for (int column = 0; column < columns.count(); column++) {
                int first = columns.start(column);
                int end = columns.end(column);
                int place = plane + rows.start(row) * width + first;
                double max = Double.NEGATIVE_INFINITY;
                for (int r = rows.start(row); r < rows.end(row); r += rows.step) {
                    int start = plane + r * width;
                    for (int i = start + first; i < start + end; i += columns.step) {
                        double v = x.get(i);
                        if (v > max || v != v) {
                            max = v;
                            place = i;
                        }
                    }
                }
                y.set(o + column, max);
                largest.set(o + column, place);
            }
        });
    }

    @Override
    default void backward(Frame at) {
        Array dx = at.dx();
        Array dy = at.dy();
        Array largest = at.kept("largest");
        dx.fill(0);
        Tiling tiling = tiling(at);
        int across = tiling.columns().count();
        tiling.each((o, plane, row) -> {
            for (int i = o; i < o + across; i++) {
                dx.add((int) largest.getLong(i), dy.get(i));
            }
        });
    }

    @Override
    default Rounding rounding() {
        return new Rounding.Choice();
    }
}
