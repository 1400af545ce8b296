package dev.parity.audit.judge;

import dev.parity.audit.Allowance;
import dev.parity.engine.TorchProgram.Lent;
import dev.parity.nn.Sums;
import dev.parity.tensor.Tensor;
import java.util.Arrays;

/**
 * A first look at an array c of the candidate's, beside what is expected of it, e: which elements are not so near that no deviation of
 * their rounding needs to be known. Nearly all arrays end here, so it reads them once, in stretches that stay in a processor's cache.
 *
 * @param far the places of those elements
 * @param values what the candidate has there
 * @param trend of all elements, or of so many that a lean of the whole array would show in them
 */
public record Screen(long[] far, double[] values, Trend trend) {
    /** Elements that are looked at for a lean: so many or a little more, from all over a longer array. */
    private static final int SAMPLE = 16384;

    /** Three stretches fit into a cache of the first level: 0.8 ns an element, where it was 1.3 with twice as many. */
    private static final int STRETCH = 1024;

    /**
     * @param u the roundoff of what was computed
     * @param whole whether all elements make the trend
     */
    static Screen of(Tensor c, Lent e, double u, boolean whole) {
        int stretch = Math.min(STRETCH, c.size());
        double[] a = new double[stretch];
        double[] b = new double[stretch];
        double[] d = new double[stretch];
        long[] far = new long[16];
        double[] values = new double[16];
        int found = 0;
        Trend trend = Trend.NONE;
        double floor = Allowance.floor(u);
        int every = whole ? 1 : Math.max(1, c.size() / SAMPLE);
        for (int from = 0; from < c.size(); from += STRETCH) {
            int n = Math.min(STRETCH, c.size() - from);
            c.read(from, n, a);
            e.values().get(from, b, 0, n);
            if (from / STRETCH % every == 0) {
                trend = trend.plus(trend(a, b, n));
            }
            beyond(a, b, Allowance.NEAR * u, d, n);
            for (int i = next(d, floor, 0, n); i < n; i = next(d, floor, i + 1, n)) {
                if (found == far.length) {
                    far = Arrays.copyOf(far, 2 * found);
                    values = Arrays.copyOf(values, 2 * found);
                }
                far[found] = from + i;
                values[found++] = a[i];
            }
        }
        return new Screen(Arrays.copyOf(far, found), Arrays.copyOf(values, found), trend);
    }

    /** Three sums in one loop, two elements of each at once: 0.6 ns an element, and one after the other 0.95. */
    private static Trend trend(double[] c, double[] e, int n) {
        double along = 0;
        double along1 = 0;
        double off = 0;
        double off1 = 0;
        double size = 0;
        double size1 = 0;
        int i = 0;
        for (; i + 1 < n; i += 2) {
            double d = c[i] - e[i];
            double d1 = c[i + 1] - e[i + 1];
            along += d * e[i];
            along1 += d1 * e[i + 1];
            off += d * d;
            off1 += d1 * d1;
            size += e[i] * e[i];
            size1 += e[i + 1] * e[i + 1];
        }
        if (i < n) {
            double d = c[i] - e[i];
            along += d * e[i];
            off += d * d;
            size += e[i] * e[i];
        }
        return new Trend(n, along + along1, off + off1, size + size1);
    }

    // These two loops do one thing each: the first is done to four elements at once.

    private static void beyond(double[] c, double[] e, double near, double[] d, int n) {
        for (int i = 0; i < n; i++) {
            d[i] = Math.abs(c[i] - e[i]) - near * Math.abs(e[i]);
        }
    }

    /** The next place of what is above the floor, or no number. */
    private static int next(double[] d, double floor, int from, int n) {
        for (int i = from; i < n; i++) {
            if (!(d[i] <= floor)) {
                return i;
            }
        }
        return n;
    }

    boolean clean() {
        return far.length == 0;
    }

    /** Whether all that was looked at is finite. What is not finite is never near. */
    boolean finite() {
        return Arrays.stream(values).allMatch(Double::isFinite);
    }

    /** Nothing is far in an array that is near on the whole. */
    Screen together(double u) {
        return Math.sqrt(trend.off()) <= Allowance.ALIKE * u * Math.sqrt(trend.size())
                ? only(new boolean[far.length])
                : this;
    }

    /** Leaves out elements that are off by no more than rounding does to what they were before a step: 4 u of that. */
    Screen moved(Lent e, Tensor before, double u) {
        if (clean() || before.size() != e.shape().size()) {
            return this;
        }
        boolean[] stays = new boolean[far.length];
        for (int k = 0; k < far.length; k++) {
            int i = (int) far[k];
            stays[k] = beyond(e, k, Allowance.MOVED * u * Math.abs(before.get(i)));
        }
        return only(stays);
    }

