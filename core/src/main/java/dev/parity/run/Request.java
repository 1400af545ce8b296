package dev.parity.run;

import dev.parity.compare.Tolerance;
import dev.parity.engine.EngineChoice;
import dev.parity.engine.Planted;
import dev.parity.report.Basis;
import dev.parity.spec.Experiment;
import dev.parity.tensor.BadInput;
import java.util.List;
import java.util.Optional;

/**
 * What is to be run.
 *
 * @param reference the trusted side
 * @param candidate the checked side
 * @param tolerance that the user asked for, in place of the default of the arrays' precision
 * @param faults to plant in a handwritten candidate, as FAULT or FAULT@LAYER
 * @param scope which of the two comparisons are wanted
 * @param strict whether a run that could not have caught some mistake is inconclusive, in place of agreeing
 * @param repeat how many times each side that computes is run, to see whether it repeats itself
 * @param threads of each engine; one where the network is too small for more
 */
public record Request(
        Experiment experiment,
        EngineChoice reference,
        EngineChoice candidate,
        Optional<Tolerance> tolerance,
        List<String> faults,
        Scope scope,
        boolean strict,
        int repeat,
        int threads) {
    /** Which of the two comparisons are wanted. */
    public enum Scope {
        BOTH,
        /** The reference need not run. */
        AUDIT_ONLY,
        END_TO_END_ONLY
    }

    public Request {
        reference.check();
        candidate.check();
        if (!faults.isEmpty() && !candidate.takesFaults()) {
            throw new BadInput(
                    "a fault can only be planted in the handwritten engine, and the candidate is " + candidate.name());
        }
        Planted.check(experiment, faults);
        if (repeat < 1) {
            throw new BadInput("--repeat is a number from 1, and here is " + repeat);
        }
        threads = Threads.threads(experiment, threads);
        if (scope == Scope.AUDIT_ONLY) {
            checkAuditOnly(experiment, candidate, tolerance);
        }
    }

    /**
     * The two sides once, audited and compared, and not strict.
     *
     * @param reference as on the command line; the candidate likewise
     */
    public static Request plain(
            Experiment experiment, String reference, String candidate, List<String> faults, int threads) {
        return new Request(
                experiment,
                EngineChoice.of(reference),
                EngineChoice.of(candidate),
                Optional.empty(),
                faults,
                Scope.BOTH,
                false,
                1,
                threads);
    }

    private static void checkAuditOnly(Experiment experiment, EngineChoice candidate, Optional<Tolerance> tolerance) {
        if (tolerance.isPresent() || experiment.tolerance().isPresent()) {
            throw new BadInput((tolerance.isPresent() ? "--tolerance" : experiment.file() + ": \"tolerance\"")
                    + " decides end to end, which --audit-only leaves out; take one of the two away");
        }
        if (!candidate.exact()) {
            throw new BadInput("central differences are too coarse to be audited; leave --audit-only out");
        }
    }

    /** What the verdict is to rest on. A tolerance that somebody fixed is what decides then, end to end. */
    public Basis basis() {
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
        return candidate.exact() ? Basis.AUDIT : Basis.NUMERIC;
    }

    public boolean audited() {
        return basis() == Basis.AUDIT || basis() == Basis.AUDIT_ONLY;
    }

    /** How far apart the free runs may be: what somebody fixed, or what central differences can promise, or the default of the type. */
    public Optional<Tolerance> endToEnd() {
        return tolerance
                .or(() -> experiment.tolerance().map(b -> new Tolerance(b.rtol(), b.atol())))
                .or(() -> reference.exact() && candidate.exact() ? Optional.empty() : Optional.of(NUMERIC));
    }

    /**
     * Central differences are off by about the loss's rounding over the step, 1e-16 / 6e-6, and by the step squared; a loss in
     * the thousands, or one that bends sharply, wants a tolerance of its own.
     */
    public static final Tolerance NUMERIC = new Tolerance(1e-5, 1e-7);
}
