package dev.parity;

import dev.parity.audit.Excused;
import dev.parity.audit.Judged;
import dev.parity.audit.Trend;
import dev.parity.report.Remark;
import dev.parity.spec.Experiment;
import dev.parity.spec.Node;
import dev.parity.spec.Wire;
import dev.parity.tensor.DType;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What the audit of one side notices that is no error, each array once. */
final class Remarks {
    /** A lean that rounding does not have: over so many elements and steps, so parallel to the array, by so many roundoffs. */
    private static final int LEANING_ELEMENTS = 50;

    private static final int LEANING_STEPS = 2;
    private static final double PARALLEL = 0.9;
    private static final double LEAN = 8;

    private final Experiment experiment;
    private final double u;
    private final Map<Site, Remark> remarks = new LinkedHashMap<>();
    private final Map<Site, Lean> leans = new LinkedHashMap<>();
    private final Map<Site, Long> unjudged = new LinkedHashMap<>();
    private List<Site> unread = List.of();

    Remarks(Experiment experiment, DType precision) {
        this.experiment = experiment;
        this.u = precision.roundoff();
    }

    /** How an array leans over the steps. */
    private record Lean(Trend trend, int steps, boolean steady) {
        Lean plus(Lean later) {
            boolean same = trend.along() * later.trend.along() > 0;
            return new Lean(trend.plus(later.trend), steps + later.steps, steady && later.steady && same);
        }

        boolean shows(double u) {
            return steady
                    && steps >= LEANING_STEPS
                    && trend.elements() >= LEANING_ELEMENTS
                    && Math.abs(trend.correlation()) > PARALLEL
                    && Math.abs(trend.slope()) > LEAN * u;
        }

        Remark at(Site site) {
            return new Remark(
                    Remark.Kind.STEADY_BIAS,
                    site.at(1),
                    String.format(
                            Locale.ROOT,
                            "is within rounding at each step, and over all %d steps too %s by a share of %.1e",
                            steps,
                            trend.slope() > 0 ? "large" : "small",
                            Math.abs(trend.slope())));
        }
    }

    void notice(Judged judged) {
        Site site = judged.site().at(0);
        if (judged.unstable()) {
            note(
                    Remark.Kind.UNSTABLE_FORMULA,
                    judged.site(),
                    "is off by more than rounding, as another right formula of the same layer is in the same arithmetic");
        }
        if (judged.unjudged() > 0) {
            unjudged.merge(site, judged.unjudged(), Long::sum);
        }
        if (judged.passes() && judged.trend().elements() > 0) {
            leans.merge(site, new Lean(judged.trend(), 1, true), Lean::plus);
        }
    }

    void excuse(Excused excused) {
        if (excused.convention()) {
            note(
                    Remark.Kind.CONVENTION,
                    excused.site(),
                    "is " + number(excused.factor()) + " times PyTorch's, which what follows undoes: the loss, the"
                            + " gradients and the weights that come of it are right");
        } else {
            note(
                    Remark.Kind.FALSE_RECORD,
                    excused.site(),
                    "is not PyTorch's, and the loss, the gradients and the weights are right all the same: the program"
                            + " recorded something other than what it went on with");
        }
    }

    private void note(Remark.Kind kind, Site site, String words) {
        remarks.putIfAbsent(site.at(0), new Remark(kind, site, words));
    }

    private static String number(double factor) {
        return Math.abs(factor - Math.rint(factor)) < 1e-4
                ? Long.toString(Math.round(factor))
                : String.format(Locale.ROOT, "%.6g", factor);
    }

    /** A step of a program, of which nothing that it leaves behind is read unless there is another. */
    void leave(Trace trace) {
        unread = trace.sites().stream().filter(this::leavesTheStep).toList();
    }

    /** What a step hands to no operation of its own: its new weights and states, and the gradient with respect to the data. */
    private boolean leavesTheStep(Site site) {
        return switch (site.phase()) {
            case UPDATE, STATE -> true;
            case BACKWARD ->
                experiment.nodes().stream()
                        .filter(n -> n.name().equals(site.layer()))
                        .map(Node::inputs)
                        .anyMatch(inputs -> inputs.stream().allMatch(Wire::isData));
            default -> false;
        };
    }

    /** @param origins arrays that are wrong anyway, as sites of step 0 */
    List<Remark> all(Set<Site> origins) {
        List<Remark> all = new ArrayList<>(remarks.values());
        leans.forEach((site, lean) -> {
            if (lean.shows(u) && !origins.contains(site)) {
                all.add(lean.at(site));
            }
        });
        unjudged.forEach((site, count) -> all.add(new Remark(
                Remark.Kind.ILL_CONDITIONED,
                site.at(1),
                "has " + count
                        + " elements that are so sensitive to their operands, or made of numbers that are not finite, that"
                        + " nothing can be said of them")));
        if (!unread.isEmpty()) {
            String more = unread.size() == 1
                    ? "is read by nothing"
                    : "and " + (unread.size() - 1)
                            + " other arrays that the last step leaves behind are read by nothing";
            all.add(new Remark(
                    Remark.Kind.UNCONSUMED,
                    unread.get(0),
                    more + " that was recorded: that the program went on with these very numbers is not seen"));
        }
        return all;
    }
}
