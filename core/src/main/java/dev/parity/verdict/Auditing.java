package dev.parity.verdict;

import dev.parity.compare.Compared;
import dev.parity.engine.Engine;
import dev.parity.engine.Start;
import dev.parity.graph.Batch;
import dev.parity.pair.Shapes;
import dev.parity.report.Audit;
import dev.parity.report.Blame;
import dev.parity.report.Finding;
import dev.parity.report.Origin;
import dev.parity.report.Remark;
import dev.parity.run.Request;
import dev.parity.run.Witness;
import dev.parity.run.Worker;
import dev.parity.spec.Experiment;
import dev.parity.trace.Slot;
import dev.parity.trace.Trace;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * The audit of a run, on a thread of its own: a step is judged while the sides compute the next one. A reference that was recorded is
 * judged like the candidate, so that it can be said which side is wrong; one of ours at the first step only, since libraries err as well.
 */
public final class Auditing implements Witness, AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread t = new Thread(task, "audit");
        t.setDaemon(true);
        return t;
    });
    private final Optional<Future<SideAudit>> candidate;
    private final Optional<Future<SideAudit>> reference;
    private final Request request;
    private final int referenceSteps;
    private final Judgements judgements = new Judgements();
    private final Shapes shapes;
    private Future<?> judging;
    private boolean complete;
    private long nanos;

    public Auditing(Request request, Future<Start> start, Worker reference, Worker candidate) {
        this.request = request;
        this.complete = request.audited();
        this.referenceSteps = request.scope() == Request.Scope.AUDIT_ONLY
                ? 0
                : request.reference().auditedAsReference();
        this.shapes = new Shapes(request.experiment());
        this.candidate = complete
                ? Optional.of(thread.submit(() -> open(request, start, candidate, Blame.CANDIDATE, Optional.empty())))
                : Optional.empty();
        this.reference = complete && referenceSteps > 0
                ? Optional.of(thread.submit(() -> open(
                        request,
                        start,
                        reference,
                        Blame.REFERENCE,
                        Optional.of(this.candidate.orElseThrow().get()))))
                : Optional.empty();
    }

    private static SideAudit open(
            Request request, Future<Start> start, Worker worker, Blame side, Optional<SideAudit> other)
            throws ExecutionException, InterruptedException {
        Engine engine = worker.engine();
        Experiment experiment = request.experiment();
        return new SideAudit(
                experiment,
                start.get(),
                side,
                !engine.choice().ours(),
                engine.dtype(experiment.dtype()),
                engine.grain(),
                request.threads(),
                other);
    }

    /** Judges a step in the background, once the one before it is judged. */
    @Override
    public void step(Batch batch, Trace ofReference, Trace ofCandidate) {
        step(batch, batch, ofReference, ofCandidate);
    }

    /** @param fed what the candidate was fed in place of the batch; after another its arithmetic may be right all the same */
    public void step(Batch batch, Batch fed, Trace ofReference, Trace ofCandidate) {
        finish();
        if (candidate.isEmpty()) {
            return;
        }
        judging = thread.submit(() -> {
            sides();
            long began = System.nanoTime();
            // other shapes are a mismatch that needs no audit
            complete = complete
                    && shapes.fit(batch.step(), ofCandidate)
                    && (!of(batch) || shapes.fit(batch.step(), ofReference));
            if (complete) {
                judgements.add(candidate.get().get().step(fed, ofCandidate, ofReference));
                if (of(batch)) {
                    reference.get().get().step(batch, ofReference, ofCandidate);
                }
            }
            nanos += System.nanoTime() - began;
            return null;
        });
    }

    /** Whether the reference's step is judged. */
    private boolean of(Batch batch) {
        return reference.isPresent() && batch.step() <= referenceSteps;
    }

    /** Waits until all that was begun is judged. */
    public void finish() {
        if (judging != null) {
            Worker.await(judging);
        }
    }

    private List<SideAudit> sides() {
        return Stream.of(candidate, reference)
                .flatMap(Optional::stream)
                .map(Worker::await)
                .toList();
    }

    /** What the audit has to say to the verdict. */
    public AuditSummary summary() {
        if (candidate.isEmpty()) {
            return AuditSummary.NONE;
        }
        List<Origin> origins = origins();
        boolean ofReference = origins.stream().allMatch(o -> o.side() == Blame.REFERENCE);
        return new AuditSummary(
                complete,
                sides().stream().anyMatch(SideAudit::torn),
                first(origins),
                ofReference && request.reference().ours(),
                (int) remarks().stream()
                        .filter(r -> r.kind() == Remark.Kind.MASKED)
                        .count(),
                judgements.lacking(request.experiment()));
    }

    /** What it has to say to the reader. */
    public Audit found() {
        List<Finding> findings =
                sides().stream().flatMap(side -> side.findings().stream()).toList();
        return new Audit(origins(), findings, remarks(), judgements.counts());
    }

    private List<Remark> remarks() {
        return sides().stream().flatMap(side -> side.remarks().stream()).toList();
    }

    /** Where errors are made, the earliest step first; what is wrong on both sides alike is one. */
    private List<Origin> origins() {
        Map<Slot, Origin> all = new LinkedHashMap<>();
        sides().forEach(side -> side.origins().forEach((slot, origin) -> all.merge(slot, origin, Origin::plus)));
        return all.values().stream()
                .sorted(Comparator.comparingInt(o -> o.site().step()))
                .toList();
    }

    /** The first origin, beside what it should be. */
    private Optional<Compared> first(List<Origin> origins) {
        return origins.stream().findFirst().flatMap(origin -> sides().stream()
                .flatMap(side -> side.first().stream())
                .filter(c -> c.site().equals(origin.site()))
                .findFirst());
    }

    public List<String> warnings() {
        return sides().stream().flatMap(side -> side.warning().stream()).toList();
    }

    public double seconds() {
        return nanos / 1e9;
    }

    @Override
    public void close() {
        try {
            Worker.await(thread.submit(() -> {
                sides().forEach(SideAudit::close);
                return null;
            }));
        } catch (RuntimeException e) {
            // It did not open; whoever waited for it knows.
        } finally {
            thread.shutdownNow();
        }
    }
}
