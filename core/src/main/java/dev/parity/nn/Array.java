package dev.parity.nn;

import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An ND4J array with its memory at hand: row-major, contiguous, written in place.
 *
 * <p>ND4J's own operations cost 4 to 25 µs a call, a plain loop over the same memory about a nanosecond an element, so the
 * layers of a handwritten network loop, and leave only matrix products to ND4J's OpenBLAS ({@link Matrix}).
 * Elements are read and written as {@code double} whatever the type, so each formula is written once; float32 rounds
 * when it is stored. The few operations that are cheap per element and everywhere are here, in the array's own type.
 */
public abstract sealed class Array permits DoubleArray, FloatArray, LongArray {
    /** Shorter runs are added where they are, longer ones in pieces. */
    static final int SHORT = 32;

    static final int PIECE = 1024;

    private final INDArray nd4j;
    private final Shape shape;

    Array(INDArray nd4j, Shape shape) {
        this.nd4j = nd4j;
        this.shape = shape;
    }

    /** The array over an ND4J array that is contiguous in C order. */
    public static Array of(INDArray nd4j, Shape shape) {
        DataType type = nd4j.dataType();
        if (type == DataType.DOUBLE) {
            return new DoubleArray(nd4j, shape);
        } else if (type == DataType.FLOAT) {
            return new FloatArray(nd4j, shape);
        } else if (type == DataType.INT64) {
            return new LongArray(nd4j, shape);
        }
        throw new IllegalArgumentException("no handwritten arithmetic in " + type);
    }

    public final INDArray nd4j() {
        return nd4j;
    }

    public final Shape shape() {
        return shape;
    }

    public final int size() {
        return shape.size();
    }

    /** The size of a dimension; negative ones count from the end. */
    public final int dim(int i) {
        return shape.dim(i);
    }

    public abstract DType dtype();

    public abstract double get(int i);

    public abstract long getLong(int i);

    public abstract void set(int i, double value);

    /** {@code this[i] += value}. */
    public final void add(int i, double value) {
        set(i, get(i) + value);
    }

    /** {@code this[i] = value} for all i. */
    public final void fill(double value) {
        fill(0, size(), value);
    }

    /** {@code this[from + i] = value} for {@code length} elements. */
    public abstract void fill(int from, int length, double value);

    /** {@code this[to + i] = from[start + i]} for {@code length} elements. */
    public abstract void copy(int to, Array from, int start, int length);

    /** {@code this = from}. */
    public final void copy(Array from) {
        copy(0, from, 0, size());
    }

    /**
     * {@code this[to + i] += from[start + i]} for {@code length} elements. Longer runs are added on the Java heap, piece by
     * piece: there the compiler uses vector instructions, as it does not for native memory, and in spite of the copies
     * that is three times faster.
     */
    public abstract void add(int to, Array from, int start, int length);

    /** {@code this += from}. */
    public final void add(Array from) {
        add(0, from, 0, size());
    }

    /** {@code this *= factor}, the factor rounded to this array's type first. */
    public abstract void scale(double factor);

    /** {@code into[to + i] = this[start + i]} for {@code length} elements: at a third of the cost of getting each. */
    public abstract void read(int start, double[] into, int to, int length);

    /** {@code this[start + i] = from[at + i]} for {@code length} elements, each rounded to this array's type. */
    public abstract void write(int start, double[] from, int at, int length);

    /** Copies elements to the heap in bulk; the array is one of floats. */
    void get(int start, float[] to, int length) {
        throw new IllegalStateException("an array of " + dtype() + " holds no floats");
    }

    /** Copies elements to the heap in bulk; the array is one of doubles. */
    void get(int start, double[] to, int length) {
        throw new IllegalStateException("an array of " + dtype() + " holds no doubles");
    }

    /** Takes elements from the heap in bulk; the array is one of floats. */
    void set(int start, float[] from, int at, int length) {
        throw new IllegalStateException("an array of " + dtype() + " holds no floats");
    }

    /** Takes elements from the heap in bulk; the array is one of doubles. */
    void set(int start, double[] from, int at, int length) {
        throw new IllegalStateException("an array of " + dtype() + " holds no doubles");
    }

    /** A copy on the Java heap. */
    public abstract Tensor tensor();

    /** Takes the numbers of a tensor of the same size, rounded to this array's type. */
    public abstract void load(Tensor tensor);

    /** The address of an element, for OpenBLAS. */
    abstract Pointer pointer(int offset);

    /** The whole array, or a part of it, as a row-major matrix. */
    public final Matrix matrix(int rows, int columns) {
        return new Matrix(this, 0, rows, columns, columns, false);
    }
}
