package dev.parity.audit.rule;

import dev.parity.tensor.Tensor;
import dev.parity.trace.Site;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Whether a failing array was gone on with, by what follows. With e what is made of it as it should be, e + d what is made of it as it is
 * recorded, and c what was recorded there,
 * <pre>
 *   t = (c - e) · d / d · d        0 if the right one was gone on with, 1 if the recorded one
 * </pre>
 * Over many elements that is known far better than by any one of them: its deviation is that of the rounding of one element over |d|.
 */
enum Follows {
    /** Something is made of the array as it is recorded. */
    MOVED,
    /** Something is plainly made of what it should be, and nothing of what is recorded. */
    UNMOVED,
    /** All that is recorded and made of it is the same either way. */
    MASKED,
    /** The difference is of the size of rounding there, or nothing follows. */
    UNTOLD;

    /** So many deviations of t decide. */
    private static final double SURE = 4;

    /** No element is known better than to so many of its roundoffs, in the mean. */
    private static final double ROUNDING = 8;

    /** What is left beside d is rounding where it is as little of e, or of d; else an error of its own stands in between. */
    private static final double ALONE = 1e4;

    private static final double ALIKE = 1e-3;

    /**
     * @param recorded what was, beside the array itself
     * @param from what is made of the array as it is recorded
     * @param right what is made of it as it should be
     * @param other what is made of something else in its place, if it has to be asked: where that makes no difference either, nothing follows
     * @param u the roundoff
     */
    static Follows of(
            Map<Site, Tensor> recorded,
            Map<Site, Tensor> from,
            Map<Site, Tensor> right,
            Supplier<Map<Site, Tensor>> other,
            double u) {
        boolean reached = false;
        boolean unmoved = false;
        for (Map.Entry<Site, Tensor> one : recorded.entrySet()) {
            Tensor e = right.get(one.getKey());
            if (!differ(e, from.get(one.getKey()))) {
                continue;
            }
            reached = true;
            Follows here = one(one.getValue(), e, from.get(one.getKey()), u);
            if (here == MOVED) {
                return MOVED;
            }
            unmoved |= here == UNMOVED;
        }
        return unmoved ? UNMOVED : !reached && read(recorded, right, other.get()) ? MASKED : UNTOLD;
    }

    private static boolean read(Map<Site, Tensor> recorded, Map<Site, Tensor> right, Map<Site, Tensor> other) {
        return recorded.keySet().stream().anyMatch(site -> differ(right.get(site), other.get(site)));
    }

    private static boolean differ(Tensor a, Tensor b) {
        for (int i = 0; i < a.size(); i++) {
            if (Double.compare(a.get(i) + 0.0, b.get(i) + 0.0) != 0) {
                return true;
            }
        }
        return false;
    }

    private static Follows one(Tensor c, Tensor right, Tensor from, double u) {
        if (c.size() != right.size()) {
            return UNTOLD;
        }
        double moved = 0;
        double along = 0;
        double off = 0;
        double size = 0;
        int n = 0;
        boolean burst = false;
        for (int i = 0; i < c.size(); i++) {
            double e = right.get(i);
            double d = from.get(i) - e;
            if (!Double.isFinite(e)) {
                continue;
            }
            if (!Double.isFinite(d)) {
                if (!Double.isFinite(c.get(i))) {
                    return MOVED;
                }
                burst = true;
                continue;
            }
            double found = c.get(i) - e;
            if (!Double.isFinite(found)) {
                return UNTOLD; // an error of its own
            }
            moved += d * d;
            along += found * d;
            off += found * found;
            size += e * e;
            n++;
        }
        if (burst) {
            return UNMOVED; // it would have left the type's range, and has not
        }
        double t = along / moved;
        double rest = Math.max(0, off - t * along);
        double noise = Math.max(Math.sqrt(rest / n), ROUNDING * u * Math.sqrt(size / n));
        double deviation = noise / Math.sqrt(moved);
        if (t > 0.5 - SURE * deviation && t < 0.5 + SURE * deviation || Double.isNaN(t)) {
            return UNTOLD;
        }
        if (t > 0.5) {
            return t < 1.5 ? MOVED : UNTOLD;
        }
        boolean alone = Math.sqrt(rest) <= ALONE * u * Math.sqrt(size) + ALIKE * Math.sqrt(moved);
        return alone && t > -0.5 ? UNMOVED : UNTOLD;
    }
}
