package dev.parity.engine;

import dev.parity.spec.Experiment;
import dev.parity.spec.Node;
import dev.parity.spec.Objective;
import dev.parity.spec.Weight;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The arrays that every trace of an experiment may hold, as sites of step 0. */
public final class KnownSites {
    private final Experiment experiment;
    private final Set<Site> sites = new LinkedHashSet<>();

    private KnownSites(Experiment experiment) {
        this.experiment = experiment;
    }

    public static Set<Site> of(Experiment experiment, StartTrace start) {
        KnownSites known = new KnownSites(experiment);
        start.data(1).sites().forEach(site -> known.sites.add(site.at(0)));
        experiment.nodes().forEach(known::node);
        known.objective();
        experiment.weights().forEach(known::weight);
        return Collections.unmodifiableSet(known.sites);
    }

    private void node(Node node) {
        node.outputs().forEach(output -> add(Phase.FORWARD, node.name(), output.name()));
        backward(node.name(), node.inputs().size());
    }

    private void backward(String layer, int inputs) {
        add(Phase.BACKWARD, layer, "dy");
        for (String dx : dx(inputs)) {
            add(Phase.BACKWARD, layer, dx);
        }
    }

    /** One input's gradient is {@code dx}, those of several are numbered. */
    private static List<String> dx(int inputs) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < inputs; i++) {
            names.add(inputs == 1 ? "dx" : "dx" + i);
        }
        return names;
    }

    private void objective() {
        add(Phase.LOSS, Objective.NAME, "value");
        for (Objective.Term term : experiment.objective().terms()) {
            add(Phase.LOSS, term.name(), "value");
            backward(term.name(), term.predictions().size());
        }
    }

    private void weight(Weight weight) {
        if (weight.buffer()) {
            add(Phase.STATE, weight.layer(), weight.local());
            return;
        }
        add(Phase.UPDATE, weight.layer(), weight.local());
        if (weight.frozen()) {
            return;
        }
        add(Phase.GRADIENT, weight.layer(), weight.local());
        add(Phase.GRADIENT, weight.layer(), weight.local() + ".clipped");
        experiment.training().map(t -> t.optimizers().get(weight.name())).ifPresent(optimizer -> {
            optimizer.state().forEach(key -> add(Phase.STATE, weight.layer(), weight.local() + "." + key));
            add(Phase.STATE, weight.layer(), weight.local() + ".step"); // torch.optim's own count of the steps
        });
    }

    private void add(Phase phase, String layer, String array) {
        sites.add(new Site(0, phase, layer, array));
    }
}
