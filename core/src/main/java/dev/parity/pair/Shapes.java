package dev.parity.pair;

import dev.parity.engine.Engine;
import dev.parity.spec.Experiment;
import dev.parity.spec.Node;
import dev.parity.spec.Objective;
import dev.parity.spec.Weight;
import dev.parity.spec.Wire;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The shapes that a network gives to arrays, which a recorded side may not have. */
public final class Shapes {
    private final Experiment experiment;
    private final Map<Integer, Map<Site, Shape>> byRows = new HashMap<>();

    public Shapes(Experiment experiment) {
        this.experiment = experiment;
    }

    /** That of an array in a step. */
    public Optional<Shape> of(int step, Site site) {
        return Optional.ofNullable(expected(step).get(site.at(0)));
    }

    /** Whether all arrays of a step have the shapes that the network gives them. */
    public boolean fit(int step, Trace trace) {
        return trace.sites().stream()
                .allMatch(site -> fits(step, site, trace.get(site).orElseThrow()));
    }

    private boolean fits(int step, Site site, Tensor array) {
        Shape shape = expected(step).getOrDefault(site.at(0), array.shape());
        return shape.equals(array.shape()) || shape.size() == 1 && array.size() == 1;
    }

    private Map<Site, Shape> expected(int step) {
        return byRows.computeIfAbsent(experiment.data().rows(step), this::of);
    }

    /** Refuses a step in which an array has another shape, unless the other side has it too, so that it will be compared. */
    public void check(Engine engine, int step, Trace trace, Trace other) {
        if (!engine.recorded()) {
            return;
        }
        trace.forEach((site, array) -> {
            if (!fits(step, site, array) && !other.has(site)) {
                throw new BadInput(engine.name() + ": " + site + " has shape " + array.shape()
                        + ", and the network makes it " + expected(step).get(site.at(0)));
            }
        });
    }

    private Map<Site, Shape> of(int rows) {
        Map<Wire, Shape> wires = experiment.shapes(rows);
        Map<Site, Shape> sites = new HashMap<>();
        for (Node node : experiment.nodes()) {
            node.outputs()
                    .forEach(o -> sites.put(
                            new Site(0, Phase.FORWARD, node.name(), o.name()),
                            wires.get(new Wire(node.name(), o.name()))));
            sites.put(new Site(0, Phase.BACKWARD, node.name(), "dy"), wires.get(new Wire(node.name(), "y")));
            backward(node.name(), node.inputs(), wires, sites);
        }
        for (Objective.Term term : experiment.objective().terms()) {
            backward(term.name(), term.predictions(), wires, sites);
        }
        for (Weight w : experiment.weights()) {
            for (Phase phase : List.of(Phase.GRADIENT, w.trained() ? Phase.UPDATE : Phase.STATE)) {
                sites.put(new Site(0, phase, w.layer(), w.local()), w.shape());
            }
            sites.put(new Site(0, Phase.GRADIENT, w.layer(), w.local() + ".clipped"), w.shape());
            experiment.training().map(t -> t.optimizers().get(w.name())).ifPresent(o -> o.state().stream()
                    .filter(state -> !state.scalar())
                    .forEach(state ->
                            sites.put(new Site(0, Phase.STATE, w.layer(), w.local() + "." + state.name()), w.shape())));
        }
        return sites;
    }

    private static void backward(String layer, List<Wire> inputs, Map<Wire, Shape> wires, Map<Site, Shape> sites) {
        for (int i = 0; i < inputs.size(); i++) {
            sites.put(
                    new Site(0, Phase.BACKWARD, layer, inputs.size() == 1 ? "dx" : "dx" + i), wires.get(inputs.get(i)));
        }
    }
}
