package dev.parity;

import dev.parity.compare.Comparer;
import dev.parity.engine.Engine;
import dev.parity.engine.Engines;
import dev.parity.engine.Start;
import dev.parity.engine.StartTrace;
import dev.parity.graph.Batch;
import dev.parity.pair.Pairing;
import dev.parity.pair.Shapes;
import dev.parity.pair.Views;
import dev.parity.record.Reading;
import dev.parity.report.Remark;
import dev.parity.report.Report;
import dev.parity.report.Side;
import dev.parity.report.Subject;
import dev.parity.report.Timing;
import dev.parity.run.Opener;
import dev.parity.run.Opening;
import dev.parity.run.PeakMemory;
import dev.parity.run.Repeats;
import dev.parity.run.Request;
import dev.parity.run.Worker;
import dev.parity.spec.Experiment;
import dev.parity.trace.Trace;
import dev.parity.unseen.Vacuity;
import dev.parity.verdict.Auditing;
import dev.parity.verdict.Conclusion;
import dev.parity.verdict.Referee;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * The pipeline: an experiment is started once, both sides compute it step by step, each step is compared and let go,
 * and what remains is a report.
 */
public final class Parity {
    private Parity() {}

    /** Runs a request. {@code progress} is told of each step that has been compared. */
    public static Report run(Request request, IntConsumer progress) {
        return run(request, progress, Opening.ENGINES);
    }

    static Report run(Request request, IntConsumer progress, Opening engines) {
        long began = System.nanoTime();
        Experiment experiment = request.experiment();
        FutureTask<Start> drawing = new FutureTask<>(() -> Start.draw(experiment));
        Comparer comparer = new Comparer(experiment.dtype(), request.endToEnd());
        Opener opener = new Opener(engines, request, drawing);
        boolean auditOnly = request.scope() == Request.Scope.AUDIT_ONLY;
        long comparing = 0;
        try (Worker reference = opener.reference();
                Worker candidate = opener.candidate();
                Repeats again = opener.repeats();
                Auditing audit = new Auditing(
                        request.audited(),
                        experiment,
                        drawing,
                        reference,
                        candidate,
                        auditOnly ? 0 : audited(request.reference()),
                        request.threads())) {
            drawing.run();
            Start start = Worker.await(drawing);
            Pairing pairing = new Pairing(
                    experiment, new StartTrace(experiment, start), reference.engine(), candidate.engine(), comparer);
            Vacuity vacuity = new Vacuity(experiment, start.weights());
            Views ofReference = new Views("the reference", reference.engine());
            Views ofCandidate = new Views("the candidate", candidate.engine());
            Shapes shapes = new Shapes(experiment);
            Referee referee = new Referee(engines, request, start);
            Reading readReference =
                    new Reading(experiment, start.weights(), reference.engine().recorded());
            Reading readCandidate =
                    new Reading(experiment, start.weights(), candidate.engine().recorded());
            pairing.start(
                    readReference.start(reference.engine().start()),
                    readCandidate.start(candidate.engine().start()));
            Batch batch = start.batch(1);
            begin(batch, reference, candidate, again);
            for (int step = 1; step <= experiment.steps(); step++) {
                Trace fed = StartTrace.data(batch);
                Trace ofOurs = candidate.engine().recorded() ? new Trace() : candidate.finish();
                Trace r = readReference.step(batch, reference.finish(), fed, ofOurs);
                Trace c = readCandidate.step(batch, candidate.finish(), fed, r);
                again.finish(r, c);
                shapes.check(candidate.engine(), step, c, r);
                shapes.check(reference.engine(), step, r, c);
                audit.begin(batch, r, c);
                Batch computed = batch;
                if (step < experiment.steps()) { // a step is compared while the next is computed
                    batch = start.batch(step + 1);
                    begin(batch, reference, candidate, again);
                }
                long compare = System.nanoTime();
                if (auditOnly) {
                    pairing.data(computed, c);
                } else {
                    pairing.step(computed, reference.like(candidate, r), candidate.like(reference, c));
                }
                vacuity.step(computed, c.or(r));
                referee.hear(step, r, c);
                ofReference.step(r, c);
                ofCandidate.step(c, r);
                comparing += System.nanoTime() - compare;
                progress.accept(step);
            }
            audit.finish();
            List<String> warnings = new ArrayList<>(pairing.warnings());
            ofReference.warning().ifPresent(warnings::add);
            ofCandidate.warning().ifPresent(warnings::add);
            warnings.addAll(audit.warnings());
            Timing timing = new Timing(
                    reference.seconds(),
                    candidate.seconds(),
                    comparing / 1e9,
                    audit.seconds(),
                    (System.nanoTime() - began) / 1e9,
                    PeakMemory.bytes());
            return new Conclusion(
                            request,
                            new Subject(experiment.name(), experiment.file().toString(), experiment.sha256()),
                            side(reference, experiment, request.threads()),
                            side(candidate, experiment, request.threads()),
                            warnings,
                            vacuity.found(),
                            pairing.finite(),
                            comparer.comparison(),
                            timing)
                    .of(audit, again.waver(), referee)
                    .with(Stream.of(readReference, readCandidate)
                            .flatMap(reading -> reading.notes().stream())
                            .map(note -> new Remark(Remark.Kind.LAYOUT, note.site(), note.words()))
                            .toList());
        }
    }

    /** How many steps of a reference are audited: all that were recorded elsewhere, none of central differences, which are not as exact. */
    private static int audited(String reference) {
        if (Engines.isTrace(reference)) {
            return Integer.MAX_VALUE;
        }
        return reference.equals(Engines.NUMERIC) ? 0 : 1;
    }

    private static void begin(Batch batch, Worker reference, Worker candidate, Repeats again) {
        reference.begin(batch);
        candidate.begin(batch);
        again.begin(batch);
    }

    private static Side side(Worker worker, Experiment experiment, int threads) {
        Engine engine = worker.engine();
        return new Side(
                engine.name(), engine.version(), engine.dtype(experiment.dtype()), engine.recorded() ? 0 : threads);
    }
}
