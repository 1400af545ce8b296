package dev.parity.verdict;

import dev.parity.audit.judge.Judged;
import dev.parity.graph.Graph;
import dev.parity.report.Audited;
import dev.parity.spec.Experiment;
import dev.parity.spec.Objective;
import dev.parity.spec.Weight;
import dev.parity.tensor.FirstFew;
import dev.parity.trace.Slot;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Counts what was audited, and knows whether that is enough to agree. */
final class Judgements {
    /** How many of the parameters that lack something are named. */
    private static final int NAMED = 3;

    private final Set<Slot> judged = new HashSet<>();

    private long sites;
    private long elements;
    private long together;
    private long unjudged;

    void add(List<Judged> step) {
        for (Judged j : step) {
            sites++;
            elements += j.elements();
            together += j.together().isEmpty() ? 0 : 1;
            unjudged += j.unjudged();
            judged.add(j.site().slot());
        }
    }

    Audited counts() {
        return new Audited(sites, elements, together, unjudged);
    }

    /** What must be recorded before the audit alone can let a candidate agree: the loss, and a word of every parameter. */
    Optional<String> lacking(Experiment experiment) {
        if (!judged.contains(Graph.value(Objective.NAME))) {
            return Optional.of("The candidate's loss was not audited; record 1/loss/loss/value");
        }
        List<String> silent = experiment.weights().stream()
                .filter(Weight::trained)
                .filter(w -> !judged.contains(Graph.gradient(w)) && !judged.contains(Graph.left(w)))
                .map(Weight::name)
                .toList();
        return silent.isEmpty()
                ? Optional.empty()
                : Optional.of(FirstFew.of(silent, NAMED)
                        + ": neither a gradient nor an update was audited; record one of them for each parameter");
    }
}
