package dev.parity.graph;

import dev.parity.spec.Experiment;
import dev.parity.spec.Node;
import dev.parity.spec.Objective;
import dev.parity.spec.Weight;
import dev.parity.spec.Wire;
import dev.parity.trace.Operation;
import dev.parity.trace.Phase;
import dev.parity.trace.Slot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Who makes what in a network, and who reads it. */
public final class Graph {
    private final Experiment experiment;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<String, Objective.Term> terms = new LinkedHashMap<>();
    private final Map<Wire, List<Slot>> readers = new LinkedHashMap<>();
    private final Map<Slot, Optional<Operation>> operations = new ConcurrentHashMap<>();
    private final Sites sites;
    private final Making making;

    public Graph(Experiment experiment) {
        this.experiment = experiment;
        experiment.nodes().forEach(n -> nodes.put(n.name(), n));
        experiment.objective().terms().forEach(t -> terms.put(t.name(), t));
        this.sites = new Sites(experiment, this);
        this.making = new Making(experiment, this);
        Stream.concat(nodes.keySet().stream(), terms.keySet().stream()).forEach(this::noteReads);
    }

    private void noteReads(String reader) {
        List<Wire> inputs = inputs(reader);
        List<Slot> dx = dx(reader);
        for (int i = 0; i < dx.size(); i++) {
            readers.computeIfAbsent(inputs.get(i), w -> new ArrayList<>()).add(dx.get(i));
        }
    }

    public Experiment experiment() {
        return experiment;
    }

    /** The arrays that there are, with their shapes. */
    public Sites sites() {
        return sites;
    }

    // Layers and losses.

    /** A use of a layer by its name, such as {@code fc1} or {@code fc1#2}. */
    public Optional<Node> node(String name) {
        return Optional.ofNullable(nodes.get(name));
    }

    /** A loss by its name. */
    public Optional<Objective.Term> term(String name) {
        return Optional.ofNullable(terms.get(name));
    }

    /** What a layer or loss of this name reads, in the order of its inputs; nothing where there is none. */
    public List<Wire> inputs(String name) {
        return node(name)
                .map(Node::inputs)
                .or(() -> term(name).map(Objective.Term::predictions))
                .orElse(List.of());
    }

    /** The gradients that a layer or loss of this name sends back, in the order of its inputs; whole numbers have none. */
    public List<Slot> dx(String name) {
        List<Slot> all = new ArrayList<>();
        int inputs = inputs(name).size();
        if (node(name).filter(n -> n.layer().readsTokens()).isEmpty()) {
            for (int i = 0; i < inputs; i++) {
                all.add(new Slot(Phase.BACKWARD, name, Slot.dx(inputs, i)));
            }
        }
        return all;
    }

    /** The gradients that come back to a wire, one for each input that it is: their sum is dL/d(what is on it). */
    public List<Slot> readers(Wire wire) {
        return List.copyOf(readers.getOrDefault(wire, List.of()));
    }

    /** What a layer keeps of its input in a step, where it drops some. */
    public static Slot mask(String node) {
        return new Slot(Phase.DATA, node, "mask");
    }

    /** The value of a loss, or under {@link Objective#NAME} of what is minimised. */
    public static Slot value(String loss) {
        return new Slot(Phase.LOSS, loss, "value");
    }

    /** What is on a wire. */
    public static Slot on(Wire wire) {
        return wire.isData() ? Slot.data(wire.output()) : new Slot(Phase.FORWARD, wire.node(), wire.output());
    }

    /** dL/d(an output): the sum over its {@link #readers}. */
    public static Slot gradient(Wire output) {
        return new Slot(Phase.BACKWARD, output.node(), "d" + output.output());
    }

    // Weights.

    public static Slot gradient(Weight weight) {
        return new Slot(Phase.GRADIENT, weight.layer(), weight.local());
    }

    /** A weight as a step leaves it; buffers are state. */
    public static Slot left(Weight weight) {
        return new Slot(weight.buffer() ? Phase.STATE : Phase.UPDATE, weight.layer(), weight.local());
    }

    /** An optimizer's state of a weight. */
    public static Slot state(Weight weight, String state) {
        return new Slot(Phase.STATE, weight.layer(), weight.local() + "." + state);
    }

    /** The weight or buffer that an array belongs to: as it is left, its gradient, clipped or not, or a state of it. */
    public Optional<Weight> weight(Slot slot) {
        return slot.phase().compareTo(Phase.GRADIENT) < 0
                ? Optional.empty()
                : experiment.weights().stream()
                        .filter(w -> w.layer().equals(slot.layer())
                                && (slot.array().equals(w.local())
                                        || slot.array().startsWith(w.local() + ".")))
                        .findFirst();
    }

    /** By whose learning rate an array goes: the weight that it belongs to, or the first of its layer's that is trained. */
    public Optional<Weight> rated(Slot slot) {
        return weight(slot).or(() -> node(slot.layer()).stream()
                .flatMap(n -> n.weights().values().stream())
                .map(experiment::weight)
                .filter(Weight::trained)
                .findFirst());
    }

    /** The uses of layers in which a weight or buffer stands, in their order. */
    public List<Node> uses(Weight weight) {
        return experiment.nodes().stream()
                .filter(n -> n.weights().containsValue(weight.name()))
                .toList();
    }

    // Operations.

    /** How an array is made; empty of what the network does not make, such as a count that only torch.optim keeps. */
    public Optional<Operation> operation(Slot slot) {
        return operations.computeIfAbsent(slot, making::of);
    }

    /** All of them, in causal order. */
    public List<Operation> operations() {
        return sites.all().stream()
                .map(this::operation)
                .flatMap(Optional::stream)
                .toList();
    }
}
