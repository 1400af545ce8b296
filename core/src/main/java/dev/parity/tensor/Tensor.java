package dev.parity.tensor;

import java.nio.ByteBuffer;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;

/**
 * An array of numbers on the Java heap, row by row, without a framework behind it: what engines hand
 * over, what traces hold and what judges compare. Treat it as immutable: nobody writes to the
 * array that it was made of.
 */
public abstract sealed class Tensor permits DoubleTensor, FloatTensor, LongTensor {
    private final Shape shape;

    Tensor(Shape shape, int length) {
        if (shape.size() != length) {
            throw new IllegalArgumentException(length + " numbers do not fill shape " + shape);
        }
        this.shape = shape;
    }

    public static Tensor of(Shape shape, double... values) {
        return new DoubleTensor(shape, values);
    }

    public static Tensor of(Shape shape, float... values) {
        return new FloatTensor(shape, values, false);
    }

    /** An array of numbers that were stored in half of float32's bits. */
    static Tensor halves(Shape shape, float... values) {
        return new FloatTensor(shape, values, true);
    }

    public static Tensor of(Shape shape, long... values) {
        return new LongTensor(shape, values);
    }

    public static Tensor scalar(double value) {
        return new DoubleTensor(Shape.scalar(), new double[] {value});
    }

    /** An array of the given type, each element computed from its offset and rounded to that type. */
    public static Tensor fill(DType dtype, Shape shape, IntToDoubleFunction value) {
        int n = shape.size();
        switch (dtype) {
            case FLOAT32 -> {
                float[] a = new float[n];
                for (int i = 0; i < n; i++) {
                    a[i] = (float) value.applyAsDouble(i);
                }
                return new FloatTensor(shape, a, false);
            }
            case FLOAT64 -> {
                double[] a = new double[n];
                for (int i = 0; i < n; i++) {
                    a[i] = value.applyAsDouble(i);
                }
                return new DoubleTensor(shape, a);
            }
            default -> {
                long[] a = new long[n];
                for (int i = 0; i < n; i++) {
                    a[i] = (long) value.applyAsDouble(i);
                }
                return new LongTensor(shape, a);
            }
        }
    }

    public final Shape shape() {
        return shape;
    }

    public final int size() {
        return shape.size();
    }

    public abstract DType dtype();

    /** Whether it was stored as float16 or bfloat16, so that its numbers are rounded to these. */
    public boolean halved() {
        return false;
    }

    /** The element at a row-major offset, exactly (an int64 beyond 2⁵³ rounds). */
    public abstract double get(int i);

    /** The element at a row-major offset as an integer. */
    public abstract long getLong(int i);

    /** The same numbers under another shape of the same size. */
    public abstract Tensor reshape(Shape shape);

    /** Another arrangement of these numbers: each element comes from the offset here that {@code from} gives for it. */
    public abstract Tensor gather(Shape shape, IntUnaryOperator from);

    /** Writes {@code count} elements from a row-major offset on into a buffer, in that buffer's byte order. */
    public abstract void copyTo(ByteBuffer out, int from, int count);

    /** Reads {@code count} elements from a row-major offset on, as float64, to the front of an array. */
    public abstract void read(int from, int count, double[] into);

    /** The numbers as float64, in a copy of its own. */
    public double[] doubles() {
        double[] a = new double[size()];
        for (int i = 0; i < a.length; i++) {
            a[i] = get(i);
        }
        return a;
    }

    /** The numbers rounded to float32, in a copy of its own. */
    public float[] floats() {
        float[] a = new float[size()];
        for (int i = 0; i < a.length; i++) {
            a[i] = (float) get(i);
        }
        return a;
    }

    /** The numbers as integers, in a copy of its own. */
    public long[] longs() {
        long[] a = new long[size()];
        for (int i = 0; i < a.length; i++) {
            a[i] = getLong(i);
        }
        return a;
    }

    /** The numbers rounded to another type; itself if it has that type already. */
    public final Tensor to(DType dtype) {
        if (dtype == dtype()) {
            return this;
        }
        return switch (dtype) {
            case FLOAT32 -> new FloatTensor(shape, floats(), false);
            case FLOAT64 -> new DoubleTensor(shape, doubles());
            case INT64 -> new LongTensor(shape, longs());
        };
    }

    /** Same type, same shape, same bits (so a NaN equals itself, and 0 differs from -0). */
    public abstract boolean sameBits(Tensor other);

    @Override
    public String toString() {
        return dtype() + shape.toString();
    }
}
