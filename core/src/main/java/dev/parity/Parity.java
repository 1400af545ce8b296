package dev.parity;

import dev.parity.compare.Comparer;
import dev.parity.engine.Engine;
import dev.parity.engine.Start;
import dev.parity.engine.StartTrace;
import dev.parity.graph.Batch;
import dev.parity.nn.Hidden;
import dev.parity.pair.Pairing;
import dev.parity.pair.Shapes;
import dev.parity.pair.Views;
import dev.parity.report.Audit;
import dev.parity.report.Judgement;
import dev.parity.report.Report;
import dev.parity.report.Run;
import dev.parity.report.Side;
import dev.parity.report.Subject;
import dev.parity.report.Timing;
import dev.parity.report.Unseen;
import dev.parity.run.Engines;
import dev.parity.run.Opener;
import dev.parity.run.PeakMemory;
import dev.parity.run.Repeats;
import dev.parity.run.Request;
import dev.parity.run.Witness;
import dev.parity.run.Worker;
import dev.parity.spec.Experiment;
import dev.parity.trace.Trace;
import dev.parity.unseen.Vacuity;
import dev.parity.verdict.Auditing;
import dev.parity.verdict.Conclusion;
import dev.parity.verdict.Observed;
import dev.parity.verdict.Opinion;
import dev.parity.verdict.Referee;
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
        return run(request, progress, Engines.REAL);
    }

    static Report run(Request request, IntConsumer progress, Engines engines) {
        long began = System.nanoTime();
        Experiment experiment = request.experiment();
        FutureTask<Start> drawing = new FutureTask<>(() -> Start.draw(experiment));
        Opener opener = new Opener(engines, request, drawing);
        try (Worker reference = opener.reference();
                Worker candidate = opener.candidate();
                Repeats again = opener.repeats();
                Auditing audit = new Auditing(request, drawing, reference, candidate)) {
            drawing.run();
            Start start = Worker.await(drawing);
            Comparer comparer = new Comparer(experiment.dtype(), request.endToEnd());
            Pairing pairing = new Pairing(
                    experiment, new StartTrace(experiment, start), reference.engine(), candidate.engine(), comparer);
            Shapes shapes = new Shapes(experiment);
            Vacuity vacuity = new Vacuity(experiment, start.weights());
            Views ofReference = new Views("the reference", reference.engine());
            Views ofCandidate = new Views("the candidate", candidate.engine());
            Referee referee = new Referee(engines, request, start);
            boolean compared = request.scope() != Request.Scope.AUDIT_ONLY;
            List<Witness> atOnce = List.of(
                    again,
                    (batch, r, c) -> shapes.check(candidate.engine(), batch.step(), c, r),
                    (batch, r, c) -> shapes.check(reference.engine(), batch.step(), r, c),
                    audit);
            List<Witness> beside = List.of(
                    compared
                            ? (batch, r, c) ->
                                    pairing.step(batch, reference.like(candidate, r), candidate.like(reference, c))
                            : (batch, r, c) -> pairing.data(batch, c),
                    (batch, r, c) -> vacuity.step(batch, c.or(r)),
                    referee,
                    (batch, r, c) -> ofReference.step(r, c),
                    (batch, r, c) -> ofCandidate.step(c, r));

            pairing.start();
            long comparing = 0;
            Batch batch = start.batch(1);
            begin(batch, reference, candidate, again);
            for (int step = 1; step <= experiment.steps(); step++) {
                Trace r = reference.finish();
                Trace c = candidate.finish();
                Batch computed = batch;
                atOnce.forEach(witness -> witness.step(computed, r, c));
                if (step < experiment.steps()) { // a step is compared while the next is computed
                    batch = start.batch(step + 1);
                    begin(batch, reference, candidate, again);
                }
                long compare = System.nanoTime();
                beside.forEach(witness -> witness.step(computed, r, c));
                comparing += System.nanoTime() - compare;
                progress.accept(step);
            }
            audit.finish();

            Observed observed = new Observed(
                    request.basis(),
                    request.strict(),
                    comparer.comparison(),
                    pairing.finite(),
                    audit.summary(),
                    again.waver(),
                    vacuity.found());
            Opinion opinion = Conclusion.dispute(observed).map(referee::on).orElse(Opinion.NONE);
            Judgement judgement = Conclusion.of(observed, opinion);
            Timing timing = new Timing(
                    reference.seconds(),
                    candidate.seconds(),
                    comparing / 1e9,
                    audit.seconds(),
                    (System.nanoTime() - began) / 1e9,
                    PeakMemory.bytes());
            return new Report(
                    run(request, reference.engine(), candidate.engine(), timing),
                    judgement,
                    (judgement.audited() ? audit.found() : Audit.NONE)
                            .with(opinion.remark().stream().toList()),
                    observed.hidden().stream().map(Parity::unseen).toList(),
                    Stream.of(
                                    pairing.warnings(),
                                    ofReference.warning().stream().toList(),
                                    ofCandidate.warning().stream().toList(),
                                    audit.warnings())
                            .flatMap(List::stream)
                            .toList(),
                    observed.comparison());
        }
    }

    private static void begin(Batch batch, Worker reference, Worker candidate, Repeats again) {
        reference.begin(batch);
        candidate.begin(batch);
        again.begin(batch);
    }

    private static Run run(Request request, Engine reference, Engine candidate, Timing timing) {
        Experiment experiment = request.experiment();
        return new Run(
                new Subject(experiment.name(), experiment.file().toString(), experiment.sha256()),
                side(request, reference),
                side(request, candidate),
                timing);
    }

    private static Unseen unseen(Hidden hidden) {
        Unseen.Grade grade =
                switch (hidden.grade()) {
                    case VACUOUS -> Unseen.Grade.VACUOUS;
                    case BLIND_SPOT -> Unseen.Grade.BLIND_SPOT;
                    case CORNER -> Unseen.Grade.CORNER;
                };
        return new Unseen(grade, hidden.mistake(), hidden.change());
    }

    private static Side side(Request request, Engine engine) {
        return new Side(
                engine.choice().name(),
                engine.version(),
                engine.dtype(request.experiment().dtype()),
                engine.threads(request.threads()));
    }
}
