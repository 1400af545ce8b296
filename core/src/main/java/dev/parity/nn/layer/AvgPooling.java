package dev.parity.nn.layer;

import dev.parity.formula.Axis;
import dev.parity.formula.Compare;
import dev.parity.formula.Constant;
import dev.parity.formula.Count;
import dev.parity.formula.Formula;
import dev.parity.formula.Leaf;
import dev.parity.formula.Node;
import dev.parity.formula.Place;
import dev.parity.nn.Array;
import dev.parity.nn.Frame;
import dev.parity.nn.Rounding;
import dev.parity.nn.Sums;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import java.util.List;
import java.util.Optional;

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

    /** What a window's sum is divided by, where it is not the number of its places within x. */
    default Optional<Node> divisor(ImageAxes at) {
        return Optional.empty();
    }

    @Override
    default List<Formula> formulas(DType network, Shape... inputs) {
        ImageAxes at = axes(inputs[0]);
        Axis c = Axis.of("c", inputs[0].dim(-dims() - 1));
        Node x = Leaf.of("x", at.over(c, at.image()));
        Node dy = Leaf.of("dy", at.over(c, at.made()));
        if (lie().isEmpty()) {
            Node within = within(at);
            Node count = within.sum(at.image());
            return List.of(
                    Formula.of("y", "y", x.times(within).sum(at.image()).over(count), at.over(c, at.made())),
                    Formula.of("dx", "dx", dy.times(within).over(count).sum(at.made()), at.over(c, at.image())));
        }
        Node divisor = divisor(at).orElseGet(() -> counted(at));
        return List.of(
                Formula.of("y", "y", seen(x, at, 0).sum(at.kernel()).over(divisor), at.over(c, at.made())),
                Formula.of("dx", "dx", back(dy.over(divisor), at).sum(at.kernel()), at.over(c, at.image())));
    }

    /** The number of a window's places within x. */
    private Node counted(ImageAxes at) {
        Lie lie = lie().orElseThrow();
        Node count = Constant.of(1);
        for (int d = 0; d < dims(); d++) {
            count = count.times(places(at, d, lie, 0).sum(at.kernel()[d]));
        }
        return count;
    }

    /** 1 for each place of a window that lies within x and so much padding beside it. */
    static Node places(ImageAxes at, int d, Lie lie, int padding) {
        Node h = new Place(at.made()[d])
                .times(lie.stride().get(d))
                .plus(new Place(at.kernel()[d]))
                .minus(Constant.of(lie.padding().get(d)));
        Node end = Count.of(at.image()[d]).plus(Constant.of(padding));
        return h.is(Compare.Test.FROM, -padding).times(h.is(Compare.Test.BELOW, end));
    }

    /** The number of a window's places within x and its padding: all of them, unless it hangs over. */
    default Node countedWithPadding(ImageAxes at, boolean hangs) {
        if (!hangs) {
            return Count.of(at.kernel());
        }
        Lie lie = lie().orElseThrow();
        Node count = Constant.of(1);
        for (int d = 0; d < dims(); d++) {
            count = count.times(places(at, d, lie, lie.padding().get(d)).sum(at.kernel()[d]));
        }
        return count;
    }
}
