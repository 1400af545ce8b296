package dev.parity.nn;

import java.util.Arrays;

/** A strip of {@code double}. */
final class DoubleStrip extends Strip {
    private final double[] a;
    /** Made when an operation wants it. */
    private double[] room = {};

    private int n;

    DoubleStrip(int capacity) {
        this.a = new double[capacity];
    }

    @Override
    public Strip load(Array from, int start, int length) {
        n = length;
        from.get(start, a, n);
        return this;
    }

    @Override
    public void store(Array to, int start) {
        to.set(start, a, 0, n);
    }

    @Override
    void store(Array to, int start, int first, int length) {
        to.set(start, a, first, length);
    }

    @Override
    Strip zeros(int length) {
        n = length;
        Arrays.fill(a, 0, n, 0);
        return this;
    }

    @Override
    void addAt(int first, Strip b) {
        double[] v = of(b);
        for (int i = 0, count = b.length(); i < count; i++) {
            a[first + i] += v[i];
        }
    }

    @Override
    void place(int first, Strip b, int from, int length) {
        System.arraycopy(of(b), from, a, first, length);
    }

    @Override
    public double get(int i) {
        return a[i];
    }

    @Override
    public void set(int i, double value) {
        a[i] = value;
    }

    @Override
    public int length() {
        return n;
    }

    private double[] scratch() {
        if (room.length < n) {
            room = new double[a.length];
        }
        return room;
    }

    @Override
    void length(int length) {
        n = length;
    }

    private static double[] of(Strip b) {
        return ((DoubleStrip) b).a;
    }

    @Override
    public Strip copy(Strip b) {
        n = b.length();
        System.arraycopy(of(b), 0, a, 0, n);
        return this;
    }

    @Override
    public Strip add(double c) {
        for (int i = 0; i < n; i++) {
            a[i] += c;
        }
        return this;
    }

    @Override
    public Strip add(double c, Strip b) {
        double[] v = of(b);
        for (int i = 0; i < n; i++) {
            a[i] += c * v[i];
        }
        return this;
    }

    @Override
    public Strip addProduct(double c, Strip b, Strip d) {
        double[] v = of(b);
        double[] w = of(d);
        for (int i = 0; i < n; i++) {
            a[i] += c * v[i] * w[i];
        }
        return this;
    }

    @Override
    public Strip scale(double c) {
        for (int i = 0; i < n; i++) {
            a[i] *= c;
        }
        return this;
    }

    @Override
    public Strip multiply(Strip b) {
        double[] v = of(b);
        for (int i = 0; i < n; i++) {
            a[i] *= v[i];
        }
        return this;
    }

    @Override
    public Strip divide(double c) {
        for (int i = 0; i < n; i++) {
            a[i] /= c;
        }
        return this;
    }

    @Override
    public Strip divide(Strip b) {
        double[] v = of(b);
        for (int i = 0; i < n; i++) {
            a[i] /= v[i];
        }
        return this;
    }

    @Override
    public Strip abs() {
        for (int i = 0; i < n; i++) {
            a[i] = Math.abs(a[i]);
        }
        return this;
    }

    @Override
    public Strip sqrt() {
        for (int i = 0; i < n; i++) {
            a[i] = Math.sqrt(a[i]);
        }
        return this;
    }

    @Override
    public Strip max(Strip b) {
        double[] v = of(b);
        for (int i = 0; i < n; i++) {
            a[i] = Math.max(a[i], v[i]);
        }
        return this;
    }

    @Override
    public Strip exp(double shift) {
        for (int i = 0; i < n; i++) {
            a[i] = Math.exp(a[i] - shift);
        }
        return this;
    }

    @Override
    public Strip atLeast(double c) {
        double least = c;
        for (int i = 0; i < n; i++) {
            a[i] = Math.max(a[i], least);
        }
        return this;
    }

    /**
     * Masks bits: signs come at random, and a branch on them is guessed wrong every other time, which takes six times as long. Of
     * what is at most 0 the bits, or the bits less one, are negative; those of a NaN are not.
     */
    @Override
    public Strip zeroUnlessPositive(Strip b) {
        double[] v = of(b);
        for (int i = 0; i < n; i++) {
            long bits = Double.doubleToLongBits(v[i]);
            a[i] = Double.longBitsToDouble(Double.doubleToRawLongBits(a[i]) & ~((bits | bits - 1) >> 63));
        }
        return this;
    }

    @Override
    public Strip sigmoid() {
        for (int i = 0; i < n; i++) {
            a[i] = Squash.sigmoid(a[i]);
        }
        return this;
    }

    @Override
    public Strip tanh() {
        for (int i = 0; i < n; i++) {
            a[i] = Squash.tanh(a[i]);
        }
        return this;
    }

    @Override
    public Strip throughSigmoid(Strip y) {
        double[] v = of(y);
        for (int i = 0; i < n; i++) {
            a[i] *= v[i] * (1 - v[i]);
        }
        return this;
    }

    @Override
    public Strip throughTanh(Strip y) {
        double[] v = of(y);
        for (int i = 0; i < n; i++) {
            a[i] *= (1 - v[i]) * (1 + v[i]);
        }
        return this;
    }

    /** 2 artanh w with w = x / (2 + x), at most 1/3, by its series, whose next term would be 3⁻³⁴/35. */
    @Override
    public Strip log1p() {
        double[] scratch = scratch();
        for (int i = 0; i < n; i++) {
            a[i] = a[i] / (2 + a[i]);
            scratch[i] = 1.0 / 33;
        }
        for (int k = 31; k > 0; k -= 2) {
            double c = 1.0 / k;
            for (int i = 0; i < n; i++) {
                scratch[i] = scratch[i] * (a[i] * a[i]) + c;
            }
        }
        for (int i = 0; i < n; i++) {
            a[i] *= 2 * scratch[i];
        }
        return this;
    }

    /** Folds the strip onto itself until one element is left: a running maximum is a chain, this is SIMD. */
    @Override
    public double max() {
        double[] scratch = scratch();
        System.arraycopy(a, 0, scratch, 0, n);
        int left = n;
        while (left > 1) {
            int half = left / 2;
            int rest = left - half;
            for (int i = 0; i < half; i++) {
                scratch[i] = Math.max(scratch[i], scratch[i + rest]);
            }
            left = rest;
        }
        return n == 0 ? Double.NEGATIVE_INFINITY : scratch[0];
    }

    @Override
    public double sum() {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 4 <= n; i += 4) {
            s0 += a[i];
            s1 += a[i + 1];
            s2 += a[i + 2];
            s3 += a[i + 3];
        }
        for (; i < n; i++) {
            s0 += a[i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    @Override
    public double dot(Strip b) {
        double[] v = of(b);
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 4 <= n; i += 4) {
            s0 += a[i] * v[i];
            s1 += a[i + 1] * v[i + 1];
            s2 += a[i + 2] * v[i + 2];
            s3 += a[i + 3] * v[i + 3];
        }
        for (; i < n; i++) {
            s0 += a[i] * v[i];
        }
        return (s0 + s1) + (s2 + s3);
    }
}
