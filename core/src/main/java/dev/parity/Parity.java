package dev.parity;

import dev.parity.compare.Comparer;
import dev.parity.compare.Verdict;
import dev.parity.engine.Engine;
import dev.parity.engine.Start;
import dev.parity.engine.StartTrace;
import dev.parity.graph.Batch;
import dev.parity.nn.Hidden;
import dev.parity.pair.Pairing;
import dev.parity.pair.Shapes;
import dev.parity.pair.Views;
import dev.parity.record.Reading;
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
import java.util.Collections;
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
            Comparer comparer = new Comparer(
                    experiment.dtype(),
                    request.endToEnd()
                            .or(() -> Pairing.written(
                                    reference.engine().grain(),
                                    candidate.engine().grain())));
            Pairing pairing = new Pairing(
                    experiment, new StartTrace(experiment, start), reference.engine(), candidate.engine(), comparer);
            Shapes shapes = new Shapes(experiment);
            Vacuity vacuity = new Vacuity(experiment, start.weights());
            Views ofReference = new Views("the reference", reference.engine());
            Views ofCandidate = new Views("the candidate", candidate.engine());
            Referee referee = new Referee(engines, request, start);
            Reading readReference = new Reading(
                    experiment,
                    start.weights(),
                    request.reference().ours(),
                    request.reference().name(),
                    reference.engine().grain());
            Reading readCandidate = new Reading(
                    experiment,
                    start.weights(),
                    request.candidate().ours(),
                    request.candidate().name(),
                    candidate.engine().grain());
            boolean compared = request.scope() != Request.Scope.AUDIT_ONLY;
            List<Witness> atOnce = List.of(
                    again,
                    (batch, r, c) -> shapes.check(candidate.engine(), batch.step(), c, r),
                    (batch, r, c) -> shapes.check(reference.engine(), batch.step(), r, c),
                    (batch, r, c) -> audit.step(batch, readCandidate.fed(batch, c), r, c));
            List<Witness> beside = List.of(
                    compared
                            ? (batch, r, c) ->
                                    pairing.step(batch, reference.like(candidate, r), candidate.like(reference, c))
                            : (batch, r, c) -> pairing.data(batch, c),
                    (batch, r, c) -> vacuity.step(batch, c.or(r)),
                    referee,
                    (batch, r, c) -> ofReference.step(r, c),
                    (batch, r, c) -> ofCandidate.step(c, r));

            pairing.start(
                    readReference.start(reference.engine().start()),
                    readCandidate.start(candidate.engine().start()));
            long comparing = 0;
            Batch batch = start.batch(1);
            begin(batch, reference, candidate, again);
            for (int step = 1; step <= experiment.steps(); step++) {
                Batch computed = batch;
                Trace fed = StartTrace.data(batch);
                Trace other = request.candidate().ours() ? candidate.finish() : new Trace();
                Trace r = readReference.step(batch, reference.finish(), fed, other);
                Trace c = readCandidate.step(batch, candidate.finish(), fed, r);
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
                    Stream.of(
                                    beyond("the reference", request, reference.engine()),
                                    beyond("the candidate", request, candidate.engine()),
                                    vacuity.found())
                            .flatMap(List::stream)
                            .toList());
            Opinion opinion = Conclusion.dispute(observed).map(referee::on).orElse(Opinion.NONE);
            Judgement judgement = unlessHalf(Conclusion.of(observed, opinion), reference.engine(), candidate.engine());
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
                    (judgement.audited() || judgement.fedOtherwise() ? audit.found() : Audit.NONE)
                            .with(opinion.remark().stream().toList())
                            .with(Stream.of(readReference, readCandidate)
                                    .flatMap(reading -> reading.notes().stream())
                                    .toList()),
                    observed.hidden().stream().map(Parity::unseen).toList(),
                    Stream.of(
                                    pairing.warnings(),
                                    written("the reference", reference.engine(), experiment),
                                    written("the candidate", candidate.engine(), experiment),
                                    ofReference.warning().stream().toList(),
                                    ofCandidate.warning().stream().toList(),
                                    audit.warnings())
                            .flatMap(List::stream)
                            .toList(),
                    observed.comparison());
        }
    }

    /** Steps of a record that the spec does not reach. */
    private static List<Hidden> beyond(String whose, Request request, Engine engine) {
        Side side = side(request, engine);
        return side
                .passedOver()
                .map(steps -> Hidden.vacuous(
                        "any mistake in " + steps + " that " + whose + " records, for the spec has "
                                + request.experiment().steps(),
                        "run with --steps " + Collections.max(side.alone())))
                .stream()
                .toList();
    }

    /** Nobody is accused by numbers of half precision. */
    private static Judgement unlessHalf(Judgement judgement, Engine reference, Engine candidate) {
        return judgement.verdict() == Verdict.DIVERGES
                        && Stream.of(reference, candidate)
                                .anyMatch(engine -> engine.grain().half())
                ? judgement.because(
                        "More differs than the digits of half precision explain, but what a program that computes in it"
                                + " rounds on the way may be as large; run it in float32 or float64, and record that")
                : judgement;
    }

    private static List<String> written(String side, Engine engine, Experiment experiment) {
        return engine.grain().warning(side, experiment.dtype()).stream().toList();
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
                engine.threads(request.threads()),
                List.copyOf(engine.steps().tailSet(request.experiment().steps() + 1)));
    }
}
