package dev.parity.nn;

import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;

/**
 * Loops over rows that do not touch each other, shared among threads when there is enough to do. The result does not
 * depend on the number of threads: no sum crosses a row.
 */
public final class Rows {
    /** Below this many elements a loop is done before a second thread has woken up (measured: about 20 µs). */
    private static final int WORTH_SHARING = 1 << 16;

    private static volatile int threads = 1;

    /** Whether this thread runs a part of a loop: what that part calls is not shared again. */
    private static final ThreadLocal<Boolean> SHARED = ThreadLocal.withInitial(() -> false);

    private Rows() {}

    /** A loop body over the rows {@code from} (inclusive) to {@code to} (exclusive). */
    @FunctionalInterface
    public interface Body {
        void run(int from, int to);
    }

    /** How many threads a loop may use, at most; 1 at first. Set by the engine. */
    public static void threads(int n) {
        threads = Math.min(n, ForkJoinPool.commonPool().getParallelism() + 1);
    }

    /** Runs a body over {@code rows} rows of {@code width} elements each. */
    public static void each(int rows, int width, Body body) {
        int parts = (int) Math.min(Math.min(threads, rows), (long) rows * width / WORTH_SHARING + 1);
        if (parts <= 1 || SHARED.get()) {
            body.run(0, rows);
            return;
        }
        IntStream.range(0, parts)
                .parallel()
                .forEach(p -> part(body, (int) ((long) rows * p / parts), (int) ((long) rows * (p + 1) / parts)));
    }

    private static void part(Body body, int from, int to) {
        SHARED.set(true);
        try {
            body.run(from, to);
        } finally {
            SHARED.set(false);
        }
    }
}