    /** Leaves out elements that are off by less than their row and column are as a rule: by less than 11 usual u of {@link Sizes}. */
    Screen beside(Lent e, double u, double usual, boolean columns) {
        if (clean() || usual == 0) {
            return this;
        }
        return beyond(e, Allowance.NEAR / 2 * usual * u, Sizes.of(e, columns));
    }

    /** Leaves out elements that are off by less than a multiple of what float32 was, not long ago. */
    Screen like(Lent e, double u, Float32Error error) {
        if (clean()) {
            return this;
        }
        return beyond(e, error.near() * u, error.at(Sizes.of(e, error.columns().size(), false)));
    }

    /**
     * How far off an element is.
     *
     * @param noise in deviations, of which none is below half a unit in its last place; infinite where that says nothing
     * @param allowed what would have been rounding there
     */
    record Furthest(double noise, double allowed) {}

    /** The element that is furthest off, by the deviations s of all elements, or of all alike. */
    Furthest furthest(Lent e, Lent s, double u) {
        Furthest worst = new Furthest(0, 0);
        for (int k = 0; k < far.length; k++) {
            int i = (int) far[k];
            double expected = e.values().get(i);
            double deviation = Math.max(s.values().get(s.shape().size() == 1 ? 0 : i), u / 2 * Math.abs(expected));
            double noise = Math.abs(values[k] - expected) / deviation;
            if (!Double.isFinite(noise) || !Double.isFinite(deviation)) {
                return new Furthest(Double.POSITIVE_INFINITY, 0);
            }
            if (noise > worst.noise) {
                worst = new Furthest(noise, Allowance.DEVIATIONS * deviation);
            }
        }
        return worst;
    }

    /** Those that are off by more than a multiple of their size. */
    private Screen beyond(Lent e, double times, Sizes sizes) {
        boolean[] stays = new boolean[far.length];
        int width = sizes.column.length;
        int row = 0;
        for (int k = 0; k < far.length; k++) {
            int i = (int) far[k];
            while (i >= (row + 1) * width) {
                row++;
            }
            stays[k] = beyond(e, k, times * sizes.row[row] * sizes.column[i - row * width]);
        }
        return only(stays);
    }

    /** Whether the k-th of them is off by more than a limit, or its limit says nothing. */
    private boolean beyond(Lent e, int k, double limit) {
        return !(Math.abs(values[k] - e.values().get((int) far[k])) <= limit && limit < Double.POSITIVE_INFINITY);
    }

    /**
     * How large the elements of an array of products are as a rule: r c / m, with r the root mean square of an element's row, c that of its column
     * and m that of all; or r, where columns do not count or hold no more than the element itself.
     */
    record Sizes(double[] row, double[] column) {
        /** A row is the last dimension, or all of an array in which that is 1. */
        static Sizes of(Lent e, boolean columns) {
            int[] dims = e.shape().dims();
            int last = dims.length == 0 ? 1 : dims[dims.length - 1];
            return of(e, last == 1 ? e.shape().size() : last, columns);
        }

        static Sizes of(Lent e, int width, boolean columns) {
            int size = e.shape().size();
            double[] row = new double[width == 0 ? 0 : size / width];
            double[] column = new double[width];
            double[] b = new double[Math.max(width, STRETCH / Math.max(width, 1) * width)];
            double all = 0;
            for (int from = 0; from < size; from += b.length) {
                int n = Math.min(b.length, size - from);
                e.values().get(from, b, 0, n);
                for (int i = 0; i < n; i += width) {
                    double sum = Sums.products(b, b, i, i + width);
                    if (columns) {
                        add(b, i, column);
                    }
                    row[(from + i) / width] = Math.sqrt(sum / width);
                    all += sum;
                }
            }
            for (int j = 0; j < width; j++) {
                column[j] = columns && row.length > 1 ? Math.sqrt(column[j] * width / all) : 1;
            }
            return new Sizes(row, column);
        }

        /** Adds the squares of a row to those of its columns. */
        private static void add(double[] b, int from, double[] column) {
            for (int j = 0; j < column.length; j++) {
                column[j] += b[from + j] * b[from + j];
            }
        }
    }

    private Screen only(boolean[] stays) {
        int n = 0;
        long[] far = new long[this.far.length];
        double[] values = new double[far.length];
        for (int k = 0; k < stays.length; k++) {
            if (stays[k]) {
                far[n] = this.far[k];
                values[n++] = this.values[k];
            }
        }
        return new Screen(Arrays.copyOf(far, n), Arrays.copyOf(values, n), trend);
    }
}
