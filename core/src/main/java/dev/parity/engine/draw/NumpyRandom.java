package dev.parity.engine.draw;

import dev.parity.tensor.BadInput;
import java.util.stream.IntStream;

/**
 * The numbers that NumPy gives after {@code numpy.random.seed(n)}: the legacy {@code RandomState}, whose stream NumPy
 * promises never to change. To the last bit, except normal numbers, which may differ by 2 ulp (the logarithm's).
 *
 * <pre>
 *   rand          (a 2²⁶ + b) / 2⁵³          a, b: the upper 27 and 26 bits of two words
 *   randn         x₂ f, and x₁ f is kept for the next call; polar method, f = √(-2 ln r² / r²)
 *   randint       lo + word masked to the range's bits, drawn again while it is too large
 *   permutation   Fisher and Yates, from the end
 * </pre>
 *
 * Source: numpy 1.24.2, {@code random/src/legacy/legacy-distributions.c} and {@code random/mtrand.pyx}.
 */
public final class NumpyRandom {
    private static final long WORD = 0xffffffffL;

    private final Mt19937 bits;
    private double spare;
    private boolean hasSpare;

    private NumpyRandom(Mt19937 bits) {
        this.bits = bits;
    }

    /** {@code numpy.random.seed(seed)}, for seeds from 0 to 2³²-1. */
    public NumpyRandom(long seed) {
        this(new Mt19937(word(seed)));
    }

    /** {@code numpy.random.seed([...])}, each number from 0 to 2³²-1. */
    public static NumpyRandom ofList(long... seeds) {
        if (seeds.length == 0) {
            throw new BadInput("a list of seeds is empty; NumPy needs at least one number");
        }
        int[] key = new int[seeds.length];
        for (int i = 0; i < key.length; i++) {
            key[i] = (int) word(seeds[i]);
        }
        return new NumpyRandom(Mt19937.ofKey(key));
    }

    /** A second generator that goes on as this one will. */
    public NumpyRandom copy() {
        NumpyRandom copy = new NumpyRandom(bits.copy());
        copy.spare = spare;
        copy.hasSpare = hasSpare;
        return copy;
    }

    private static long word(long seed) {
        if (seed < 0 || seed > WORD) {
            throw new BadInput("seed " + seed + " is not one that NumPy takes; write a number from 0 to 4294967295");
        }
        return seed;
    }

    /** Uniform in [0, 1). */
    public double rand() {
        int a = bits.next32() >>> 5;
        int b = bits.next32() >>> 6;
        return (a * 0x1p26 + b) / 0x1p53;
    }

    public double[] rand(int n) {
        return uniform(0, 1, n);
    }

    /** Uniform in [lo, hi). */
    public double uniform(double lo, double hi) {
        return lo + (hi - lo) * rand();
    }

    public double[] uniform(double lo, double hi, int n) {
        double[] a = new double[n];
        for (int i = 0; i < n; i++) {
            a[i] = uniform(lo, hi);
        }
        return a;
    }

    /** Normal with mean 0 and deviation 1. */
    public double randn() {
        if (hasSpare) {
            hasSpare = false;
            return spare;
        }
        double x1;
        double x2;
        double r2;
        do {
            x1 = 2 * rand() - 1;
            x2 = 2 * rand() - 1;
            r2 = x1 * x1 + x2 * x2;
        } while (r2 >= 1 || r2 == 0);
        double f = Math.sqrt(-2 * Math.log(r2) / r2);
        spare = f * x1;
        hasSpare = true;
        return f * x2;
    }

    public double[] randn(int n) {
        return normal(0, 1, n);
    }

    /** Normal with mean {@code loc} and deviation {@code scale}. */
    public double normal(double loc, double scale) {
        return loc + scale * randn();
    }

    public double[] normal(double loc, double scale, int n) {
        double[] a = new double[n];
        for (int i = 0; i < n; i++) {
            a[i] = normal(loc, scale);
        }
        return a;
    }

    /** An integer in [lo, hi), drawn as NumPy draws int64. */
    public long randint(long lo, long hi) {
        if (lo >= hi) {
            throw new BadInput("randint from " + lo + " to " + hi + " is empty: the upper end is not included, so write"
                    + " one that is larger than " + lo);
        }
        return lo + upTo(hi - 1 - lo);
    }

    public long[] randint(long lo, long hi, int n) {
        long[] a = new long[n];
        for (int i = 0; i < n; i++) {
            a[i] = randint(lo, hi);
        }
        return a;
    }

    /** The numbers 0 to n-1 in random order. */
    public int[] permutation(int n) {
        int[] order = IntStream.range(0, n).toArray();
        shuffle(order);
        return order;
    }

    /** Puts the elements into random order, in place. */
    public void shuffle(int[] a) {
        for (int i = a.length - 1; i > 0; i--) {
            int j = (int) upTo(i);
            int swapped = a[i];
            a[i] = a[j];
            a[j] = swapped;
        }
    }

    /** An integer in [0, max], all unsigned; a range of one number draws nothing. */
    private long upTo(long max) {
        if (max == 0) {
            return 0;
        }
        boolean small = Long.compareUnsigned(max, WORD) <= 0;
        long mask = -1L >>> Long.numberOfLeadingZeros(max);
        long v;
        do {
            v = (small ? bits.next32() : bits.next64()) & mask;
        } while (Long.compareUnsigned(v, max) > 0);
        return v;
    }
}
