package dev.parity.report.say;

import dev.parity.compare.Delta;
import dev.parity.compare.LossPair;
import dev.parity.compare.Step;
import dev.parity.report.Dashed;
import dev.parity.report.Remark;
import dev.parity.report.Report;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * How the two free runs drift apart, at the first step, the middle one and the last.
 *
 * @param cause what it comes from, by the audit
 */
public record Drift(Cause cause, List<Point> points) {
    /** What makes free runs drift. */
    public enum Cause {
        GROWN_ROUNDING("rounding that has grown from step to step"),
        /** An array that is excused may differ by anything. */
        CONVENTIONS_AND_ROUNDING("what is recorded otherwise, and rounding"),
        CONSEQUENCE_OF_THE_ORIGINS("what follows from the error");

        private final String words;

        Cause(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }

        @Override
        public String toString() {
            return Dashed.of(this);
        }
    }

    /**
     * @param loss |c - r| / |r|
     * @param weight ‖c - r‖ / ‖r‖ of the weight that is furthest apart
     */
    public record Point(int step, OptionalDouble loss, OptionalDouble weight) {}

    public Drift {
        points = List.copyOf(points);
    }

    /** Of a report whose audit tells what the drift is, and whose free runs are further apart than the tolerance. */
    public static Optional<Drift> of(Report report) {
        List<Step> steps = report.comparison().steps();
        Cause cause = !report.audit().origins().isEmpty()
                ? Cause.CONSEQUENCE_OF_THE_ORIGINS
                : report.audit().remarks().stream().anyMatch(Remark::excuses)
                        ? Cause.CONVENTIONS_AND_ROUNDING
                        : Cause.GROWN_ROUNDING;
        if (!report.judgement().audited() || report.seen().isEmpty() || steps.isEmpty()) {
            return Optional.empty();
        }
        List<Point> points = Stream.of(0, steps.size() / 2, steps.size() - 1)
                .distinct()
                .map(steps::get)
                .map(Drift::point)
                .toList();
        return Optional.of(new Drift(cause, points));
    }

    private static Point point(Step step) {
        return new Point(
                step.step(),
                step.loss().stream().mapToDouble(LossPair::rel).findFirst(),
                step.weight().stream().mapToDouble(Delta::rel).max());
    }
}
