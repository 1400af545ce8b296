package dev.parity.tensor;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/** A tensor of {@code float}, which may have been stored in half of its bits. */
final class FloatTensor extends Tensor {
    private final float[] a;
    private final boolean halved;

    FloatTensor(Shape shape, float[] a, boolean halved) {
        super(shape, a.length);
        this.a = a;
        this.halved = halved;
    }

    @Override
    public boolean halved() {
        return halved;
    }

    @Override
    public DType dtype() {
        return DType.FLOAT32;
    }

    @Override
    public double get(int i) {
        return a[i];
    }

    @Override
    public long getLong(int i) {
        return (long) a[i];
    }

    @Override
    public Tensor reshape(Shape shape) {
        return new FloatTensor(shape, a, halved);
    }

    @Override
    public Tensor gather(Shape shape, IntUnaryOperator from) {
        float[] b = new float[shape.size()];
        for (int i = 0; i < b.length; i++) {
            b[i] = a[from.applyAsInt(i)];
        }
        return new FloatTensor(shape, b, halved);
    }

    @Override
    public void copyTo(ByteBuffer out, int from, int count) {
        out.asFloatBuffer().put(a, from, count);
        out.position(out.position() + count * Float.BYTES);
    }

    @Override
    public void read(int from, int count, double[] into) {
        for (int i = 0; i < count; i++) {
            into[i] = a[from + i];
        }
    }

    @Override
    public float[] floats() {
        return a.clone();
    }

    @Override
    public boolean sameBits(Tensor other) {
        return other instanceof FloatTensor o && shape().equals(o.shape()) && Arrays.equals(a, o.a);
    }
}
