package dev.parity;

import dev.parity.compare.Comparer;
import dev.parity.compare.Tolerance;
import dev.parity.engine.Batch;
import dev.parity.engine.Engine;
import dev.parity.engine.Engines;
import dev.parity.engine.Planted;
import dev.parity.engine.Start;
import dev.parity.engine.StartTrace;
import dev.parity.report.Basis;
import dev.parity.report.Report;
import dev.parity.report.Side;
import dev.parity.report.Subject;
import dev.parity.report.Timing;
import dev.parity.spec.Experiment;
import dev.parity.tensor.BadInput;
import dev.parity.trace.Trace;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.IntConsumer;

/**
 * The pipeline: an experiment is started once, both sides compute it step by step, each step is compared and let go,
 * and what remains is a report.
 */
public final class Parity {
    private Parity() {}

    /**
     * What is to be run.
     *
     * @param reference the trusted side's engine, by name
     * @param candidate the checked side's
     * @param tolerance that the user asked for, in place of the default of the arrays' precision
     * @param faults to plant in a handwritten candidate, as FAULT or FAULT@LAYER
     * @param audit whether the verdict is to come from the audit, where the candidate records enough and nobody fixed a tolerance
     * @param threads of each engine; one where the network is too small for more
     */
    public record Request(
            Experiment experiment,
            String reference,
            String candidate,
            Optional<Tolerance> tolerance,
            List<String> faults,
            boolean audit,
            int threads) {
        public Request {
            Engines.check(reference);
            Engines.check(candidate);
            if (!faults.isEmpty() && !candidate.equals(Engines.HANDWRITTEN)) {
                throw new BadInput(
                        "a fault can only be planted in the handwritten engine, and the candidate is " + candidate);
            }
            Planted.check(experiment, faults);
            threads = Grain.threads(experiment, threads);
        }

        /** What the verdict is to rest on. A tolerance that somebody fixed is what decides then, end to end. */
        Basis basis() {
            if (tolerance.isPresent()) {
                return Basis.ASKED_TOLERANCE;
            }
            if (experiment.tolerance().isPresent()) {
                return Basis.SPEC_TOLERANCE;
            }
            if (!audit) {
                return Basis.END_TO_END_ONLY;
            }
            return candidate.equals(Engines.NUMERIC) ? Basis.NUMERIC : Basis.AUDIT;
        }

        boolean audited() {
            return basis() == Basis.AUDIT;
        }
    }

    /** Runs a request. {@code progress} is told of each step that has been compared. */
    public static Report run(Request request, IntConsumer progress) {
        long began = System.nanoTime();
        Experiment experiment = request.experiment;
        FutureTask<Start> drawing = new FutureTask<>(() -> Start.draw(experiment));
        Comparer comparer = new Comparer(experiment.dtype(), request.tolerance.or(() -> tolerance(request)));
        long comparing = 0;
        try (Worker reference = new Worker(() -> open(request.reference, request, drawing, List.of()));
                Worker candidate = new Worker(() -> open(request.candidate, request, drawing, request.faults));
                Auditing audit = new Auditing(request.audited(), experiment, drawing, candidate, request.threads)) {
            drawing.run();
            Start start = Worker.await(drawing);
            Pairing pairing = new Pairing(
                    experiment, new StartTrace(experiment, start), reference.engine(), candidate.engine(), comparer);
            pairing.start();
            Batch batch = start.batch(1);
            begin(batch, reference, candidate);
            for (int step = 1; step <= experiment.steps(); step++) {
                Trace r = reference.finish();
                Trace c = candidate.finish();
                audit.begin(batch, r, c);
                if (step < experiment.steps()) { // a step is compared while the next is computed
                    batch = start.batch(step + 1);
                    begin(batch, reference, candidate);
                }
                long compare = System.nanoTime();
                pairing.step(step, reference.like(candidate, r), candidate.like(reference, c));
                comparing += System.nanoTime() - compare;
                progress.accept(step);
            }
            audit.finish();
            return Conclusion.of(
                    request.basis(),
                    new Subject(experiment.name(), experiment.file().toString(), experiment.sha256()),
                    side(reference, experiment, request.threads),
                    side(candidate, experiment, request.threads),
                    pairing.warnings(),
                    comparer.comparison(),
                    audit,
                    new Timing(
                            reference.seconds(),
                            candidate.seconds(),
                            comparing / 1e9,
                            audit.seconds(),
                            (System.nanoTime() - began) / 1e9,
                            PeakMemory.bytes()));
        }
    }

    /** Loading a native library takes the longest of all in a short run, so it does not wait for the start. */
    private static Engine open(String engine, Request request, Future<Start> start, List<String> faults)
            throws ExecutionException, InterruptedException {
        Engines.load(engine);
        return Engines.open(engine, request.experiment, start.get(), request.threads, faults);
    }

    private static void begin(Batch batch, Worker reference, Worker candidate) {
        reference.begin(batch);
        candidate.begin(batch);
    }

    private static Side side(Worker worker, Experiment experiment, int threads) {
        Engine engine = worker.engine();
        return new Side(
                engine.name(), engine.version(), engine.dtype(experiment.dtype()), engine.recorded() ? 0 : threads);
    }

    /** The spec's tolerance, or what central differences can promise. */
    private static Optional<Tolerance> tolerance(Request request) {
        if (request.experiment.tolerance().isPresent()) {
            return request.experiment.tolerance().map(b -> new Tolerance(b.rtol(), b.atol()));
        }
        boolean numeric = List.of(request.reference, request.candidate).contains(Engines.NUMERIC);
        return numeric ? Optional.of(NUMERIC) : Optional.empty();
    }

    /**
     * Central differences are off by about the loss's rounding over the step, 1e-16 / 6e-6, and by the step squared; a loss in
     * the thousands, or one that bends sharply, wants a tolerance of its own.
     */
    private static final Tolerance NUMERIC = new Tolerance(1e-5, 1e-7);
}
