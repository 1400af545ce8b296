package dev.parity.nn.layer;

import dev.parity.nn.Array;
import dev.parity.nn.Rows;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Shape;
import java.util.Arrays;

/**
 * A small array read as if it had a larger shape: dimensions of size 1, and those that are missing in front, repeat.
 * Backwards, what was repeated is summed. Rows are those of the large shape, {@link #width} elements each.
 *
 * @see <a href="https://pytorch.org/docs/stable/notes/broadcasting.html">broadcasting in PyTorch</a>
 */
final class Broadcast {
    private final int[] dims;
    /** By dimension of the large shape, how far apart neighbours are in the small array: 0 where it repeats. */
    private final int[] strides;

    private final int rows;
    private final int width;
    private final int step;

    Broadcast(Shape small, Shape large) {
        int rank = Math.max(1, large.rank());
        int[] wide = padded(small, rank);
        this.dims = padded(large, rank);
        this.strides = new int[rank];
        for (int d = rank - 1, stride = 1; d >= 0; stride *= wide[d--]) {
            strides[d] = wide[d] == 1 ? 0 : stride;
        }
        this.width = dims[rank - 1];
        this.step = strides[rank - 1];
        this.rows = width == 0 ? 0 : large.size() / width;
    }

    /** The shape that several broadcast to, or a refusal that names them. */
    static Shape shape(String who, Shape... x) {
        int rank = Arrays.stream(x).mapToInt(Shape::rank).max().orElse(0);
        int[] all = padded(Shape.scalar(), rank);
        for (Shape shape : x) {
            int[] dims = padded(shape, rank);
            for (int d = 0; d < rank; d++) {
                if (dims[d] != 1 && all[d] != 1 && dims[d] != all[d]) {
                    throw new BadInput(
                            who + " takes inputs of one shape, or of shapes that differ only where one of them "
                                    + "has size 1, and here come " + Arrays.toString(x));
                }
                all[d] = all[d] == 1 ? dims[d] : all[d];
            }
        }
        return Shape.of(all);
    }

    private static int[] padded(Shape shape, int rank) {
        int[] dims = new int[rank];
        Arrays.fill(dims, 1);
        System.arraycopy(shape.dims(), 0, dims, rank - shape.rank(), shape.rank());
        return dims;
    }

    int rows() {
        return rows;
    }

    int width() {
        return width;
    }

    /** How far apart the elements of a row are in the small array: 1, or 0 where one element stands for all. */
    int step() {
        return step;
    }

    /** Where a row begins in the small array. */
    int start(int row) {
        int start = 0;
        for (int d = dims.length - 2; d >= 0; d--) {
            start += row % dims[d] * strides[d];
            row /= dims[d];
        }
        return start;
    }

    /** {@code large = small}, repeated. */
    void spread(Array small, Array large) {
        if (small.size() == large.size()) {
            large.copy(small);
            return;
        }
        large.fill(0);
        add(small, large);
    }

    /** {@code large += small}, repeated. */
    void add(Array small, Array large) {
        Rows.each(rows, width, (from, to) -> {
            for (int r = from; r < to; r++) {
                int start = start(r);
                if (step == 1) {
                    large.add(r * width, small, start, width);
                    continue;
                }
                double value = small.get(start);
                for (int i = r * width, end = i + width; i < end; i++) {
                    large.add(i, value);
                }
            }
        });
    }

    /**
     * {@code small = factor · large}, summed over what repeats.
     *
     * @param sums scratch of the small array's shape, in float64 so that long sums do not lose digits
     */
    void sum(Array large, double factor, Array sums, Array small) {
        sums.fill(0);
        for (int r = 0; r < rows; r++) {
            int start = start(r);
            int row = r * width;
            if (step == 1) {
                for (int i = 0; i < width; i++) {
                    sums.add(start + i, large.get(row + i));
                }
                continue;
            }
            double sum = 0;
            for (int i = 0; i < width; i++) {
                sum += large.get(row + i);
            }
            sums.add(start, sum);
        }
        for (int i = 0, n = small.size(); i < n; i++) {
            small.set(i, factor * sums.get(i));
        }
    }
}
