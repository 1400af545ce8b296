package dev.parity.record;

import dev.parity.tensor.DType;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Grain;
import java.util.function.IntUnaryOperator;

/** How near a record, so or so arranged, is to the network's array. What is not finite is near only to what is not finite in the same way. */
final class Likeness {
    /** Elements that are looked at: enough to tell arrangements apart. */
    private static final int SAMPLE = 4096;

    private Likeness() {}

    /** ‖record - array‖ / ‖array‖ over a sample of the elements. */
    static double off(Tensor record, Arrangement arrangement, Tensor array) {
        IntUnaryOperator place = arrangement.place(array.shape());
        int every = Math.max(1, array.size() / SAMPLE) | 1; // an odd step meets all columns
        double off = 0;
        double size = 0;
        for (int i = 0; i < array.size(); i += every) {
            double a = array.get(i);
            double d = record.get(place.applyAsInt(i)) - a;
            if (!Double.isNaN(d) || Double.isFinite(a)) {
                off += d * d;
                size += a * a;
            } else if (Double.doubleToLongBits(record.get(place.applyAsInt(i))) != Double.doubleToLongBits(a)) {
                off = Double.POSITIVE_INFINITY;
            }
        }
        double ratio = off == 0 ? 0 : Math.sqrt(off / size);
        return Double.isNaN(ratio) ? Double.POSITIVE_INFINITY : ratio;
    }

    /** Whether they are the same but for what rounding of a whole step may do. */
    static boolean near(Tensor record, Arrangement arrangement, Tensor array) {
        return off(record, arrangement, array) <= rounding(DType.coarser(record.dtype(), array.dtype()));
    }

    static double rounding(DType type) {
        return type == DType.FLOAT64 ? 1e-6 : 1e-3;
    }

    /**
     * Whether every element is the same, in the coarser of the two types: but for two units in the last place of float64, a drawn normal's,
     * and for the digits that a record has.
     */
    static boolean same(Tensor record, Arrangement arrangement, Tensor array, Grain grain) {
        IntUnaryOperator place = arrangement.place(array.shape());
        boolean single = DType.coarser(record.dtype(), array.dtype()) == DType.FLOAT32
                && record.dtype().isFloat()
                && array.dtype().isFloat();
        for (int i = 0; i < array.size(); i++) {
            double a = array.get(i);
            double r = record.get(place.applyAsInt(i));
            double digits =
                    grain.coarse() ? 1.01 * grain.error(a) + 2 * grain.type().roundoff() * Math.abs(a) : 0;
            boolean same = Math.abs(r - a) <= digits
                    || (single
                            ? Float.compare((float) r, (float) a) == 0
                            : Double.compare(r, a) == 0 || Math.abs(r - a) <= 0x1p-50 * Math.abs(a));
            if (!same) {
                return false;
            }
        }
        return true;
    }
}
