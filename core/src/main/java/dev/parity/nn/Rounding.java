package dev.parity.nn;

/**
 * What a correct implementation of a layer may be off by, so that the audit can tell rounding from a bug. It is about sizes
 * only: how large the numbers are that some right formula adds up.
 *
 * <p>Rules are TorchScript over {@code x} (or {@code xs[i]}), the layer's operands by name, {@code dy}, what is expected
 * ({@code y}, {@code dx}, {@code dweight}), and the unit roundoff {@code u} of the arrays, with {@code c2} = u²/4, the variance of
 * one rounding, and {@code tiny}, below which numbers vanish.
 */
public sealed interface Rounding {
    /** Which of the rules a rule is. */
    enum Kind {
        MOVED,
        PRODUCTS,
        CHOICE,
        ELEMENTWISE,
        RULED,
        NOISY
    }

    /** A {@code switch} over all kinds says what follows from a rule, and does not compile until it says so of a new one. */
    Kind kind();

    /** Whether deviations are drawn: no rule gives them. */
    default boolean drawn() {
        return switch (kind()) {
            case NOISY -> true;
            case MOVED, PRODUCTS, CHOICE, ELEMENTWISE, RULED -> false;
        };
    }

    /** Whether every element is a sum of products, whose terms can be told, and added up in another order. */
    default boolean addsProducts() {
        return switch (kind()) {
            case PRODUCTS -> true;
            case MOVED, CHOICE, ELEMENTWISE, RULED, NOISY -> false;
        };
    }

    /** Whether the deviations of one array can be had without those of the others. */
    default boolean tellsArraysApart() {
        return switch (kind()) {
            case RULED -> true;
            case MOVED, PRODUCTS, CHOICE, ELEMENTWISE, NOISY -> false;
        };
    }

    /** Numbers are only moved, or chosen among: nothing is rounded. */
    record Moved() implements Rounding {
        @Override
        public Kind kind() {
            return Kind.MOVED;
        }
    }

    /**
     * Sums of products of the operands, times a constant: linear in each operand alone. The same layer on squared operands
     * then adds up the squares of the very terms, and on ones it counts them, forward and backward:
     * <pre>
     *   s² = u²/4 (S + n/2 (S + C²) + C²)        n terms, S the sum of their squares, C the result
     *   E  = (n + 3) u Σ|terms|                      factors of three, and a division
     * </pre>
     * The bias is one of the terms, so that it may come first, which costs more than adding it last.
     *
     * @param coefficient the constant, such as 1/k for a mean over k elements
     * @param counts how many terms make an element, where the shapes tell: {@code n_y = ...}, {@code n_dx = ...}; blank to count
     */
    record Products(String coefficient, String counts) implements Rounding {
        @Override
        public Kind kind() {
            return Kind.PRODUCTS;
        }
    }

    /** The operands choose which numbers pass; what comes back to one element by several ways is added up. */
    record Choice() implements Rounding {
        @Override
        public Kind kind() {
            return Kind.CHOICE;
        }
    }

    /**
     * A function of each element alone. Its error is a few u times a natural size: that of the numbers that some right formula
     * of it works with. Never more than 4 u times that size.
     *
     * @param size of f(x), as TorchScript of {@code x} and {@code y}
     * @param slope of f'(x); the error of dx is that times |dy|
     */
    record Elementwise(String size, String slope) implements Rounding {
        @Override
        public Kind kind() {
            return Kind.ELEMENTWISE;
        }
    }

    /**
     * A rule derived by hand.
     *
     * @param deviations TorchScript that makes a standard deviation for each array: {@code s_y}, {@code s_dx},
     *     {@code s_dweight}, of buffers {@code s_running_mean}; infinite where rounding can do anything
     * @param bounds likewise the worst cases, {@code b_y} and so on, of those arrays that have one
     * @param usual likewise numbers {@code l_y} and so on: the deviation of an element as a rule, over u/2 times the root mean square of
     *     its row; of those arrays that have one
     */
    record Ruled(String deviations, String bounds, String usual) implements Rounding {
        @Override
        public Kind kind() {
            return Kind.RULED;
        }
    }

    /**
     * The layer in primitives, drawn a few times at once: the scatter is what rounding does, and autograd carries it backwards. The inputs
     * and the weights have the draws as a further dimension in front; so have the outputs. {@code self.r(t, u)} rounds a result;
     * {@code self.a(t, m, u)} rounds it at the size m, where a right formula works at that size; {@code self.mm(x, self.factor(w, u), steps, u)} is
     * x wᵀ with the rounding of its sums and of those of its gradients, of which that of w goes over so many steps, and {@code self.plus(t, b, k, steps, u)}
     * is t + b, a bias that may come first in a sum of k products: a gradient that is a sum of n terms has, as in {@link Products},
     * u²/4 (n/2 + 1) (S + C²); {@code self.squash(y, z, u)} rounds y = f(z), a sigmoid or tanh, and its slope, at the size 1.
     *
     * @param torch TorchScript otherwise like {@code torch()} of the layer; the first input and every weight of two dimensions go
     *     through {@code factor}
     * @param least the noise of an output over its size, in u, that it surely has: 1, or √(k/8 + 1) where it is a sum of k products
     */
    record Noisy(String torch, double least) implements Rounding {
        @Override
        public Kind kind() {
            return Kind.NOISY;
        }
    }

    static Rounding products() {
        return new Products("1.", "");
    }

    static Rounding moved() {
        return new Moved();
    }
}
