package dev.parity;

import dev.parity.audit.Vacuity;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.function.IntConsumer;

/**
 * The pipeline: an experiment is started once, both sides compute it step by step, each step is compared and let go,
 * and what remains is a report.
 */
public final class Parity {
    private Parity() {}

    /** Which of the two comparisons are wanted. */
    public enum Scope {
        BOTH,
        /** The reference need not run. */
        AUDIT_ONLY,
        END_TO_END_ONLY
    }

    /**
     * What is to be run.
     *
     * @param reference the trusted side's engine, by name
     * @param candidate the checked side's
     * @param tolerance that the user asked for, in place of the default of the arrays' precision
     * @param faults to plant in a handwritten candidate, as FAULT or FAULT@LAYER
     * @param scope which of the two comparisons are wanted
     * @param strict whether a run that could not have caught some mistake is inconclusive, in place of agreeing
     * @param repeat how many times each side that computes is run, to see whether it repeats itself
     * @param threads of each engine; one where the network is too small for more
     */
    public record Request(
            Experiment experiment,
            String reference,
            String candidate,
            Optional<Tolerance> tolerance,
            List<String> faults,
            Scope scope,
            boolean strict,
            int repeat,
            int threads) {
        public Request {
            Engines.check(reference);
            Engines.check(candidate);
            if (!faults.isEmpty() && !candidate.equals(Engines.HANDWRITTEN)) {
                throw new BadInput(
                        "a fault can only be planted in the handwritten engine, and the candidate is " + candidate);
            }
            Planted.check(experiment, faults);
            if (repeat < 1) {
                throw new BadInput("--repeat is a number from 1, and here is " + repeat);
            }
            threads = Grain.threads(experiment, threads);
            if (scope == Scope.AUDIT_ONLY) {
                checkAuditOnly(experiment, candidate, tolerance);
            }
        }

        /** Each side once, and not strict. */
        public Request(
                Experiment experiment,
                String reference,
                String candidate,
                Optional<Tolerance> tolerance,
                List<String> faults,
                boolean audit,
                int threads) {
            this(
                    experiment,
                    reference,
                    candidate,
                    tolerance,
                    faults,
                    audit ? Scope.BOTH : Scope.END_TO_END_ONLY,
                    false,
                    1,
                    threads);
        }

        private static void checkAuditOnly(Experiment experiment, String candidate, Optional<Tolerance> tolerance) {
            if (tolerance.isPresent() || experiment.tolerance().isPresent()) {
                throw new BadInput((tolerance.isPresent() ? "--tolerance" : experiment.file() + ": \"tolerance\"")
                        + " decides end to end, which --audit-only leaves out; take one of the two away");
            }
            if (candidate.equals(Engines.NUMERIC)) {
                throw new BadInput("central differences are too coarse to be audited; leave --audit-only out");
            }
        }

        /** What the verdict is to rest on. A tolerance that somebody fixed is what decides then, end to end. */
        Basis basis() {
            if (tolerance.isPresent()) {
                return Basis.ASKED_TOLERANCE;
            }
            if (experiment.tolerance().isPresent()) {
                return Basis.SPEC_TOLERANCE;
            }
            if (scope == Scope.END_TO_END_ONLY) {
                return Basis.END_TO_END_ONLY;
            }
            if (scope == Scope.AUDIT_ONLY) {
                return Basis.AUDIT_ONLY;
            }
            return candidate.equals(Engines.NUMERIC) ? Basis.NUMERIC : Basis.AUDIT;
        }

        boolean audited() {
            return basis() == Basis.AUDIT || basis() == Basis.AUDIT_ONLY;
        }
    }

    /** Runs a request. {@code progress} is told of each step that has been compared. */
    public static Report run(Request request, IntConsumer progress) {
        return run(request, progress, Opening.ENGINES);
    }

    static Report run(Request request, IntConsumer progress, Opening engines) {
        long began = System.nanoTime();
        Experiment experiment = request.experiment;
        FutureTask<Start> drawing = new FutureTask<>(() -> Start.draw(experiment));
        Comparer comparer = new Comparer(experiment.dtype(), request.tolerance.or(() -> tolerance(request)));
        Opener opener = new Opener(engines, request, drawing);
        boolean auditOnly = request.scope == Scope.AUDIT_ONLY;
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
                        !auditOnly && Engines.isTrace(request.reference),
                        request.threads)) {
            drawing.run();
            Start start = Worker.await(drawing);
            Pairing pairing = new Pairing(
                    experiment, new StartTrace(experiment, start), reference.engine(), candidate.engine(), comparer);
            Vacuity vacuity = new Vacuity(experiment, start.weights());
            Views ofReference = new Views("the reference", reference.engine());
            Views ofCandidate = new Views("the candidate", candidate.engine());
            Shapes shapes = new Shapes(experiment);
            pairing.start();
            Batch batch = start.batch(1);
            begin(batch, reference, candidate, again);
            for (int step = 1; step <= experiment.steps(); step++) {
                Trace r = reference.finish();
                Trace c = candidate.finish();
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
                    pairing.data(step, c);
                } else {
                    pairing.step(step, reference.like(candidate, r), candidate.like(reference, c));
                }
                vacuity.step(computed, c.or(r));
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
                            side(reference, experiment, request.threads),
                            side(candidate, experiment, request.threads),
                            warnings,
                            vacuity.found(),
                            pairing.finite(),
                            comparer.comparison(),
                            timing)
                    .of(audit, again.waver());
        }
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
