package dev.parity.graph;

import dev.parity.nn.optim.Optimizer;
import dev.parity.nn.optim.State;
import dev.parity.spec.Experiment;
import dev.parity.spec.Node;
import dev.parity.spec.Objective;
import dev.parity.spec.Training;
import dev.parity.spec.Weight;
import dev.parity.spec.Wire;
import dev.parity.tensor.Shape;
import dev.parity.trace.Phase;
import dev.parity.trace.Slot;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The arrays of a network with their shapes, each said once, in causal order. */
public final class Sites {
    /** Who has an array, and when. */
    private enum When {
        /** Every engine, in every step. */
        EACH_STEP,
        /** Every engine, in a step that ends in an update. */
        UPDATES,
        /** No engine, but a trace may: the batch, the sum at a fork, a count that torch.optim keeps. */
        RECORDED
    }

    /** @param shape from the shapes on the wires, which depend on the rows of a batch */
    private record Promise(When when, Function<Map<Wire, Shape>, Shape> shape) {}

    private final Experiment experiment;
    private final Graph graph;
    private final Map<Slot, Promise> all = new LinkedHashMap<>();
    private final Map<Integer, Map<Slot, Shape>> byRows = new HashMap<>();

    Sites(Experiment experiment, Graph graph) {
        this.experiment = experiment;
        this.graph = graph;
        List<Node> nodes = experiment.nodes();
        experiment.data().columns().keySet().forEach(key -> wired(When.RECORDED, new Wire(Wire.DATA, key)));
        nodes.stream()
                .filter(Node::masked)
                .forEach(n -> add(When.EACH_STEP, Graph.mask(n.name()), w -> w.get(new Wire(n.name(), "y"))));
        nodes.forEach(n -> n.outputs().forEach(o -> wired(When.EACH_STEP, new Wire(n.name(), o.name()))));
        objective();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Wire y = new Wire(nodes.get(i).name(), "y");
            add(When.RECORDED, Graph.gradient(y), w -> w.get(y));
            dx(nodes.get(i).name());
        }
        weights();
    }

    private void add(When when, Slot slot, Function<Map<Wire, Shape>, Shape> shape) {
        all.putIfAbsent(slot, new Promise(when, shape));
    }

    private void wired(When when, Wire wire) {
        add(when, Graph.on(wire), shapes -> shapes.get(wire));
    }

    private void objective() {
        List<Objective.Term> terms = experiment.objective().terms();
        terms.forEach(t -> add(When.EACH_STEP, Graph.value(t.name()), w -> Shape.scalar()));
        add(When.EACH_STEP, Graph.value(Objective.NAME), w -> Shape.scalar());
        for (Objective.Term term : terms) {
            add(When.RECORDED, new Slot(Phase.BACKWARD, term.name(), "dy"), w -> Shape.scalar());
            dx(term.name());
        }
    }

    private void dx(String name) {
        List<Wire> inputs = graph.inputs(name);
        List<Slot> dx = graph.dx(name);
        for (int i = 0; i < dx.size(); i++) {
            Wire input = inputs.get(i);
            add(When.EACH_STEP, dx.get(i), shapes -> shapes.get(input));
        }
    }

    private void weights() {
        List<Weight> trained =
                experiment.weights().stream().filter(Weight::trained).toList();
        Map<String, Optimizer> optimizers =
                experiment.training().map(Training::optimizers).orElse(Map.of());
        boolean clips = experiment.training().filter(Training::clips).isPresent();
        trained.forEach(w -> weight(When.EACH_STEP, Graph.gradient(w), w));
        experiment.buffers().forEach(b -> weight(When.EACH_STEP, Graph.left(b), b));
        trained.forEach(w ->
                weight(clips ? When.UPDATES : When.RECORDED, Graph.gradient(w).clipped(), w));
        trained.stream()
                .filter(w -> optimizers.containsKey(w.name()))
                .forEach(w -> states(w, optimizers.get(w.name())));
        trained.forEach(w -> weight(optimizers.containsKey(w.name()) ? When.UPDATES : When.RECORDED, Graph.left(w), w));
        experiment.weights().stream().filter(Weight::frozen).forEach(w -> weight(When.RECORDED, Graph.left(w), w));
    }

    private void weight(When when, Slot slot, Weight weight) {
        add(when, slot, w -> weight.shape());
    }

    private void states(Weight weight, Optimizer optimizer) {
        for (State state : optimizer.state()) {
            Shape shape = state.scalar() ? Shape.scalar() : weight.shape();
            add(When.UPDATES, Graph.state(weight, state.name()), w -> shape);
        }
        add(When.RECORDED, Graph.state(weight, State.COUNT), w -> Shape.scalar());
    }

    /** All that a trace may hold. */
    public Set<Slot> all() {
        return Collections.unmodifiableSet(all.keySet());
    }

    /** The same with the shapes of a step: the last batch of a pass may be short. */
    public Map<Slot, Shape> shapes(int step) {
        return byRows.computeIfAbsent(experiment.data().rows(step), rows -> {
            Map<Wire, Shape> wires = experiment.shapes(rows);
            Map<Slot, Shape> shapes = new LinkedHashMap<>();
            all.forEach((slot, promise) -> shapes.put(slot, promise.shape().apply(wires)));
            return Collections.unmodifiableMap(shapes);
        });
    }

    /** What an engine makes in a step, in the order in which it makes it. */
    public Map<Slot, Shape> made(int step) {
        boolean updates = experiment.training().filter(t -> t.updates(step)).isPresent();
        Map<Slot, Shape> made = new LinkedHashMap<>(shapes(step));
        made.keySet().removeIf(slot -> {
            When when = all.get(slot).when();
            return when == When.RECORDED || when == When.UPDATES && !updates;
        });
        return made;
    }
}
