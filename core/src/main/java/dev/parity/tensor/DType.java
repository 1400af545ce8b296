package dev.parity.tensor;

import java.util.Locale;

/** The element types of arrays, under the names that PyTorch and NumPy give them. */
public enum DType {
    /** IEEE single precision; unit roundoff 2⁻²⁴. */
    FLOAT32(4, 0x1p-24),
    /** IEEE double precision; unit roundoff 2⁻⁵³. */
    FLOAT64(8, 0x1p-53),
    /** Signed 64-bit integers: class labels, token ids, indices. */
    INT64(8, 0);

    private final int bytes;
    private final double roundoff;

    DType(int bytes, double roundoff) {
        this.bytes = bytes;
        this.roundoff = roundoff;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    /** The unit roundoff u: the largest relative error of one correctly rounded operation. */
    public double roundoff() {
        return roundoff;
    }

    public boolean isFloat() {
        return this != INT64;
    }

    /** The coarser of two float types; an integer array has no rounding, so the other one decides. */
    public static DType coarser(DType a, DType b) {
        return a.roundoff >= b.roundoff ? a : b;
    }

    /** The name as written in a spec: {@code float32}, {@code float64}, {@code int64}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
