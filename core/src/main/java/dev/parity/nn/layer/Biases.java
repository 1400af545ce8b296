package dev.parity.nn.layer;

import dev.parity.nn.Array;
import dev.parity.nn.Frame;
import dev.parity.nn.Matrix;
import dev.parity.tensor.Shape;

/**
 * A bias for each channel of an image, as products with a row of ones, which are several times faster than loops.
 * <pre>
 *   y (N, C, d...)    bias (C)
 *   y += b 1        db = Σₙ dy 1ᵀ
 * </pre>
 */
final class Biases {
    private Biases() {}

    static void add(Frame at, Array y, int channels, int dims) {
        Matrix bias = at.param("bias").matrix(channels, 1);
        Matrix ones = ones(at, y, channels, dims);
        for (int n = 0; n < Sizes.samples(y.shape(), dims); n++) {
            sample(y, n, channels, ones).addProduct(bias, ones);
        }
    }

    static void sum(Frame at, Array dy, int channels, int dims) {
        Matrix dbias = at.dparam("bias").matrix(channels, 1);
        Matrix ones = ones(at, dy, channels, dims);
        for (int n = 0; n < Sizes.samples(dy.shape(), dims); n++) {
            dbias.gemm(1, sample(dy, n, channels, ones), ones.t(), n == 0 ? 0 : 1);
        }
    }

    private static Matrix ones(Frame at, Array y, int channels, int dims) {
        int plane = y.size() / channels / Sizes.samples(y.shape(), dims);
        Array ones = at.keep("ones", Shape.of(plane));
        ones.fill(1);
        return ones.matrix(1, plane);
    }

    private static Matrix sample(Array y, int n, int channels, Matrix ones) {
        return new Matrix(y, n * channels * ones.columns(), channels, ones.columns(), ones.columns(), false);
    }
}
