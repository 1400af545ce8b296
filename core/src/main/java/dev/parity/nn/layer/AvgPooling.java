package dev.parity.nn.layer;

import dev.parity.nn.Array;
import dev.parity.nn.Frame;
import dev.parity.nn.Rounding;
import dev.parity.nn.Sums;

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
            double[] next = new double[width];
            double[] sums = new double[width];
            for (int r = rows.start(row); r < rows.end(row); r++) {
                x.read(plane + r * width, next, 0, width);
                for (int i = 0; i < width; i++) {
                    sums[i] += next[i];
                }
            }
            double[] means = new double[columns.count()];
            for (int column = 0; column < means.length; column++) {
                means[column] = Sums.sum(sums, columns.start(column), columns.end(column))
                        / divisor(rows, row, columns, column);
            }
            y.write(o, means, 0, means.length);
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
        boolean once = rows.apart();
        tiling.each((o, plane, row) -> {
            double[] before = new double[width];
            double[] shares = new double[width];
            for (int column = 0; column < columns.count(); column++) {
                double share = dy.get(o + column) / divisor(rows, row, columns, column);
                for (int i = columns.start(column); i < columns.end(column); i++) {
                    shares[i] += share;
                }
            }
            for (int r = rows.start(row); r < rows.end(row); r++) {
                if (!once) {
                    dx.read(plane + r * width, before, 0, width);
                    for (int i = 0; i < width; i++) {
                        before[i] += shares[i];
                    }
                }
                dx.write(plane + r * width, once ? shares : before, 0, width);
            }
        });
    }

    @Override
    default Rounding rounding() {
        return Rounding.products();
    }
}
