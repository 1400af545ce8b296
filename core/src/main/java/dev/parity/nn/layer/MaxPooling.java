package dev.parity.nn.layer;

import dev.parity.formula.Axis;
import dev.parity.formula.Formula;
import dev.parity.formula.Largest;
import dev.parity.formula.Leaf;
import dev.parity.formula.Node;
import dev.parity.nn.Array;
import dev.parity.nn.Frame;
import dev.parity.nn.Hidden;
import dev.parity.nn.Rounding;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.util.List;

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
    default List<Hidden> hides(Tensor... x) {
        return ties(x[0])
                ? List.of()
                : List.of(Hidden.blind(
                        "the wrong one of two equal largest elements of a window, since no window of " + type()
                                + " holds two",
                        "let x hold whole numbers, such as {\"randint\": [0, 3]}, or put a ReLU before it"));
    }

    /** Whether the largest element of some window is there twice. */
    private boolean ties(Tensor x) {
        Tiling tiling = tiling(x.shape());
        for (int p = 0; p < tiling.planes(); p++) {
            for (int row = 0; row < tiling.rows().count(); row++) {
                for (int column = 0; column < tiling.columns().count(); column++) {
                    if (ties(x, tiling, p * tiling.plane(), row, column)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static boolean ties(Tensor x, Tiling tiling, int plane, int row, int column) {
        Windows rows = tiling.rows();
        Windows columns = tiling.columns();
        double max = Double.NEGATIVE_INFINITY;
        boolean twice = false;
        for (int r = rows.start(row); r < rows.end(row); r += rows.step) {
            for (int c = columns.start(column); c < columns.end(column); c += columns.step) {
                double v = x.get(plane + r * tiling.width() + c);
                twice = v == max || twice && v < max;
                max = Math.max(max, v);
            }
        }
        return twice;
    }

    @Override
    default Rounding rounding() {
        return new Rounding.Choice();
    }

    @Override
    default List<Formula> formulas(DType network, Shape... inputs) {
        ImageAxes at = axes(inputs[0]);
        Axis c = Axis.of("c", inputs[0].dim(-dims() - 1));
        Node x = Leaf.of("x", at.over(c, at.image()));
        Node dy = Leaf.of("dy", at.over(c, at.made()));
        boolean slides = lie().isPresent();
        Axis[] window = slides ? at.kernel() : at.image();
        Node seen = slides ? seen(x, at, Double.NEGATIVE_INFINITY) : x.where(within(at), Double.NEGATIVE_INFINITY);
        Node handed = dy.times(Largest.first(seen, window));
        Node dx = slides ? back(handed, at).sum(at.kernel()) : handed.sum(at.made());
        return List.of(
                Formula.of("y", "y", seen.max(window), at.over(c, at.made())),
                Formula.of("dx", "dx", dx, at.over(c, at.image())));
    }
}
