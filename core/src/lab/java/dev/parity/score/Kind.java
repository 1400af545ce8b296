package dev.parity.score;

import dev.parity.nn.optim.Optimizer;
import dev.parity.spec.Experiment;
import dev.parity.spec.Node;
import dev.parity.spec.Objective;
import dev.parity.spec.Training;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import java.util.Map;
import java.util.Optional;

/** What made an array: the type of a layer, loss or optimizer, and the phase. */
record Kind(String type, Phase phase) implements Comparable<Kind> {
    static Kind of(Experiment experiment, Site site) {
        return new Kind(type(experiment, site), site.phase());
    }

    private static String type(Experiment experiment, Site site) {
        if (site.array().endsWith(".clipped")) {
            return "clipping";
        }
        Optional<Optimizer> optimizer = optimizer(experiment, site);
        if (optimizer.isPresent()) {
            return optimizer.get().type();
        }
        Optional<Node> node = experiment.nodes().stream()
                .filter(n -> n.name().equals(site.layer()))
                .findFirst();
        if (node.isPresent()) {
            return node.get().layer().type();
        }
        return experiment.objective().terms().stream()
                .filter(t -> t.name().equals(site.layer())
                        || experiment.objective().terms().size() == 1)
                .map(Objective.Term::loss)
                .map(l -> l.type())
                .findFirst()
                .orElse("sum of losses");
    }

    /** The optimizer that made a weight or a state of one. */
    private static Optional<Optimizer> optimizer(Experiment experiment, Site site) {
        if (site.phase() != Phase.UPDATE && site.phase() != Phase.STATE) {
            return Optional.empty();
        }
        return experiment.training().map(Training::optimizers).flatMap(all -> all.entrySet().stream()
                .filter(e -> site.name().equals(e.getKey()) || site.name().startsWith(e.getKey() + "."))
                .map(Map.Entry::getValue)
                .findFirst());
    }

    @Override
    public int compareTo(Kind other) {
        int byType = type.compareTo(other.type);
        return byType != 0 ? byType : phase.compareTo(other.phase);
    }

    @Override
    public String toString() {
        return type + " " + phase.toString().toLowerCase(java.util.Locale.ROOT);
    }
}
