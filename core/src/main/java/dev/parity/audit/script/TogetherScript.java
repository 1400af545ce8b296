package dev.parity.audit.script;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How rounding adds up where operations are judged together: {@code together.py}, and for one step {@code together_step.py}. The step is walked
 * through several times, with noise wherever something was not recorded, and what comes out differs by the rounding of all of it.
 */
final class TogetherScript {
    /**
     * Runs: enough for a deviation's own error to be a third. They come in pairs of opposite noise, so that what responds to one side
     * alone, such as a saturated softmax, responds in one of each pair.
     */
    private static final int RUNS = 8;

    /**
     * How much larger than rounding the noise is that shows how rounding adds up. Large enough that a kink within reach of {@link
     * dev.parity.audit.Allowance#DEVIATIONS} is met in some draw, and that the draw's own rounding is small beside it. But below that over √2: what
     * a kink does to half of the draws is divided by this number, and must still count for what it is.
     */
    private static final double LARGER = 16;

    /** Seeds of one step: with those of another the same element would have the same noise in both, which adds up over steps. */
    private static final int SEEDS = 16;

    /** In the first so many steps states grow from nothing, and their scatter with them, so that it is drawn in each. */
    private static final int GROWS = 16;

    /** To draw a scatter takes as long as ten steps, so it stands for so many steps, unless something is beyond it. */
    private static final int LASTS = 8;

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
