package dev.parity.nn;

import java.util.Arrays;

/** A strip of {@code float}. */
final class FloatStrip extends Strip {
    private static final int BLOCK = 64;

    private final float[] a;
    /** Made when an operation wants it. */
    private float[] room = {};

    private int n;

    FloatStrip(int capacity) {
        this.a = new float[capacity];
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
        float[] v = of(b);
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
        a[i] = (float) value;
    }

    @Override
    public int length() {
        return n;
    }

    private float[] scratch() {
        if (room.length < n) {
            room = new float[a.length];
        }
        return room;
    }

    @Override
    void length(int length) {
        n = length;
    }

    private static float[] of(Strip b) {
        return ((FloatStrip) b).a;
    }

    @Override
    public Strip copy(Strip b) {
        n = b.length();
        System.arraycopy(of(b), 0, a, 0, n);
        return this;
    }

    @Override
    public Strip add(double c) {
        float s = (float) c;
        for (int i = 0; i < n; i++) {
            a[i] += s;
        }
        return this;
    }

    @Override
    public Strip add(double c, Strip b) {
        float s = (float) c;
        float[] v = of(b);
        for (int i = 0; i < n; i++) {
            a[i] += s * v[i];
        }
        return this;
    }

    @Override
    public Strip addProduct(double c, Strip b, Strip d) {
        float s = (float) c;
        float[] v = of(b);
        float[] w = of(d);
        for (int i = 0; i < n; i++) {
            a[i] += s * v[i] * w[i];
        }
        return this;
    }

    @Override
    public Strip scale(double c) {
        float s = (float) c;
        for (int i = 0; i < n; i++) {
            a[i] *= s;
        }
        return this;
    }

    @Override
    public Strip multiply(Strip b) {
        float[] v = of(b);
        for (int i = 0; i < n; i++) {
            a[i] *= v[i];
        }
        return this;
    }

    @Override
    public Strip divide(double c) {
        float s = (float) c;
        for (int i = 0; i < n; i++) {
            a[i] /= s;
        }
        return this;
    }

