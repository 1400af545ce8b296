package dev.parity.nn;

import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
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
public abstract sealed class Array {
    /** Shorter runs are added where they are, longer ones in pieces. */
    private static final int SHORT = 32;

    private static final int PIECE = 1024;

    private final INDArray nd4j;
    private final Shape shape;

    private Array(INDArray nd4j, Shape shape) {
        this.nd4j = nd4j;
        this.shape = shape;
    }

    /** The array over an ND4J array that is contiguous in C order. */
    public static Array of(INDArray nd4j, Shape shape) {
        DataType type = nd4j.dataType();
        if (type == DataType.DOUBLE) {
            return new F64(nd4j, shape);
        } else if (type == DataType.FLOAT) {
            return new F32(nd4j, shape);
        } else if (type == DataType.INT64) {
            return new I64(nd4j, shape);
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

    private static final class F64 extends Array {
        private static final ThreadLocal<double[]> BLOCK = ThreadLocal.withInitial(() -> new double[PIECE]);
        private static final ThreadLocal<double[]> TERMS = ThreadLocal.withInitial(() -> new double[PIECE]);

        private final DoubleBuffer a;
        private final DoublePointer address;

        F64(INDArray nd4j, Shape shape) {
            super(nd4j, shape);
            this.a = nd4j.data().asNioDouble();
            this.address = (DoublePointer) nd4j.data().addressPointer();
        }

        @Override
        public DType dtype() {
            return DType.FLOAT64;
        }

        @Override
        public double get(int i) {
            return a.get(i);
        }

        @Override
        public long getLong(int i) {
            return (long) a.get(i);
        }

        @Override
        public void set(int i, double value) {
            a.put(i, value);
        }

        @Override
        public void fill(int from, int length, double value) {
            for (int i = from, end = from + length; i < end; i++) {
                a.put(i, value);
            }
        }

        @Override
        public void copy(int to, Array from, int start, int length) {
            a.put(to, ((F64) from).a, start, length);
        }

        @Override
        public void add(int to, Array from, int start, int length) {
            DoubleBuffer b = ((F64) from).a;
            if (length < SHORT) {
                for (int i = 0; i < length; i++) {
                    a.put(to + i, a.get(to + i) + b.get(start + i));
                }
                return;
            }
            double[] sums = BLOCK.get();
            double[] terms = TERMS.get();
            for (int done = 0; done < length; done += PIECE) {
                int piece = Math.min(PIECE, length - done);
                a.get(to + done, sums, 0, piece);
                b.get(start + done, terms, 0, piece);
                for (int i = 0; i < piece; i++) {
                    sums[i] += terms[i];
                }
                a.put(to + done, sums, 0, piece);
            }
        }

        @Override
        public void scale(double factor) {
            for (int i = 0, n = size(); i < n; i++) {
                a.put(i, a.get(i) * factor);
            }
        }

        @Override
        public void read(int start, double[] into, int to, int length) {
            a.get(start, into, to, length);
        }

        @Override
        public void write(int start, double[] from, int at, int length) {
            a.put(start, from, at, length);
        }

        @Override
        void get(int start, double[] to, int length) {
            a.get(start, to, 0, length);
        }

        @Override
        void set(int start, double[] from, int at, int length) {
            a.put(start, from, at, length);
        }

        @Override
        public Tensor tensor() {
            double[] copy = new double[size()];
            a.get(0, copy);
            return Tensor.of(shape(), copy);
        }

        @Override
        public void load(Tensor tensor) {
            a.put(0, tensor.doubles());
        }

        @Override
        Pointer pointer(int offset) {
            return offset == 0 ? address : address.getPointer(offset);
        }
    }

    private static final class F32 extends Array {
        /** Where floats wait on their way to doubles and back: a buffer moves them in bulk, but converts none. */
        private static final ThreadLocal<float[]> BLOCK = ThreadLocal.withInitial(() -> new float[PIECE]);

        private static final ThreadLocal<float[]> TERMS = ThreadLocal.withInitial(() -> new float[PIECE]);

        private final FloatBuffer a;
        private final FloatPointer address;

        F32(INDArray nd4j, Shape shape) {
            super(nd4j, shape);
            this.a = nd4j.data().asNioFloat();
            this.address = (FloatPointer) nd4j.data().addressPointer();
        }

        @Override
        public DType dtype() {
            return DType.FLOAT32;
        }

        @Override
        public double get(int i) {
            return a.get(i);
        }

        @Override
        public long getLong(int i) {
            return (long) a.get(i);
        }

        @Override
        public void set(int i, double value) {
            a.put(i, (float) value);
        }

        @Override
        public void fill(int from, int length, double value) {
            float v = (float) value;
            for (int i = from, end = from + length; i < end; i++) {
                a.put(i, v);
            }
        }

        @Override
        public void copy(int to, Array from, int start, int length) {
            a.put(to, ((F32) from).a, start, length);
        }

        @Override
        public void add(int to, Array from, int start, int length) {
            FloatBuffer b = ((F32) from).a;
            if (length < SHORT) {
                for (int i = 0; i < length; i++) {
                    a.put(to + i, a.get(to + i) + b.get(start + i));
                }
                return;
            }
            float[] sums = BLOCK.get();
            float[] terms = TERMS.get();
            for (int done = 0; done < length; done += PIECE) {
                int piece = Math.min(PIECE, length - done);
                a.get(to + done, sums, 0, piece);
                b.get(start + done, terms, 0, piece);
                for (int i = 0; i < piece; i++) {
                    sums[i] += terms[i];
                }
                a.put(to + done, sums, 0, piece);
            }
        }

        @Override
        public void scale(double factor) {
            float f = (float) factor;
            for (int i = 0, n = size(); i < n; i++) {
                a.put(i, a.get(i) * f);
            }
        }

        @Override
        public void read(int start, double[] into, int to, int length) {
            float[] block = BLOCK.get();
            for (int done = 0; done < length; done += block.length) {
                int n = Math.min(block.length, length - done);
                a.get(start + done, block, 0, n);
                for (int i = 0; i < n; i++) {
                    into[to + done + i] = block[i];
                }
            }
        }

        @Override
        public void write(int start, double[] from, int at, int length) {
            float[] block = BLOCK.get();
            for (int done = 0; done < length; done += block.length) {
                int n = Math.min(block.length, length - done);
                for (int i = 0; i < n; i++) {
                    block[i] = (float) from[at + done + i];
                }
                a.put(start + done, block, 0, n);
            }
        }

        @Override
        void get(int start, float[] to, int length) {
            a.get(start, to, 0, length);
        }

        @Override
        void set(int start, float[] from, int at, int length) {
            a.put(start, from, at, length);
        }

        @Override
        public Tensor tensor() {
            float[] copy = new float[size()];
            a.get(0, copy);
            return Tensor.of(shape(), copy);
        }

        @Override
        public void load(Tensor tensor) {
            a.put(0, tensor.floats());
        }

        @Override
        Pointer pointer(int offset) {
            return offset == 0 ? address : address.getPointer(offset);
        }
    }

    private static final class I64 extends Array {
        private final LongBuffer a;

        I64(INDArray nd4j, Shape shape) {
            super(nd4j, shape);
            this.a = nd4j.data().asNioLong();
        }

        @Override
        public DType dtype() {
            return DType.INT64;
        }

        @Override
        public double get(int i) {
            return a.get(i);
        }

        @Override
        public long getLong(int i) {
            return a.get(i);
        }

        @Override
        public void set(int i, double value) {
            a.put(i, (long) value);
        }

        @Override
        public void fill(int from, int length, double value) {
            for (int i = from, end = from + length; i < end; i++) {
                a.put(i, (long) value);
            }
        }

        @Override
        public void copy(int to, Array from, int start, int length) {
            a.put(to, ((I64) from).a, start, length);
        }

        @Override
        public void add(int to, Array from, int start, int length) {
            LongBuffer b = ((I64) from).a;
            for (int i = 0; i < length; i++) {
                a.put(to + i, a.get(to + i) + b.get(start + i));
            }
        }

        @Override
        public void scale(double factor) {
            throw new IllegalStateException("integers are counted, not scaled");
        }

        @Override
        public void read(int start, double[] into, int to, int length) {
            for (int i = 0; i < length; i++) {
                into[to + i] = a.get(start + i);
            }
        }

        @Override
        public void write(int start, double[] from, int at, int length) {
            for (int i = 0; i < length; i++) {
                a.put(start + i, (long) from[at + i]);
            }
        }

        @Override
        public Tensor tensor() {
            long[] copy = new long[size()];
            a.get(0, copy);
            return Tensor.of(shape(), copy);
        }

        @Override
        public void load(Tensor tensor) {
            a.put(0, tensor.longs());
        }

        @Override
        Pointer pointer(int offset) {
            throw new IllegalStateException("OpenBLAS multiplies no integers");
        }
    }
}
