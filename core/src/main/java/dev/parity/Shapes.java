package dev.parity;

import dev.parity.engine.Engine;
import dev.parity.spec.Experiment;
import dev.parity.spec.Node;
import dev.parity.spec.Objective;
import dev.parity.spec.Weight;
import dev.parity.spec.Wire;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Shape;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The shapes that a network gives to arrays, for a trace that is audited without a reference to hold it to. */
final class Shapes {
    private final Experiment experiment;
    private final Map<Integer, Map<Site, Shape>> byRows = new HashMap<>();

    Shapes(Experiment experiment) {
        this.experiment = experiment;
    }

    /** Refuses a step in which an array has another shape. */
    void check(Engine engine, int step, Trace trace) {
        if (!engine.recorded()) {
            return;
        }
        Map<Site, Shape> expected = byRows.computeIfAbsent(experiment.data().rows(step), this::of);
        trace.forEach((site, array) -> {
            Shape shape = expected.getOrDefault(site.at(0), array.shape());
            if (!shape.equals(array.shape()) && !(shape.size() == 1 && array.size() == 1)) {
                throw new BadInput(engine.name() + ": " + site + " has shape " + array.shape()
                        + ", and the network makes it " + shape);
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
