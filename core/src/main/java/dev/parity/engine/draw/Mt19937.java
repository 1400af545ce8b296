package dev.parity.engine.draw;

/**
 * The Mersenne Twister with 19937 bits of state, the source of both NumPy's legacy numbers and PyTorch's on the CPU.
 *
 * <pre>
 *   y = upper bit of mt[i], lower 31 bits of mt[i+1]
 *   mt[i] = mt[i+397] ^ (y >>> 1) ^ (y odd ? 9908b0df : 0)        indices mod 624
 * </pre>
 *
 * Source: M. Matsumoto and T. Nishimura, "Mersenne Twister", ACM TOMACS 8 (1998), and their mt19937ar.c.
 */
public final class Mt19937 {
    private static final int N = 624;
    private static final int M = 397;

    private final int[] mt = new int[N];
    private int next = N;

    /** Seeded by one number, of which only the lower 32 bits count: {@code init_genrand}. */
    public Mt19937(long seed) {
        mt[0] = (int) seed;
        for (int i = 1; i < N; i++) {
            mt[i] = 1812433253 * mixed(i - 1) + i;
        }
    }

    /** Seeded by one or more words: {@code init_by_array}, as {@code numpy.random.seed([...])} does it. */
    public static Mt19937 ofKey(int... key) {
        if (key.length == 0) {
            throw new IllegalArgumentException("a key has at least one word");
        }
        Mt19937 random = new Mt19937(19650218);
        random.stir(key);
        return random;
    }

    /**
     * The generator whose next 624 words are these. Its whole state can be read off them: a word is one word of the
     * state, stirred in four steps that can each be undone.
     */
    public static Mt19937 before(int... words) {
        if (words.length != N) {
            throw new IllegalArgumentException("a state has " + N + " words, not " + words.length);
        }
        Mt19937 random = new Mt19937(0);
        for (int i = 0; i < N; i++) {
            int y = words[i];
            y ^= y >>> 18;
            y ^= (y << 15) & 0xefc60000;
            int z = y;
            for (int bits = 7; bits < 32; bits += 7) { // seven more bits, from the lowest up, come out right
                z = y ^ ((z << 7) & 0x9d2c5680);
            }
            y = z ^ (z >>> 11);
            random.mt[i] = z ^ (y >>> 11);
        }
        random.next = 0;
        return random;
    }

    /** A second generator that goes on as this one will. */
    public Mt19937 copy() {
        Mt19937 copy = new Mt19937(0);
        System.arraycopy(mt, 0, copy.mt, 0, N);
        copy.next = next;
        return copy;
    }

    private void stir(int[] key) {
        int i = 1;
        for (int k = 0; k < Math.max(N, key.length); k++) {
            int j = k % key.length;
            mt[i] = (mt[i] ^ (mixed(i - 1) * 1664525)) + key[j] + j;
            i = following(i);
        }
        for (int k = 0; k < N - 1; k++) {
            mt[i] = (mt[i] ^ (mixed(i - 1) * 1566083941)) - i;
            i = following(i);
        }
        mt[0] = 0x80000000;
    }

    private int mixed(int i) {
        return mt[i] ^ (mt[i] >>> 30);
    }

    /** The index after i; past the end the last word is carried to the front, and 1 comes next. */
    private int following(int i) {
        if (i + 1 < N) {
            return i + 1;
        }
        mt[0] = mt[N - 1];
        return 1;
    }

    /** The next 32 bits. */
    public int next32() {
        if (next == N) {
            twist();
            next = 0;
        }
        int y = mt[next++];
        y ^= y >>> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >>> 18);
    }

    /** The next 64 bits; the word drawn first is the upper half. */
    public long next64() {
        long upper = next32();
        return upper << 32 | Integer.toUnsignedLong(next32());
    }

    private void twist() {
        for (int i = 0; i < N; i++) {
            int y = (mt[i] & 0x80000000) | (mt[(i + 1) % N] & 0x7fffffff);
            mt[i] = mt[(i + M) % N] ^ (y >>> 1) ^ (-(y & 1) & 0x9908b0df);
        }
    }
}
