package dev.parity.diagnose;

import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/** An array with its indices, for faults that are written as plain loops. */
record Numbers(double[] a, int... dims) {
    static Numbers of(int[] dims, ToDoubleFunction<int[]> at) {
        int n = 1;
        for (int d : dims) {
            n *= d;
        }
        double[] a = new double[n];
        int[] index = new int[dims.length];
        for (int i = 0; i < n; i++) {
            a[i] = at.applyAsDouble(index);
            for (int d = dims.length - 1; d >= 0 && ++index[d] == dims[d]; d--) {
                index[d] = 0;
            }
        }
        return new Numbers(a, dims);
    }

    static int[] dims(int... dims) {
        return dims;
    }

    static Numbers random(Random random, DType dtype, int... dims) {
        return of(dims, i -> dtype == DType.FLOAT32 ? (float) random.nextGaussian() : random.nextGaussian());
    }

    static Numbers of(Tensor tensor) {
        return new Numbers(tensor.doubles(), tensor.shape().dims());
    }

    double at(int... index) {
        int offset = 0;
        for (int d = 0; d < dims.length; d++) {
            offset = offset * dims[d] + index[d];
        }
        return a[offset];
    }

    Numbers map(java.util.function.DoubleUnaryOperator f) {
        double[] b = new double[a.length];
        for (int i = 0; i < b.length; i++) {
            b[i] = f.applyAsDouble(a[i]);
        }
        return new Numbers(b, dims);
    }

    Numbers with(Numbers other, java.util.function.DoubleBinaryOperator f) {
        double[] b = new double[a.length];
        for (int i = 0; i < b.length; i++) {
            b[i] = f.applyAsDouble(a[i], other.a[i]);
        }
        return new Numbers(b, dims);
    }

    /** Sum over an index from 0. */
    static double sum(int n, java.util.function.IntToDoubleFunction f) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += f.applyAsDouble(i);
        }
        return sum;
    }

    Tensor tensor(DType dtype) {
        return Tensor.fill(dtype, Shape.of(dims), i -> a[i]);
    }
}
