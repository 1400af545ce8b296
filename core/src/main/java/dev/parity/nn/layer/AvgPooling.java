package dev.parity.nn.layer;

import dev.parity.nn.Array;
import dev.parity.nn.Frame;
import dev.parity.nn.Rounding;

/**
 * y = Σ x / n over each window, where n is its size as the layer counts it.
 * <pre>
 *   dx = Σ dy / n of the windows in which x is
 * </pre>
 */
public sealed interface AvgPooling extends Pooling permits AdaptiveAvgPool2d, AvgPool1d, AvgPool2d {
    /** n of the window in a row and a column of windows. */
    int divisor(Windows rows, int row, Windows columns, int column);

    @Override
    default void forward(Frame at) {
        Array x = at.x();
        Array y = at.y(output(x.shape()));
        Tiling tiling = tiling(at);
        Windows rows = tiling.rows();
        Windows columns = tiling.columns();
        int width = tiling.width();
        tiling.each((o, plane, row) -> {
            for (int column = 0; column < columns.count(); column++) {
                double sum = 0;
                for (int r = rows.start(row); r < rows.end(row); r++) {
                    int start = plane + r * width;
                    for (int i = start + columns.start(column); i < start + columns.end(column); i++) {
                        sum += x.get(i);
                    }
                }
                y.set(o + column, sum / divisor(rows, row, columns, column));
            }
        });
    }

    @Override
    default void backward(Frame at) {
        Array dx = at.dx();
        Array dy = at.dy();
        dx.fill(0);
        Tiling tiling = tiling(at);
        Windows rows = tiling.rows();
        Windows columns = tiling.columns();
        int width = tiling.width();
        boolean once = rows.apart() && columns.apart();
        tiling.each((o, plane, row) -> {
            for (int column = 0; column < columns.count(); column++) {
                double share = dy.get(o + column) / divisor(rows, row, columns, column);
                for (int r = rows.start(row); r < rows.end(row); r++) {
                    int start = plane + r * width + columns.start(column);
                    int end = plane + r * width + columns.end(column);
                    for (int i = start; i < end; i++) {
                        dx.set(i, once ? share : dx.get(i) + share);
                    }
                }
            }
        });
    }

    @Override
    default Rounding rounding() {
        return Rounding.products();
    }
}
