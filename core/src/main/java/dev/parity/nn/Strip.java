package dev.parity.nn;

import dev.parity.tensor.DType;

/**
 * A few thousand neighbouring elements of an array, on the Java heap and in the array's own arithmetic, so that the JVM
 * turns each loop over them into SIMD instructions, which it does not for {@link Array#get}. A strip stays in the
 * first-level cache, so a formula of ten operations costs little more than reading and writing the array once.
 *
 * <p>Operations change the strip itself and return it. In float32 constants are rounded to float first, as PyTorch's
 * kernels do; sums are carried in double every 64 elements.
 */
public abstract sealed class Strip permits FloatStrip, DoubleStrip {
    /** Elements of a strip where nothing else decides: 8 kB in float32. */
    public static final int LENGTH = 2048;

    /** A strip of up to {@code capacity} elements. */
    public static Strip of(DType dtype, int capacity) {
        return switch (dtype) {
            case FLOAT32 -> new FloatStrip(capacity);
            case FLOAT64 -> new DoubleStrip(capacity);
            case INT64 -> throw new IllegalArgumentException("no arithmetic on integers");
        };
    }

    /** Takes {@code length} elements of an array of the same type. */
    public abstract Strip load(Array from, int start, int length);

    /** Takes {@code length} elements that stand {@code step} apart. */
    public final Strip load(Array from, int start, int step, int length) {
        if (step == 1) {
            return load(from, start, length);
        }
        length(length);
        for (int i = 0; i < length; i++) {
            set(i, from.get(start + i * step));
        }
        return this;
    }

    /** Writes all elements to an array. */
    public abstract void store(Array to, int start);

    /** Writes all elements to an array, {@code step} apart. */
    public final void store(Array to, int start, int step) {
        if (step == 1) {
            store(to, start);
            return;
        }
        for (int i = 0; i < length(); i++) {
            to.set(start + i * step, get(i));
        }
    }

    /** Writes {@code length} elements to an array, from {@code first} on. */
    abstract void store(Array to, int start, int first, int length);

    /** Makes it {@code length} zeros. */
    abstract Strip zeros(int length);

    /** {@code this[first + i] += b[i]} for all elements of b. */
    abstract void addAt(int first, Strip b);

    /** {@code this[first + i] = b[from + i]} for {@code length} elements. */
    abstract void place(int first, Strip b, int from, int length);

    public abstract double get(int i);

    public abstract void set(int i, double value);

    public abstract int length();

    /** Makes it hold so many elements, of whatever value. */
    abstract void length(int n);

    /** {@code this = b}. */
    public abstract Strip copy(Strip b);

    /** {@code this += c}. */
    public abstract Strip add(double c);

    /** {@code this += c b}. */
    public abstract Strip add(double c, Strip b);

    /** {@code this += c a b}. */
    public abstract Strip addProduct(double c, Strip a, Strip b);

    /** {@code this *= c}. */
    public abstract Strip scale(double c);

    /** {@code this *= b}. */
    public abstract Strip multiply(Strip b);

    /** {@code this /= c}. */
    public abstract Strip divide(double c);

    /** {@code this /= b}. */
    public abstract Strip divide(Strip b);

    /** {@code this = |this|}. */
    public abstract Strip abs();

    /** {@code this = √this}. */
    public abstract Strip sqrt();

    /** {@code this = max(this, b)}; a NaN on either side stays one. */
    public abstract Strip max(Strip b);

    /** {@code this = exp(this - shift)}, for differences up to 40: within 1 ulp in float64, 2 in float32. */
    public abstract Strip exp(double shift);

    /** {@code this = max(this, c)}; a NaN stays one. */
    public abstract Strip atLeast(double c);

    /** {@code this = 0} where b is 0 or less; not where it is a NaN. */
    public abstract Strip zeroUnlessPositive(Strip b);

    /** {@code this = 1 / (1 + exp(-this))}: within 1 ulp in float64, 3 in float32. */
    public abstract Strip sigmoid();

    /** {@code this = tanh this}: within 3 ulp. */
    public abstract Strip tanh();

    /** {@code this *= y (1 - y)}: from dL/dy, where y is a sigmoid, to the gradient of what it is of. */
    public abstract Strip throughSigmoid(Strip y);

    /** {@code this *= 1 - y²}, without cancelling: the same where y is a tanh. */
    public abstract Strip throughTanh(Strip y);

    /** {@code this = log(1 + this)}, for elements from 0 to 1: within 3 ulp. */
    public abstract Strip log1p();

    /** The largest element; NaN if there is one. */
    public abstract double max();

    public abstract double sum();

    /** Σ this b. */
    public abstract double dot(Strip b);
}
