package dev.parity.score;

import dev.parity.audit.Auditor;
import dev.parity.audit.Judged;
import dev.parity.engine.Batch;
import dev.parity.engine.Start;
import dev.parity.spec.Experiment;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.ArrayList;
import java.util.List;

/** The audit as it is scored: the only place that knows its interface. */
final class Audit implements AutoCloseable {
    /**
     * An array, judged.
     *
     * @param noise of the element furthest off, in standard deviations of its rounding
     * @param finite whether all that was found and expected is a number; after a NaN nothing is put to the test
     */
    record Finding(Site site, Kind kind, long elements, long failing, double noise, boolean finite) {
        boolean passes() {
            return failing == 0;
        }
    }

    /** Up to so many standard deviations is rounding. */
    static final double DEVIATIONS = 32 * Math.sqrt(2);

    private final Experiment experiment;
    private final Auditor auditor;

    Audit(Experiment experiment, Start start) {
        this.experiment = experiment;
        this.auditor = new Auditor(experiment, start, experiment.dtype(), 1);
    }

    /** Judges a step, in causal order. */
    List<Finding> step(Batch batch, Trace candidate) {
        List<Finding> findings = new ArrayList<>();
        for (Judged j : auditor.step(batch, candidate)) {
            boolean finite = j.passes()
                    || finite(j.expected().orElseThrow())
                            && finite(candidate.get(j.site()).orElseThrow());
            findings.add(
                    new Finding(j.site(), Kind.of(experiment, j.site()), j.elements(), j.failing(), j.noise(), finite));
        }
        return findings;
    }

    private static boolean finite(Tensor array) {
        for (int i = 0; i < array.size(); i++) {
            if (!Double.isFinite(array.get(i))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        auditor.close();
    }
}
