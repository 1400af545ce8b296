package dev.parity.report.say;

import dev.parity.compare.Comparison;
import dev.parity.compare.Delta;
import dev.parity.compare.LossPair;
import dev.parity.compare.Step;
import dev.parity.compare.Tolerance;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The rows of the table of steps: all of a short run; of a long one about ten, evenly apart, with the first mismatching
 * step and the last.
 *
 * @param steps how many there were to choose from
 */
public record StepTable(List<Row> rows, int steps) {
    private static final int MOST = 12;

    /**
     * One step.
     *
     * @param gradient the one that is furthest apart in relation to its size, if any was compared
     * @param weight likewise
     * @param first whether the first mismatch lies in this step
     */
    record Row(
            int step,
            int sites,
            int differing,
            Optional<LossPair> loss,
            Optional<Delta> gradient,
            Optional<Delta> weight,
            boolean first) {}

    public static StepTable of(Comparison comparison) {
        return of(comparison, true);
    }

    /** @param mark whether the first mismatch is one, and not a difference that the audit explains */
    static StepTable of(Comparison comparison, boolean mark) {
        List<Step> steps = comparison.steps();
        int first =
                comparison.first().filter(c -> mark).map(c -> c.site().step()).orElse(-1);
        double faint = comparison.tolerances().values().stream()
                .mapToDouble(Tolerance::atol)
                .max()
                .orElse(0);
        int stride = stride(steps.size());
        int last = steps.size() - 1;
        List<Row> rows = IntStream.range(0, steps.size())
                .filter(i -> i % stride == 0 || i == last || steps.get(i).step() == first)
                .mapToObj(steps::get)
                .map(s -> new Row(
                        s.step(),
                        s.sites(),
                        s.differing(),
                        s.loss(),
                        worst(s.gradient(), faint),
                        worst(s.weight(), faint),
                        s.step() == first))
                .toList();
        return new StepTable(rows, steps.size());
    }

    /** The smallest of 1, 2, 5, 10, 20, 50, ... that leaves at most a dozen rows. */
    static int stride(int steps) {
        int stride = 1;
        for (int i = 0; ((long) steps + stride - 1) / stride > MOST; i++) {
            stride = i % 3 == 1 ? stride / 2 * 5 : stride * 2;
        }
        return stride;
    }

    /** The first of the largest; NaN is larger than all. What is nothing but rounding about zero is so only where all is. */
    private static Optional<Delta> worst(List<Delta> all, double faint) {
        List<Delta> plain = all.stream().filter(d -> !(d.abs() <= faint)).toList();
        List<Delta> deltas = plain.isEmpty() ? all : plain;
        return deltas.stream().reduce((a, b) -> Double.compare(b.rel(), a.rel()) > 0 ? b : a);
    }
}
