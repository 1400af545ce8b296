package dev.parity.tensor;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/** A tensor of {@code long}. */
final class LongTensor extends Tensor {
    private final long[] a;

    LongTensor(Shape shape, long[] a) {
        super(shape, a.length);
        this.a = a;
    }

    @Override
    public DType dtype() {
        return DType.INT64;
    }

    @Override
    public double get(int i) {
        return a[i];
    }

    @Override
    public long getLong(int i) {
        return a[i];
    }

    @Override
    public Tensor reshape(Shape shape) {
        return new LongTensor(shape, a);
    }

    @Override
    public Tensor gather(Shape shape, IntUnaryOperator from) {
        long[] b = new long[shape.size()];
        for (int i = 0; i < b.length; i++) {
            b[i] = a[from.applyAsInt(i)];
        }
        return new LongTensor(shape, b);
    }

    @Override
    public void copyTo(ByteBuffer out, int from, int count) {
        out.asLongBuffer().put(a, from, count);
        out.position(out.position() + count * Long.BYTES);
    }

    @Override
    public void read(int from, int count, double[] into) {
        for (int i = 0; i < count; i++) {
            into[i] = a[from + i];
        }
    }

    @Override
    public long[] longs() {
        return a.clone();
    }

    @Override
    public boolean sameBits(Tensor other) {
        return other instanceof LongTensor o && shape().equals(o.shape()) && Arrays.equals(a, o.a);
    }
}
