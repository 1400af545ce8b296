package dev.parity.tensor;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/** A tensor of {@code double}. */
final class DoubleTensor extends Tensor {
    private final double[] a;

    DoubleTensor(Shape shape, double[] a) {
        super(shape, a.length);
        this.a = a;
    }

    @Override
    public DType dtype() {
        return DType.FLOAT64;
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
        return new DoubleTensor(shape, a);
    }

    @Override
    public Tensor gather(Shape shape, IntUnaryOperator from) {
        double[] b = new double[shape.size()];
        for (int i = 0; i < b.length; i++) {
            b[i] = a[from.applyAsInt(i)];
        }
        return new DoubleTensor(shape, b);
    }

    @Override
    public void copyTo(ByteBuffer out, int from, int count) {
        out.asDoubleBuffer().put(a, from, count);
        out.position(out.position() + count * Double.BYTES);
    }

    @Override
    public void read(int from, int count, double[] into) {
        System.arraycopy(a, from, into, 0, count);
    }

    @Override
    public double[] doubles() {
        return a.clone();
    }

    @Override
    public boolean sameBits(Tensor other) {
        return other instanceof DoubleTensor o && shape().equals(o.shape()) && Arrays.equals(a, o.a);
    }
}
