package dev.parity;

import dev.parity.audit.Auditor;
import dev.parity.audit.Closure;
import dev.parity.audit.Excused;
import dev.parity.audit.Judged;
import dev.parity.audit.Mistake;
import dev.parity.audit.Ruling;
import dev.parity.audit.Trend;
import dev.parity.compare.Compared;
import dev.parity.compare.Measure;
import dev.parity.compare.Tolerance;
import dev.parity.engine.Batch;
import dev.parity.engine.Start;
import dev.parity.report.Blame;
import dev.parity.report.Origin;
import dev.parity.report.Remark;
import dev.parity.spec.Experiment;
import dev.parity.spec.Wire;
import dev.parity.tensor.DType;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the audit of one side finds, gathered by array over the steps. */
final class SideAudit implements AutoCloseable {
    /** In float32 a whole step may amplify rounding through kinks and norms; a mistake that no single operation shows is larger. */
    private static final double TORN = 45.254833995939045 * 16;

    /** A lean that rounding does not have: over so many elements and steps, so parallel to the array, by so many roundoffs. */
    private static final int LEANING_ELEMENTS = 50;

    private static final int LEANING_STEPS = 2;
    private static final double PARALLEL = 0.9;
    private static final double LEAN = 8;

    private final Experiment experiment;
    private final Blame side;
    private final boolean recorded;
    private final DType precision;
    private final Auditor auditor;
    private final Map<Site, Origin> origins = new LinkedHashMap<>();
    private final Map<Site, Remark> remarks = new LinkedHashMap<>();
    private final Map<Site, Lean> leans = new LinkedHashMap<>();
    private final Map<Site, Long> unjudged = new LinkedHashMap<>();
    private final Set<String> hidden = new TreeSet<>();
    /** Recorded arrays from which nothing that was recorded is computed. */
    private final Set<Site> unread = new LinkedHashSet<>();

    private Optional<Compared> first = Optional.empty();
    private boolean torn;

    /** How an array leans over the steps. */
    private record Lean(Trend trend, int steps, boolean steady) {
        Lean plus(Lean later) {
            boolean same = trend.along() * later.trend.along() > 0;
            return new Lean(trend.plus(later.trend), steps + later.steps, steady && later.steady && same);
        }
    }

    /**
     * @param recorded whether the side was recorded elsewhere, so that its program may have conventions of its own
     * @param precision in which it computed, as far as is known
     */
    SideAudit(Experiment experiment, Start start, Blame side, boolean recorded, DType precision, int threads) {
        this.experiment = experiment;
        this.side = side;
        this.recorded = recorded;
        this.precision = DType.coarser(experiment.dtype(), precision);
        this.auditor = new Auditor(experiment, start, this.precision, threads);
    }

    /** Judges a step; what it returns has not been ruled on. */
    List<Judged> step(Batch batch, Trace trace) {
        List<Judged> judged = auditor.step(batch, trace);
        boolean clean = judged.stream().allMatch(Judged::passes);
        if (batch.step() == 1 && clean) {
            net();
        }
        judged.forEach(this::notice);
        if (recorded && side == Blame.CANDIDATE) {
            consumed(trace);
        }
        Ruling ruling = recorded ? Closure.of(experiment, auditor, judged, trace) : all(judged);
        ruling.excused().forEach(this::excuse);
        Mistake.of(ruling.origins())
                .forEach(m ->
                        note(m.made(), m.follow().stream().map(Judged::site).toList(), trace));
        auditor.carried().stream().filter(this::isState).forEach(hidden::add);
        return judged;
    }

    /** What one step leaves to the next is read by whatever that one has; the gradient of the data is read by nobody. */
    private void consumed(Trace trace) {
        if (trace.sites().stream().anyMatch(s -> s.phase() != Phase.DATA)) {
            unread.removeIf(s -> s.phase() != Phase.BACKWARD);
        }
        trace.sites().stream()
                .filter(s -> s.phase() == Phase.UPDATE || s.phase() == Phase.STATE || dead(s))
                .filter(s -> unread.stream().noneMatch(u -> u.at(0).equals(s.at(0))))
                .forEach(unread::add);
    }

    private boolean dead(Site site) {
        return site.phase() == Phase.BACKWARD
                && experiment.nodes().stream()
                        .anyMatch(n -> n.name().equals(site.layer())
                                && n.inputs().stream().allMatch(Wire::isData));
    }

    private static Ruling all(List<Judged> judged) {
        return new Ruling(judged.stream().filter(j -> !j.passes()).toList(), List.of());
    }

    /** The net under the audit: step 1, from the start and nothing in between, lies within what rounding does to the whole step. */
    private void net() {
        double most = precision == DType.FLOAT64 ? 0 : TORN;
        torn =
                auditor
                        .whole(s -> s.phase() == Phase.LOSS || s.phase() == Phase.GRADIENT || s.phase() == Phase.UPDATE)
                        .stream()
                        .anyMatch(j -> !j.passes() && j.noise() > most);
    }

