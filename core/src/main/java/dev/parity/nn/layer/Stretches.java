package dev.parity.nn.layer;

import dev.parity.nn.Array;
import dev.parity.nn.Frame;
import dev.parity.nn.Rows;
import dev.parity.tensor.Shape;
import java.util.function.IntFunction;

/**
 * A weight's gradient as a sum over samples that threads share: Σₙ is done in stretches of neighbouring samples, whose sums
 * are then added in order. How many there are depends on the shapes alone, so the result does not on the threads.
 */
final class Stretches {
    private static final int MOST = 8;

    /** Elements of all sums together, beyond which they would cost more than they bring. */
    private static final int ROOM = 1 << 19;

    private final Array sum;
    private final Array others;
    private final int samples;
    private final int count;

    /** @param sum is written whole; the sums of the other stretches are scratch of the frame */
    Stretches(Frame at, Array sum, int samples) {
        this.sum = sum;
        this.samples = samples;
        this.count = Math.max(1, Math.min(Math.min(samples, MOST), ROOM / Math.max(1, sum.size())));
        this.others = at.keep("stretches", Shape.of(count - 1, sum.size()));
    }

    /** Writes to {@code sum}, from an offset on, the sum over the samples from {@code from} to before {@code to}. */
    @FunctionalInterface
    interface Body {
        void run(int from, int to, Array sum, int offset);
    }

    /** @param bodies makes one for each thread, which has a number */
    void each(int width, IntFunction<Body> bodies) {
        Rows.each(count, samples / count * width, (first, last) -> {
            Body body = bodies.apply(first);
            for (int i = first; i < last; i++) {
                int from = i * samples / count;
                int to = (i + 1) * samples / count;
                body.run(from, to, i == 0 ? sum : others, i == 0 ? 0 : (i - 1) * sum.size());
            }
        });
        for (int i = 1; i < count; i++) {
            sum.add(0, others, (i - 1) * sum.size(), sum.size());
        }
    }
}
