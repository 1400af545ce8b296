package dev.parity.verdict;

import dev.parity.audit.Allowance;
import dev.parity.audit.judge.Auditor;
import dev.parity.audit.judge.Judged;
import dev.parity.audit.rule.Closure;
import dev.parity.audit.rule.Excused;
import dev.parity.audit.rule.Kin;
import dev.parity.audit.rule.Ledger;
import dev.parity.audit.rule.Mistake;
import dev.parity.audit.rule.Ruling;
import dev.parity.compare.Compared;
import dev.parity.compare.Measure;
import dev.parity.compare.Tolerance;
import dev.parity.engine.Start;
import dev.parity.graph.Batch;
import dev.parity.graph.Graph;
import dev.parity.report.Blame;
import dev.parity.report.Finding;
import dev.parity.report.Origin;
import dev.parity.report.Remark;
import dev.parity.spec.Experiment;
import dev.parity.tensor.DType;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Grain;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Slot;
import dev.parity.trace.Trace;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What the audit of one side finds, gathered by array over the steps. */
final class SideAudit implements AutoCloseable {
    /** In float32 a whole step may amplify rounding through kinks and norms; a mistake that no single operation shows is larger. */
    private static final double TORN = Allowance.DEVIATIONS * 16;

    private final Experiment experiment;
    private final Blame side;
    private final boolean recorded;
    private final DType precision;
    private final Grain grain;
    private final Start start;
    private final OtherData otherData;
    private final Map<Slot, Remark> unrecorded = new LinkedHashMap<>();
    private final Auditor auditor;
    private final Spans spans;
    private final Inquiry inquiry;
    private final Kin kin;
    private final Ledger ledger = new Ledger();
    private final Wrong made = new Wrong();
    private final Pending pending = new Pending(ledger);
    private final Remarks remarks;
    private final Set<String> hidden = new TreeSet<>();
    private boolean torn;

    /**
     * @param recorded whether the side was recorded elsewhere, so that its program may have conventions of its own
     * @param precision in which it computed, as far as is known
     * @param grain how finely it was written
     * @param other the other side's audit, whose programs this one may use
     */
    SideAudit(
            Experiment experiment,
            Start start,
            Blame side,
            boolean recorded,
            DType precision,
            Grain grain,
            int threads,
            Optional<SideAudit> other) {
        this.experiment = experiment;
        this.kin = Kin.of(experiment);
        this.side = side;
        this.recorded = recorded;
        this.grain = grain;
        this.precision = DType.coarser(experiment.dtype(), precision);
        Graph graph = new Graph(experiment);
        this.spans = new Spans(graph);
        this.inquiry = new Inquiry(graph, start);
        this.start = start;
        this.otherData = new OtherData(experiment);
        this.remarks = new Remarks(experiment, this.precision);
        this.auditor = new Auditor(experiment, start, this.precision, threads, other.map(o -> o.auditor));
    }

    /**
     * Judges a step; what it returns has not been ruled on.
     *
     * @param beside what the other side has of it
     */
    List<Judged> step(Batch batch, Trace trace, Trace beside) {
        inquiry.step(batch, trace, beside);
        List<Judged> judged = auditor.written(auditor.step(batch, trace), grain);
        boolean clean = judged.stream().allMatch(Judged::passes);
        if (batch.step() == 1 && clean && !grain.coarse() && (recorded || side == Blame.CANDIDATE)) {
            net();
        }
        Ruling ruling = recorded ? Closure.of(experiment, auditor, ledger, judged, trace, batch.step()) : all(judged);
        ruling.judged().forEach(remarks::notice);
        ruling.excused().forEach(e -> excuse(e, trace));
        if (recorded && side == Blame.CANDIDATE) {
            remarks.read(trace);
        }
        otherData.see(trace);
        if (recorded) {
            ruling.origins().forEach(j -> otherData
                    .of(j, trace, k -> auditor.rightFrom(start.batch(k), j.site()))
                    .ifPresent(r -> unrecorded.putIfAbsent(r.site().slot(), r)));
        }
        Mistake.of(kin, judged, ruling.origins()).forEach(m -> {
            List<Site> also = m.follow().stream().map(Judged::site).toList();
            made.add(origin(m.made(), also, trace), compared(m.made(), trace));
            inquiry.keep(m.made(), also, trace);
        });
        auditor.carried().stream().filter(this::isState).forEach(hidden::add);
        return judged;
    }

    private static Ruling all(List<Judged> judged) {
        return new Ruling(judged.stream().filter(j -> !j.passes()).toList(), List.of(), judged);
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

    /** What is owed is let pass until it is known whether the other steps bear it out. */
    private void excuse(Excused excused, Trace trace) {
        Judged judged = excused.judged();
        if (excused.owed()) {
            pending.add(excused, origin(judged, List.of(), trace), compared(judged, trace));
        } else {
            pending.add(excused);
        }
    }

    private Compared compared(Judged judged, Trace trace) {
        return new Compared(judged.site(), measure(judged, trace));
    }

    private Measure measure(Judged judged, Trace trace) {
        Tensor expected = judged.expected().orElseThrow();
        Tensor found = trace.get(judged.site()).orElseThrow();
        Tensor rounded = found.dtype().isFloat() ? expected.to(found.dtype()) : expected;
        Tolerance allowed = new Tolerance(0, Double.isFinite(judged.allowed()) ? judged.allowed() : 0);
        return side == Blame.REFERENCE ? Measure.of(found, rounded, allowed) : Measure.of(rounded, found, allowed);
    }

    private Origin origin(Judged judged, List<Site> also, Trace trace) {
        Measure measure = measure(judged, trace);
        return new Origin(
                judged.site(),
                1,
                measure.maxAbs(),
                measure.maxRel(),
                measure.maxUlp(),
                judged.noise(),
                judged.allowed(),
                side,
                judged.together().stream()
                        .map(Site::slot)
                        .sorted(Comparator.comparing(SideAudit::carried)
                                .reversed()
                                .thenComparing(Slot::toString))
                        .map(Slot::toString)
                        .toList(),
                also,
                spans.of(judged));
    }

    /** Weights and states that were not recorded are those of the step before: what is wrong there comes first. */
    private static boolean carried(Slot slot) {
        return slot.phase() == Phase.UPDATE || slot.phase() == Phase.STATE;
    }

    private boolean isState(String name) {
        return experiment.weights().stream().anyMatch(w -> name.startsWith(w.name() + "."));
    }

    /** Where errors are made: the earliest first. */
    Map<Slot, Origin> origins() {
        return made.and(pending.broken()).origins();
    }

    /** The first origin, beside what it should be. */
    Optional<Compared> first() {
        return made.and(pending.broken()).first();
    }

    /** Whether each array is right by itself and the whole step is not. */
    boolean torn() {
        return torn;
    }

    /** Why. */
    List<Finding> findings() {
        return inquiry.findings();
    }

    List<Remark> remarks() {
        return recorded || side == Blame.CANDIDATE
                ? Stream.concat(
                                unrecorded.values().stream(),
                                remarks.all(origins().keySet(), pending.remarks()).stream())
                        .toList()
                : List.of();
    }

    /** What a reader should know of what was not recorded. */
    Optional<String> warning() {
        boolean spreads = origins().values().stream().anyMatch(o -> o.steps() > 1) && !hidden.isEmpty();
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
