package dev.parity.score;

import dev.parity.audit.judge.Auditor;
import dev.parity.audit.judge.Judged;
import dev.parity.audit.rule.Kin;
import dev.parity.audit.rule.Mistake;
import dev.parity.engine.Start;
import dev.parity.graph.Batch;
import dev.parity.graph.Graph;
import dev.parity.spec.Experiment;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Site;
import dev.parity.trace.Slot;
import dev.parity.trace.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The audit as it is scored: the only place that knows its interface. */
final class Audit implements AutoCloseable {
    /**
     * An array, judged.
     *
     * @param noise of the element furthest off, in standard deviations of its rounding
     * @param unjudged elements that are too ill-conditioned
     * @param unstable whether it was let go because another right formula is as far off
     * @param origin whether it fails, and not because a layer's wrong output does
     * @param together what was not recorded and so was judged with it, as sites of step 0
     * @param finite whether all that was found and expected is a number; after a NaN nothing is put to the test
     */
    record Finding(
            Site site,
            Kind kind,
            long elements,
            long failing,
            double noise,
            long unjudged,
            boolean unstable,
            boolean origin,
            Set<Site> together,
            boolean finite) {
        boolean passes() {
            return failing == 0;
        }
    }

    private final Experiment experiment;
    private final Graph graph;
    private final Start start;
    private final int threads;
    private final Auditor auditor;
    private final Map<Slot, Kind> kinds = new HashMap<>();

    Audit(Experiment experiment, Start start) {
        this(experiment, start, 1);
    }

    Audit(Experiment experiment, Start start, int threads) {
        this(experiment, start, threads, Optional.empty());
    }

    private Audit(Experiment experiment, Start start, int threads, Optional<Auditor> like) {
        this.experiment = experiment;
        this.graph = new Graph(experiment);
        this.start = start;
        this.threads = threads;
        this.auditor = new Auditor(experiment, start, experiment.dtype(), threads, like);
    }

    /** Another audit from the start, with the same programs. */
    Audit afresh() {
        return new Audit(experiment, start, threads, Optional.of(auditor));
    }

    /** Judges a step, in causal order. */
    List<Finding> step(Batch batch, Trace candidate) {
        List<Finding> findings = new ArrayList<>();
        List<Judged> judged = auditor.step(batch, candidate);
        Set<Site> made =
                Mistake.of(
                                Kin.of(experiment),
                                judged,
                                judged.stream().filter(j -> !j.passes()).toList())
                        .stream()
                        .map(m -> m.made().site())
                        .collect(Collectors.toSet());
        for (Judged j : judged) {
            boolean finite = j.passes()
                    || finite(j.expected().orElseThrow())
                            && finite(candidate.get(j.site()).orElseThrow());
            findings.add(new Finding(
                    j.site(),
                    kinds.computeIfAbsent(j.site().slot(), s -> Kind.of(graph, s)),
                    j.elements(),
                    j.failing(),
                    j.noise(),
                    j.unjudged(),
                    j.unstable(),
                    made.contains(j.site()),
                    j.together(),
                    finite));
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
