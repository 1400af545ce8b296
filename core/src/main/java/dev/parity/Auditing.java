package dev.parity;

import dev.parity.audit.Auditor;
import dev.parity.audit.Judged;
import dev.parity.compare.Compared;
import dev.parity.compare.Measure;
import dev.parity.compare.Tolerance;
import dev.parity.engine.Batch;
import dev.parity.engine.Start;
import dev.parity.report.Origin;
import dev.parity.spec.Experiment;
import dev.parity.tensor.DType;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The audit of a run, on a thread of its own: a step is judged while the sides compute the next one. What fails is gathered by
 * array; the first failure in causal order is where the first wrong number is made.
 */
final class Auditing implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread t = new Thread(task, "audit");
        t.setDaemon(true);
        return t;
    });
    private final boolean wanted;
    private final Future<Auditor> auditor;
    private final Map<Site, Origin> origins = new LinkedHashMap<>();
    private Optional<Compared> first = Optional.empty();
    private Future<?> judging;
    private boolean complete;
    private long nanos;

    /** @param wanted whether anything is to be audited at all */
    Auditing(boolean wanted, Experiment experiment, Future<Start> start, Worker candidate, int threads) {
        this.wanted = wanted;
        this.complete = wanted;
        this.auditor = wanted
                ? thread.submit(() -> new Auditor(experiment, start.get(), precision(experiment, candidate), threads))
                : null;
    }

    /** The coarser of the experiment's type and that in which the candidate recorded. */
    private static DType precision(Experiment experiment, Worker candidate) {
        return DType.coarser(experiment.dtype(), candidate.engine().dtype(experiment.dtype()));
    }

    /** Judges a step in the background, once the one before it is judged. */
    void begin(Batch batch, Trace reference, Trace candidate) {
        finish();
        if (!wanted) {
            return;
        }
        judging = thread.submit(() -> {
            Auditor a = auditor.get();
            long began = System.nanoTime();
            complete = complete && fits(reference, candidate);
            if (complete) {
                a.step(batch, candidate).stream().filter(j -> !j.passes()).forEach(j -> note(j, candidate));
            }
            nanos += System.nanoTime() - began;
            return null;
        });
    }

    /** Whether arrays have the shapes that the network gives them; others are a mismatch that needs no audit. */
    private static boolean fits(Trace reference, Trace candidate) {
        return candidate.sites().stream().allMatch(site -> reference
                .get(site)
                .filter(r -> !r.shape().equals(candidate.get(site).orElseThrow().shape()))
                .isEmpty());
    }

    /** Waits until all that was begun is judged. */
    void finish() {
        if (judging != null) {
            Worker.await(judging);
        }
    }

    private void note(Judged judged, Trace candidate) {
        Tensor expected = judged.expected().orElseThrow();
        Tensor found = candidate.get(judged.site()).orElseThrow();
        Tensor rounded = found.dtype().isFloat() ? expected.to(found.dtype()) : expected;
        Measure measure =
                Measure.of(rounded, found, new Tolerance(0, Double.isFinite(judged.allowed()) ? judged.allowed() : 0));
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
                judged.allowed());
        origins.merge(judged.site().at(0), origin, Origin::plus);
    }

    /** Whether every step was judged: the candidate recorded all that the audit wants. */
    boolean complete() {
        return complete;
    }

    List<Origin> origins() {
        return new ArrayList<>(origins.values());
    }

    /** The first origin, beside what it should be. */
    Optional<Compared> first() {
        return first;
    }

    double seconds() {
        return nanos / 1e9;
    }

    @Override
    public void close() {
        if (!wanted) {
            thread.shutdownNow();
            return;
        }
        try {
            Worker.await(thread.submit(() -> {
                auditor.get().close();
                return null;
            }));
        } catch (RuntimeException e) {
            // It did not open; whoever waited for it knows.
        } finally {
            thread.shutdownNow();
        }
    }
}
