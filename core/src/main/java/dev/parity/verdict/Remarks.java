package dev.parity.verdict;

import dev.parity.audit.judge.Judged;
import dev.parity.audit.judge.Trend;
import dev.parity.graph.Graph;
import dev.parity.report.Remark;
import dev.parity.spec.Experiment;
import dev.parity.spec.Wire;
import dev.parity.tensor.DType;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Slot;
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

    private final Graph graph;
    private final double u;
    private final Map<Slot, Remark> remarks = new LinkedHashMap<>();
    private final Map<Slot, Lean> leans = new LinkedHashMap<>();
    private final Map<Slot, Long> unjudged = new LinkedHashMap<>();
    /** Recorded arrays from which nothing that was recorded is computed, where each was first so. */
    private final Map<Slot, Site> unread = new LinkedHashMap<>();

    Remarks(Experiment experiment, DType precision) {
        this.graph = new Graph(experiment);
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

        Remark at(Slot slot) {
            return new Remark(
                    Remark.Kind.STEADY_BIAS,
                    slot.at(1),
                    String.format(
                            Locale.ROOT,
                            "is within rounding at each step, and over all %d steps too %s by a share of %.1e",
                            steps,
                            trend.slope() > 0 ? "large" : "small",
                            Math.abs(trend.slope())));
        }
    }

    void notice(Judged judged) {
        Slot slot = judged.site().slot();
        if (judged.unstable()) {
            note(
                    Remark.Kind.UNSTABLE_FORMULA,
                    judged.site(),
                    "is off by more than rounding, as another right formula of the same layer is in the same arithmetic");
        }
        if (judged.unjudged() > 0) {
            unjudged.merge(slot, judged.unjudged(), Long::sum);
        }
        if (judged.passes() && judged.trend().elements() > 0) {
            leans.merge(slot, new Lean(judged.trend(), 1, true), Lean::plus);
        }
    }

    private void note(Remark.Kind kind, Site site, String words) {
        remarks.putIfAbsent(site.slot(), new Remark(kind, site, words));
    }

    /** What one step leaves to the next is read by whatever that one has; the gradient of the data is read by nobody. */
    void read(Trace trace) {
        if (trace.sites().stream().anyMatch(s -> s.phase() != Phase.DATA)) {
            unread.keySet().removeIf(s -> s.phase() != Phase.BACKWARD);
        }
        trace.sites().stream()
                .filter(s -> s.phase() == Phase.UPDATE || s.phase() == Phase.STATE || ofTheData(s))
                .forEach(s -> unread.putIfAbsent(s.slot(), s));
    }

    private boolean ofTheData(Site site) {
        return site.phase() == Phase.BACKWARD
                && graph.node(site.layer())
                        .filter(n -> n.inputs().stream().allMatch(Wire::isData))
                        .isPresent();
    }

    /**
     * @param origins arrays that are wrong anyway
     * @param excused what is said of those that were let pass
     */
    List<Remark> all(Set<Slot> origins, List<Remark> excused) {
        List<Remark> all = new ArrayList<>(excused);
        all.addAll(remarks.values());
        leans.forEach((slot, lean) -> {
            if (lean.shows(u) && !origins.contains(slot)) {
                all.add(lean.at(slot));
            }
        });
        unread.values().stream()
                .filter(site -> !origins.contains(site.slot()))
                .forEach(site -> all.add(new Remark(
                        Remark.Kind.UNCONSUMED,
                        site,
                        "is read by nothing that was recorded, so a false record of it would not show")));
        unjudged.forEach((slot, count) -> all.add(new Remark(
                Remark.Kind.ILL_CONDITIONED,
                slot.at(1),
                "has " + count
                        + " elements that are so sensitive to their operands, or made of numbers that are not finite, that"
                        + " nothing can be said of them")));
        return all;
    }
}