    private void notice(Judged judged) {
        Site site = judged.site().at(0);
        if (judged.unstable()) {
            remarks.putIfAbsent(
                    site,
                    new Remark(
                            Remark.Kind.UNSTABLE_FORMULA,
                            judged.site(),
                            "is off by more than rounding, as another right formula of the same layer is in the same arithmetic"));
        }
        if (judged.unjudged() > 0) {
            unjudged.merge(site, judged.unjudged(), Long::sum);
        }
        if (judged.passes() && judged.trend().elements() > 0) {
            leans.merge(site, new Lean(judged.trend(), 1, true), Lean::plus);
        }
    }

    private void excuse(Excused excused) {
        String factor = number(excused.factor());
        Phase phase = excused.site().phase();
        boolean updated = phase == Phase.GRADIENT || phase == Phase.STATE;
        remarks.putIfAbsent(
                excused.site().at(0),
                excused.convention()
                        ? new Remark(
                                Remark.Kind.CONVENTION,
                                excused.site(),
                                "is " + factor
                                        + (updated
                                                ? " times PyTorch's, which the update undoes: the weights are right"
                                                : " times PyTorch's, which what follows undoes: the loss and the weights are"
                                                        + " right"))
                        : new Remark(
                                Remark.Kind.FALSE_RECORD,
                                excused.site(),
                                "is not PyTorch's, and the loss, the gradients and the weights are right all the same: the program"
                                        + " recorded something other than what it went on with"));
    }

    private static String number(double factor) {
        return Math.abs(factor - Math.rint(factor)) < 1e-4
                ? Long.toString(Math.round(factor))
                : String.format(Locale.ROOT, "%.6g", factor);
    }

    private void note(Judged judged, List<Site> also, Trace trace) {
        Tensor expected = judged.expected().orElseThrow();
        Tensor found = trace.get(judged.site()).orElseThrow();
        Tensor rounded = found.dtype().isFloat() ? expected.to(found.dtype()) : expected;
        Tolerance allowed = new Tolerance(0, Double.isFinite(judged.allowed()) ? judged.allowed() : 0);
        Measure measure =
                side == Blame.REFERENCE ? Measure.of(found, rounded, allowed) : Measure.of(rounded, found, allowed);
        if (first.isEmpty()) {
            first = Optional.of(new Compared(judged.site(), measure));
        }
        Origin origin = new Origin(
                judged.site(),
                1,
                measure.maxAbs(),
                measure.maxRel(),
                measure.maxUlp(),
                judged.noise(),
                judged.allowed(),
                side,
                judged.together().stream().map(SideAudit::words).sorted().toList(),
                also);
        origins.merge(judged.site().at(0), origin, Origin::plus);
    }

    private static String words(Site site) {
        String text = site.toString();
        return text.substring(text.indexOf('/') + 1);
    }

    private boolean isState(String name) {
        return experiment.weights().stream().anyMatch(w -> name.startsWith(w.name() + "."));
    }

    Map<Site, Origin> origins() {
        return origins;
    }

    /** The first origin, beside what it should be. */
    Optional<Compared> first() {
        return first;
    }

    /** Whether each array is right by itself and the whole step is not. */
    boolean torn() {
        return torn;
    }

    List<Remark> remarks() {
        List<Remark> all = new ArrayList<>(remarks.values());
        double u = precision.roundoff();
        leans.forEach((site, lean) -> {
            Trend t = lean.trend();
            boolean leans = lean.steady()
                    && lean.steps() >= LEANING_STEPS
                    && t.elements() >= LEANING_ELEMENTS
                    && Math.abs(t.correlation()) > PARALLEL
                    && Math.abs(t.slope()) > LEAN * u;
            if (leans && !origins.containsKey(site)) {
                all.add(new Remark(
                        Remark.Kind.STEADY_BIAS,
                        site.at(1),
                        String.format(
                                Locale.ROOT,
                                "is within rounding at each step, and over all %d steps too %s by a share of %.1e",
                                lean.steps(),
                                t.slope() > 0 ? "large" : "small",
                                Math.abs(t.slope()))));
            }
        });
        unread.stream()
                .filter(site -> !origins.containsKey(site.at(0)))
                .forEach(site -> all.add(new Remark(
                        Remark.Kind.UNCONSUMED,
                        site,
                        "is read by nothing that was recorded, so a false record of it would not show")));
        unjudged.forEach((site, count) -> all.add(new Remark(
                Remark.Kind.ILL_CONDITIONED,
                site.at(1),
                "has " + count
                        + " elements that are so sensitive to their operands, or made of numbers that are not finite, that"
                        + " nothing can be said of them")));
        return all;
    }

    /** What a reader should know of what was not recorded. */
    Optional<String> warning() {
        boolean spreads = origins.values().stream().anyMatch(o -> o.steps() > 1) && !hidden.isEmpty();
        Set<String> some = new LinkedHashSet<>(hidden.stream().limit(3).toList());
        return spreads
                ? Optional.of("The optimizer's state (" + String.join(", ", some)
                        + ") was not recorded, so an error of one step persists in those after it; record N/state/LAYER/NAME"
                        + " to tell them apart")
                : Optional.empty();
    }

    @Override
    public void close() {
        auditor.close();
    }
}
