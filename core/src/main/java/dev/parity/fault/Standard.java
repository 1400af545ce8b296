package dev.parity.fault;

import dev.parity.tensor.DType;
import dev.parity.tensor.Tensor;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;

/**
 * Groups of an array that are standardised each by their own mean and variance: the channels of a batch norm, the rows of the others.
 *
 * @param group of an element
 * @param affine of an element, its place in weight and bias
 */
record Standard(Operands at, int groups, int size, IntUnaryOperator group, IntUnaryOperator affine) {
    static Standard of(Operands at) {
        Tensor x = at.x();
        if (at.operation().kind().startsWith("BatchNorm")) {
            int channels = x.shape().dim(1);
            int map = x.shape().size(2, x.shape().rank());
            IntUnaryOperator channel = i -> i / map % channels;
            return new Standard(at, channels, x.size() / channels, channel, channel);
        }
        int row = 1;
        for (double d : at.numbers("normalized_shape")) {
            row *= (int) d;
        }
        int m = row;
        return new Standard(at, x.size() / m, m, i -> i / m, i -> i % m);
    }

    double[] sums(IntToDoubleFunction element) {
        double[] sums = new double[groups];
        for (int i = 0; i < groups * size; i++) {
            sums[group.applyAsInt(i)] += element.applyAsDouble(i);
        }
        return sums;
    }

    double[] means(IntToDoubleFunction element) {
        double[] means = sums(element);
        for (int g = 0; g < groups; g++) {
            means[g] /= size;
        }
        return means;
    }

    double[] mean() {
        return means(at.x()::get);
    }

    /** With n, not n - 1. */
    double[] variance() {
        double[] mean = mean();
        return means(i -> Math.pow(at.x().get(i) - mean[group.applyAsInt(i)], 2));
    }

    double eps() {
        double smallest = at.right().dtype() == DType.FLOAT32 ? 0x1p-23 : 0x1p-52;
        return at.has("eps") ? at.number("eps") : smallest;
    }

    double weight(int i) {
        return at.reads("weight") ? at.of("weight").get(affine.applyAsInt(i)) : 1;
    }

    double bias(int i) {
        return at.reads("bias") ? at.of("bias").get(affine.applyAsInt(i)) : 0;
    }

    /** y = (x - mean) factor weight + bias, each of a group. */
    Tensor scaled(double[] mean, IntToDoubleFunction factor) {
        double[] factors = new double[groups];
        for (int g = 0; g < groups; g++) {
            factors[g] = factor.applyAsDouble(g);
        }
        return at.each(i -> {
            int g = group.applyAsInt(i);
            return (at.x().get(i) - mean[g]) * factors[g] * weight(i) + bias(i);
        });
    }

    /**
     * The three terms of a norm's backward, r (d - mean d - x̂ mean(d x̂)), with d = dy, times the weight or not.
     *
     * @param centred without it the second term is missing, as in RMSNorm
     */
    Tensor back(double[] mean, double[] variance, boolean weighted, boolean centred) {
        double eps = eps();
        IntToDoubleFunction d = i -> at.dy().get(i) * (weighted ? weight(i) : 1);
        IntToDoubleFunction hat = i -> {
            int g = group.applyAsInt(i);
            return (at.x().get(i) - mean[g]) / Math.sqrt(variance[g] + eps);
        };
        double[] plain = means(d);
        double[] along = means(i -> d.applyAsDouble(i) * hat.applyAsDouble(i));
        return at.each(i -> {
            int g = group.applyAsInt(i);
            return (d.applyAsDouble(i) - (centred ? plain[g] : 0) - hat.applyAsDouble(i) * along[g])
                    / Math.sqrt(variance[g] + eps);
        });
    }
}
