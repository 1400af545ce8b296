package dev.parity.report;

import dev.parity.compare.Delta;
import dev.parity.compare.Loss;
import dev.parity.compare.Step;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * How the two free runs drift apart, at the first step, the middle one and the last.
 *
 * @param grown whether it is rounding that has grown, each array being what its own operands make it; else it is what
 *     follows from the origins
 */
public record Drift(boolean grown, List<Point> points) {
    /**
     * @param loss |c - r| / |r|
     * @param weight ‖c - r‖ / ‖r‖ of the weight that is furthest apart
     */
    public record Point(int step, OptionalDouble loss, OptionalDouble weight) {}

    public Drift {
        points = List.copyOf(points);
    }

    /** Of a report whose audit tells what the drift is, and whose free runs are further apart than the tolerance. */
    static Optional<Drift> of(Report report) {
        List<Step> steps = report.comparison().steps();
        boolean grown = report.origins().isEmpty();
        if (!report.audited() || report.seen().isEmpty() || steps.isEmpty()) {
            return Optional.empty();
        }
        List<Point> points = Stream.of(0, steps.size() / 2, steps.size() - 1)
                .distinct()
                .map(steps::get)
                .map(Drift::point)
                .toList();
        return Optional.of(new Drift(grown, points));
    }

    private static Point point(Step step) {
        return new Point(
                step.step(),
                step.loss().stream().mapToDouble(Loss::rel).findFirst(),
                step.weight().stream().mapToDouble(Delta::rel).max());
    }

    /** What it is, by a name. */
    String name() {
        return grown ? "grown-rounding" : "consequence-of-the-origins";
    }

    String words() {
        return grown ? "rounding that has grown from step to step" : "what follows from the error";
    }
}
