package dev.parity.nn;

import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.nio.LongBuffer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An array of {@code long}: labels and counts, which nothing differentiates. */
final class LongArray extends Array {
    private final LongBuffer a;

    LongArray(INDArray nd4j, Shape shape) {
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
        a.put(to, ((LongArray) from).a, start, length);
    }

    @Override
    public void add(int to, Array from, int start, int length) {
        LongBuffer b = ((LongArray) from).a;
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
