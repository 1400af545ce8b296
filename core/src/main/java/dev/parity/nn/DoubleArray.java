package dev.parity.nn;

import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.nio.DoubleBuffer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An array of {@code double}: nothing is rounded on the way. */
final class DoubleArray extends Array {
    private static final ThreadLocal<double[]> BLOCK = ThreadLocal.withInitial(() -> new double[PIECE]);
    private static final ThreadLocal<double[]> TERMS = ThreadLocal.withInitial(() -> new double[PIECE]);

    private final DoubleBuffer a;
    private final DoublePointer address;

    DoubleArray(INDArray nd4j, Shape shape) {
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
        a.put(to, ((DoubleArray) from).a, start, length);
    }

    @Override
    public void add(int to, Array from, int start, int length) {
        DoubleBuffer b = ((DoubleArray) from).a;
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
