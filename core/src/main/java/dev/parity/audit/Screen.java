package dev.parity.audit;

import dev.parity.engine.TorchProgram.Lent;
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
record Screen(long[] far, double[] values, Trend trend) {
    /** Of arrays that cannot be held against each other. */
    static final Screen NONE = new Screen(new long[0], new double[0], Trend.NONE);

    /**
     * As many roundoffs of an element, or of what its row and column are off by as a rule, are near: below half of what rounding is
     * allowed by more than the candidate's own type rounds.
     */
    private static final double NEAR = 22;

    /** What is as near as that on the whole is alike, where errors of many operations are judged together. */
    private static final double ALIKE = 64;

    /** Elements that are looked at for a lean. */
    private static final int SAMPLE = 65536;

    private static final int STRETCH = 2048;

    /**
     * @param u the roundoff of what was computed
     * @param whole whether all elements make the trend
     */
    static Screen of(Tensor c, Lent e, double u, boolean whole) {
        double[] a = new double[STRETCH];
        double[] b = new double[STRETCH];
        long[] far = new long[16];
        double[] values = new double[16];
        int found = 0;
        double floor = NoiseScript.floor(u);
        Trend trend = Trend.NONE;
        for (int from = 0; from < c.size(); from += STRETCH) {
            int n = Math.min(STRETCH, c.size() - from);
            c.read(from, n, a);
            e.values().get(from, b, 0, n);
            if (whole || from < SAMPLE) {
                trend = trend.plus(trend(a, b, n));
            }
            for (int i = 0; i < n; i++) {
                if (!(Math.abs(a[i] - b[i]) - NEAR * u * Math.abs(b[i]) <= floor)) { // and not where both are infinite
                    if (found == far.length) {
                        far = Arrays.copyOf(far, 2 * found);
                        values = Arrays.copyOf(values, 2 * found);
                    }
                    far[found] = from + i;
                    values[found++] = a[i];
                }
            }
        }
        return new Screen(Arrays.copyOf(far, found), Arrays.copyOf(values, found), trend);
    }

    private static Trend trend(double[] c, double[] e, int n) {
        double along = 0;
        double off = 0;
        double size = 0;
        for (int i = 0; i < n; i++) {
            double d = c[i] - e[i];
            along += d * e[i];
            off += d * d;
            size += e[i] * e[i];
        }
        return new Trend(n, along, off, size);
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
        return Math.sqrt(trend.off()) <= ALIKE * u * Math.sqrt(trend.size()) ? only(new boolean[far.length]) : this;
    }

    /** Leaves out elements that are off by less than their row and column are as a rule: by less than 11 usual u of {@link Sizes}. */
    Screen beside(Lent e, double u, double usual, boolean columns) {
        if (clean() || usual == 0) {
            return this;
        }
        Sizes sizes = Sizes.of(e, columns);
        boolean[] stays = new boolean[far.length];
        for (int k = 0; k < far.length; k++) {
            int i = (int) far[k];
            double most = NEAR / 2 * usual * u * sizes.at(i);
            stays[k] = !(Math.abs(values[k] - e.values().get(i)) <= most) || Double.isInfinite(most);
        }
        return only(stays);
    }

    /**
     * How large the elements of an array of products are as a rule: r c / m, with r the root mean square of an element's row, c that of its column
     * and m that of all; or r, where columns do not count.
     */
    record Sizes(double[] row, double[] column) {
        static Sizes of(Lent e, boolean columns) {
            int[] dims = e.shape().dims();
            int width = dims.length == 0 ? 1 : dims[dims.length - 1];
            double[] row = new double[width == 0 ? 0 : e.shape().size() / width];
            double[] column = new double[width];
            double[] b = new double[width];
            double all = 0;
            for (int i = 0; i < row.length; i++) {
                e.values().get(i * width, b);
                double sum = 0;
                for (int j = 0; j < width; j++) {
                    double square = b[j] * b[j];
                    sum += square;
                    column[j] += square;
                }
                row[i] = Math.sqrt(sum / width);
                all += sum;
            }
            for (int j = 0; j < width; j++) {
                column[j] = columns ? Math.sqrt(column[j] * width / all) : 1;
            }
            return new Sizes(row, column);
        }

        double at(int place) {
            return row[place / column.length] * column[place % column.length];
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
