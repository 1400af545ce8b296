package dev.parity.nn;

import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An array of {@code float}: each element is rounded where it is stored. */
final class FloatArray extends Array {
    /** Where floats wait on their way to doubles and back: a buffer moves them in bulk, but converts none. */
    private static final ThreadLocal<float[]> BLOCK = ThreadLocal.withInitial(() -> new float[PIECE]);

    private static final ThreadLocal<float[]> TERMS = ThreadLocal.withInitial(() -> new float[PIECE]);

    private final FloatBuffer a;
    private final FloatPointer address;

    FloatArray(INDArray nd4j, Shape shape) {
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
        a.put(to, ((FloatArray) from).a, start, length);
    }

    @Override
    public void add(int to, Array from, int start, int length) {
        FloatBuffer b = ((FloatArray) from).a;
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
