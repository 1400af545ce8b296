package dev.parity.audit.script;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How rounding adds up where operations are judged together, as methods of a step's program that walk through it. {@code when} holds the
 * number of the audit and that of the step.
 * <pre>
 *   off(g, ..., when)       deviations of what was not recorded, itself off by rounding: that of a gradient which is nothing but rounding
 *                           rounds too
 *   draws(g, E, Z, when)    the scatter of what is judged together or carried, from runs with noise of such deviations Z
 *   lasts(V, E, when)       whether a scatter V that was drawn in a step before still stands
 *   runs(g, E, Z, u, when)  what runs in the candidate's own precision are off at the most, for what noise cannot show: probabilities
 *                           that all round to 1. One is run as it is, in one all that is within rounding of 0 is 0, and the others
 *                           have noise of the size of rounding
 * </pre>
 */
final class TogetherScript {
    /**
     * Runs: enough for a deviation's own error to be a third. They come in pairs of opposite noise, so that what responds to one side
     * alone, such as a saturated softmax, responds in one of each pair.
     */
    private static final int RUNS = 8;

    /**
     * How much larger than rounding the noise is that shows how rounding adds up: large enough that a kink within reach of 45 deviations is met
     * in some draw and that the draw's own rounding is small beside it, and below 45 √½, for what a kink makes of half the draws is divided by it.
     */
    private static final double LARGER = 16;

    /** So many seeds are a step's: that the same element had the same noise in each would add up. */
    private static final int SEEDS = 16;

    /** For so many steps states grow, and their scatter with them. */
    private static final int GROWS = 16;

    /** A scatter stands for so many steps, unless something is beyond it: to draw it takes as long as ten steps. */
    private static final int LASTS = 8;

    /**
     * <pre>
     *   noised(v, s, n, z)  v, off by z deviations times n; where z is infinite, 0 if that is within rounding
     *   own(v, S, k, i, z)  the i-th array of operation k, off by normal draws; what is nothing but rounding, by one draw for all of it too:
     *                       where a constant is normalised, all elements have the rounding of its mean, and that of a sum of them adds up
     *   carried(v, s, z)  what was carried here, off by a sign, which keeps each element's deviation from step to step, and to 0 at most
     *   scattered(v, n, e, z)  deviations v from some runs, with those of a run n, whose noise was z times as large as rounding
     *   farthest(f, n, e, lost)  the largest of f and |n - e|; lost says whether that is infinite where a run has lost its number
     *   larger(a, b)  the larger of two lists of deviations, without what says nothing in the second
     * </pre>
     */
    static final String TEXT = Template.of("together").fill(Map.of());

    private static final Template OF_A_STEP = Template.of("together_step");

    private final String unrecorded;
    private final String wanted;

    /**
     * @param unrecorded operations that made what was not recorded
     * @param wanted operations that made what is judged together or carried
     */
    TogetherScript(Collection<Integer> unrecorded, Collection<Integer> wanted) {
        this.unrecorded = numbers(unrecorded);
        this.wanted = numbers(wanted);
    }

    private static String numbers(Collection<Integer> operations) {
        return operations.stream().distinct().map(k -> Integer.toString(k)).collect(Collectors.joining(", "));
    }

    String code() {
        return OF_A_STEP.fill(Map.of(
                "unrecorded", unrecorded,
                "wanted", wanted,
                "runs", RUNS,
                "larger", LARGER,
                "seeds", SEEDS,
                "grows", GROWS,
                "lasts", LASTS));
    }
}