    @Override
    public Strip divide(Strip b) {
        float[] v = of(b);
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
            a[i] = (float) Math.sqrt(a[i]);
        }
        return this;
    }

    @Override
    public Strip max(Strip b) {
        float[] v = of(b);
        for (int i = 0; i < n; i++) {
            a[i] = Math.max(a[i], v[i]);
        }
        return this;
    }

    /**
     * Cephes' expf: exp(x) = 2ᵏ exp(r) with k the whole number nearest to x / ln 2 and |r| at most ln 2 / 2, exp(r) by
     * a polynomial, ln 2 in two parts of which the first times k is exact. Adding 1.5 · 2²³ rounds to a whole number
     * and leaves it in the low bits; those make 2ᵏ⁺⁶⁴, and 2⁻⁶⁴ follows, so that subnormal results are rounded once.
     * The first loop is SIMD, only the second goes element by element.
     *
     * @see <a href="https://www.netlib.org/cephes/">Cephes, single/expf.c</a>
     */
    @Override
    public Strip exp(double shift) {
        float[] scratch = scratch();
        float m = (float) shift;
        for (int i = 0; i < n; i++) {
            float x = Math.max(a[i] - m, -104f);
            float t = x * 1.44269504088896341f + 12582912f;
            float k = t - 12582912f;
            float r = x - k * 0.693359375f - k * -2.12194440e-4f;
            float p = 1.9875691500e-4f;
            p = p * r + 1.3981999507e-3f;
            p = p * r + 8.3334519073e-3f;
            p = p * r + 4.1665795894e-2f;
            p = p * r + 1.6666665459e-1f;
            p = p * r + 5.0000001201e-1f;
            a[i] = p * (r * r) + r + 1;
            scratch[i] = t;
        }
        for (int i = 0; i < n; i++) {
            float power = Float.intBitsToFloat((Float.floatToRawIntBits(scratch[i]) + 64 << 23) + 0x3f800000);
            a[i] = a[i] * power * 0x1p-64f;
        }
        return this;
    }

    @Override
    public Strip atLeast(double c) {
        float least = (float) c;
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
        float[] v = of(b);
        for (int i = 0; i < n; i++) {
            int bits = Float.floatToIntBits(v[i]);
            a[i] = Float.intBitsToFloat(Float.floatToRawIntBits(a[i]) & ~((bits | bits - 1) >> 31));
        }
        return this;
    }

    /** eˣ / (1 + eˣ), which is 1 long before eˣ is more than exp above can give. */
    @Override
    public Strip sigmoid() {
        for (int i = 0; i < n; i++) {
            a[i] = Math.min(a[i], 40f);
        }
        exp(0);
        for (int i = 0; i < n; i++) {
            a[i] = a[i] / (1 + a[i]);
        }
        return this;
    }

    /**
     * m / (m + 2) with m = e²ˣ - 1 = 2ᵏ (eʳ - 1) + (2ᵏ - 1), which nowhere cancels; k, r and the polynomial are those of exp.
     * Beyond 10 it is 1.
     */
    @Override
    public Strip tanh() {
        float[] scratch = scratch();
        for (int i = 0; i < n; i++) {
            float x = Math.max(Math.min(2 * a[i], 20f), -20f);
            float t = x * 1.44269504088896341f + 12582912f;
            float k = t - 12582912f;
            float r = x - k * 0.693359375f - k * -2.12194440e-4f;
            float p = 1.9875691500e-4f;
            p = p * r + 1.3981999507e-3f;
            p = p * r + 8.3334519073e-3f;
            p = p * r + 4.1665795894e-2f;
            p = p * r + 1.6666665459e-1f;
            p = p * r + 5.0000001201e-1f;
            a[i] = p * (r * r) + r;
            scratch[i] = t;
        }
        for (int i = 0; i < n; i++) {
            scratch[i] = Float.intBitsToFloat(Float.floatToRawIntBits(scratch[i]) + 127 << 23);
        }
        for (int i = 0; i < n; i++) {
            float m = scratch[i] * a[i] + (scratch[i] - 1);
            a[i] = m / (m + 2);
        }
        return this;
    }

    @Override
    public Strip throughSigmoid(Strip y) {
        float[] v = of(y);
        for (int i = 0; i < n; i++) {
            a[i] *= v[i] * (1 - v[i]);
        }
        return this;
    }

    @Override
    public Strip throughTanh(Strip y) {
        float[] v = of(y);
        for (int i = 0; i < n; i++) {
            a[i] *= (1 - v[i]) * (1 + v[i]);
        }
        return this;
    }

    /** 2 artanh w with w = x / (2 + x), at most 1/3, by its series, whose next term would be 3⁻¹⁶/17. */
    @Override
    public Strip log1p() {
        float[] scratch = scratch();
        for (int i = 0; i < n; i++) {
            a[i] = a[i] / (2 + a[i]);
            scratch[i] = 1f / 15;
        }
        for (int k = 13; k > 0; k -= 2) {
            float c = 1f / k;
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
        float[] scratch = scratch();
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
        return sum(a);
    }

    @Override
    public double dot(Strip b) {
        float[] scratch = scratch();
        float[] v = of(b);
        for (int i = 0; i < n; i++) {
            scratch[i] = a[i] * v[i];
        }
        return sum(scratch);
    }

    private double sum(float[] x) {
        double sum = 0;
        int i = 0;
        while (i + BLOCK <= n) {
            float s0 = 0;
            float s1 = 0;
            float s2 = 0;
            float s3 = 0;
            for (int end = i + BLOCK; i < end; i += 4) {
                s0 += x[i];
                s1 += x[i + 1];
                s2 += x[i + 2];
                s3 += x[i + 3];
            }
            sum += (double) (s0 + s1) + (s2 + s3);
        }
        for (; i < n; i++) {
            sum += x[i];
        }
        return sum;
    }
}
