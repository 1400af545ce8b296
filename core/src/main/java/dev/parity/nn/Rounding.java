package dev.parity.nn;

/**
 * What a correct implementation of a layer may be off by, so that the audit can tell rounding from a bug. It is about sizes
 * only: how large the numbers are that some right formula adds up.
 */
public sealed interface Rounding {
    /** Numbers are only moved, or chosen among: nothing is rounded. */
    record Moved() implements Rounding {}

    /**
     * Sums of products of the operands, times a constant: linear in each operand alone. The same layer on squared operands
     * then adds up the squares of the very terms, and on ones it counts them, forward and backward.
     *
     * @param coefficient the constant, such as 1/k for a mean over k elements
     */
    record Products(double coefficient) implements Rounding {}

    /**
     * A function of each element alone. Its error is a few u times a natural size: that of the numbers that some right formula
     * of it works with.
     *
     * @param size of f(x), as TorchScript of {@code x} and {@code y}
     * @param slope of f'(x); the error of dx is that times |dy|
     */
    record Elementwise(String size, String slope) implements Rounding {}

    /**
     * The layer in primitives, with {@code self.r(t)} around each result that is rounded, and
     * {@code self.a(t, m)} where a right formula rounds at the size m rather than that of t. Run a few times, the scatter is
     * what rounding does; autograd carries it backwards.
     *
     * @param torch TorchScript like {@code torch()} of the layer
     */
    record Noisy(String torch) implements Rounding {}

    /**
     * Everything composed for which nothing sharper is said: the operands round a few times, and each result at the size of the
     * largest in its array.
     */
    record Composed() implements Rounding {}

    static Rounding products() {
        return new Products(1);
    }

    static Rounding moved() {
        return new Moved();
    }
}
