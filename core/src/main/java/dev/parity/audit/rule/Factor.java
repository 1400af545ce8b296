package dev.parity.audit.rule;

import dev.parity.tensor.Tensor;
import java.util.OptionalDouble;

/** By which number all of an array is multiplied: a scalar product tells, before anything dearer is tried. */
final class Factor {
    /** What a fit may be off by, in roundoffs of the whole array; that it explains each element to rounding is judged afterwards. */
    private static final double REST = 1e4;

    private Factor() {}

    /**
     * The number other than 1 and 0 that an array is times what it should be, or nothing where it is no such number.
     *
     * @param u the roundoff of the coarser of both
     */
    static OptionalDouble of(Tensor c, Tensor e, double u) {
        if (c.size() != e.size() || c.size() == 0) {
            return OptionalDouble.empty();
        }
        double big = largest(e);
        double most = largest(c);
        if (!(big > 0 && big <= Double.MAX_VALUE && most > 0 && most <= Double.MAX_VALUE)) {
            return OptionalDouble.empty();
        }
        double along = 0;
        double size = 0;
        for (int i = 0; i < e.size(); i++) {
            double x = e.get(i) / big;
            along += c.get(i) / most * x;
            size += x * x;
        }
        double scaled = along / size;
        double rest = 0;
        double all = 0;
        for (int i = 0; i < e.size(); i++) {
            double x = c.get(i) / most;
            double off = x - scaled * (e.get(i) / big);
            rest += off * off;
            all += x * x;
        }
        double factor = scaled * (most / big);
        boolean one = Math.abs(factor - 1) <= REST * u;
        boolean fits = Math.sqrt(rest) <= REST * u * Math.sqrt(all);
        return fits && !one && factor != 0 && Double.isFinite(factor)
                ? OptionalDouble.of(factor)
                : OptionalDouble.empty();
    }

    private static double largest(Tensor array) {
        double most = 0;
        for (int i = 0; i < array.size(); i++) {
            double size = Math.abs(array.get(i));
            most = size <= most ? most : size; // NaN stays
        }
        return most;
    }

    /** An array over a number. */
    static Tensor divided(Tensor array, double by) {
        return Tensor.fill(array.dtype(), array.shape(), i -> array.get(i) / by);
    }
}
