package dev.parity.graph;

import dev.parity.nn.layer.Layer;
import dev.parity.nn.optim.Optimizer;
import dev.parity.spec.Data;
import dev.parity.spec.Experiment;
import dev.parity.spec.Node;
import dev.parity.spec.Objective;
import dev.parity.spec.Training;
import dev.parity.spec.Weight;
import dev.parity.spec.Wire;
import dev.parity.trace.Operation;
import dev.parity.trace.Operation.Operand;
import dev.parity.trace.Operation.Operand.Before;
import dev.parity.trace.Operation.Operand.Given;
import dev.parity.trace.Operation.Operand.Now;
import dev.parity.trace.Operation.Operand.Scheduled;
import dev.parity.trace.Phase;
import dev.parity.trace.Slot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How each array is made, phase by phase. */
final class Making {
    private final Experiment experiment;
    private final Graph graph;

    Making(Experiment experiment, Graph graph) {
        this.experiment = experiment;
        this.graph = graph;
    }

    Optional<Operation> of(Slot slot) {
        return switch (slot.phase()) {
            case DATA -> slot.equals(Slot.data(slot.array())) ? column(slot) : mask(slot);
            case FORWARD ->
                graph.node(slot.layer()).filter(n -> output(n, slot.array())).map(n -> forward(slot, n));
            case LOSS -> slot.equals(Graph.value(slot.layer())) ? value(slot) : Optional.empty();
            case BACKWARD -> graph.dx(slot.layer()).contains(slot) ? dx(slot) : fork(slot);
            case GRADIENT, STATE, UPDATE -> graph.weight(slot).flatMap(w -> ofWeight(slot, w));
        };
    }

    // What a step is fed.

    private Optional<Operation> column(Slot slot) {
        Data data = experiment.data();
        return Optional.ofNullable(data.columns().get(slot.array())).map(column -> {
            Map<String, Object> options = new LinkedHashMap<>();
            options.put("divide", column.divide());
            column.oneHot().ifPresent(classes -> options.put("one_hot", (long) classes));
            options.put("batch_size", (long) data.batchSize());
            options.put("shuffle", data.shuffle());
            options.put("drop_last", data.dropLast());
            return new Operation(slot, Operation.DATA, options, Map.of("x", new Given(column.tensor())));
        });
    }

    private Optional<Operation> mask(Slot slot) {
        return graph.node(slot.layer())
                .filter(n -> n.masked() && slot.equals(Graph.mask(n.name())))
                .map(n -> new Operation(
                        slot,
                        n.layer().type(),
                        options(n.layer()),
                        n.mask()
                                .<Map<String, Operand>>map(m -> Map.of("x", new Given(m)))
                                .orElse(Map.of())));
    }

    // Layers.

    private static boolean output(Node node, String name) {
        return node.outputs().stream().map(Layer.Output::name).anyMatch(name::equals);
    }

    private static Map<String, Object> options(Layer layer) {
        return PlainOptions.of((Record) layer);
    }

    private Operation forward(Slot slot, Node node) {
        return new Operation(slot, node.layer().type(), options(node.layer()), read(node));
    }

    private Operation backward(Slot slot, Node node) {
        Map<String, Operand> operands = read(node);
        for (Layer.Output output : node.outputs()) {
            Wire wire = new Wire(node.name(), output.name());
            operands.put(output.name(), new Now(Graph.on(wire)));
            operands.put("d" + output.name(), new Now(Graph.gradient(wire)));
        }
        Map<String, Object> options = options(node.layer());
        loss(node).ifPresent(loss -> options.put("loss", loss));
        return new Operation(slot, node.layer().type(), options, operands);
    }

    /** The type of the loss that alone reads what a layer makes. */
    private Optional<String> loss(Node node) {
        List<Slot> readers = graph.readers(new Wire(node.name(), "y"));
        return readers.size() == 1
                ? graph.term(readers.get(0).layer()).map(t -> t.loss().type())
                : Optional.empty();
    }

    /** The type of a layer or loss. */
    private String type(String name) {
        return graph.node(name)
                .map(n -> n.layer().type())
                .orElseGet(() -> graph.term(name).orElseThrow().loss().type());
    }

    /** What a layer reads in either direction. */
    private Map<String, Operand> read(Node node) {
        Map<String, Operand> operands = inputs(node.inputs());
        node.weights().forEach((local, name) -> operands.put(local, before(name)));
        if (node.masked()) {
            operands.put("mask", new Now(Graph.mask(node.name())));
        }
        node.tensors().forEach((option, tensor) -> operands.put(option, new Given(tensor)));
        node.columns().forEach((option, column) -> operands.put(option, new Now(Graph.on(column))));
        return operands;
    }

    private static Map<String, Operand> inputs(List<Wire> inputs) {
        return numbered(inputs.stream().map(Graph::on).toList());
    }

    private static Map<String, Operand> numbered(List<Slot> arrays) {
        Map<String, Operand> operands = new LinkedHashMap<>();
        for (int i = 0; i < arrays.size(); i++) {
            operands.put(Operation.x(i), new Now(arrays.get(i)));
        }
        return operands;
    }

    private Operand before(String weight) {
        return new Before(Graph.left(experiment.weight(weight)));
    }

    // Losses.

    private Optional<Operation> value(Slot slot) {
        List<Objective.Term> terms = experiment.objective().terms();
        if (!slot.layer().equals(Objective.NAME)) {
            return graph.term(slot.layer())
                    .map(t -> new Operation(slot, t.loss().type(), options(t, 1), read(t)));
        }
        boolean alone = terms.size() == 1;
        Map<String, Operand> operands = alone
                ? read(terms.get(0))
                : numbered(terms.stream().map(t -> Graph.value(t.name())).toList());
        Map<String, Object> options = alone ? options(terms.get(0), terms.get(0).scale()) : new LinkedHashMap<>();
        if (!alone) {
            options.put("scale", terms.stream().map(Objective.Term::scale).toList());
        }
        experiment.objective().penalty().ifPresent(p -> {
            options.put("l2", p.l2());
            p.weights().forEach(name -> operands.put(name, before(name)));
        });
        String kind = alone ? terms.get(0).loss().type() : Operation.SUM;
        return Optional.of(new Operation(slot, kind, options, operands));
    }

    private static Map<String, Object> options(Objective.Term term, double scale) {
        Map<String, Object> options = PlainOptions.of((Record) term.loss());
        options.put("scale", scale);
        return options;
    }

    private Map<String, Operand> read(Objective.Term term) {
        Map<String, Operand> operands = inputs(term.predictions());
        term.target().ifPresent(t -> operands.put("target", new Now(Graph.on(t))));
        term.tensors().forEach((operand, tensor) -> operands.put(operand, new Given(tensor)));
        return operands;
    }

    // Gradients.

    private Optional<Operation> dx(Slot slot) {
        return graph.node(slot.layer()).map(n -> backward(slot, n)).or(() -> graph.term(slot.layer())
                .map(t -> new Operation(slot, t.loss().type(), options(t, t.scale()), read(t))));
    }

    /** dL/d(an output): what comes back from all that read it. */
    private Optional<Operation> fork(Slot slot) {
        return graph.node(slot.layer())
                .flatMap(n -> n.outputs().stream()
                        .map(o -> new Wire(n.name(), o.name()))
                        .filter(w -> Graph.gradient(w).equals(slot))
                        .findFirst())
                .map(w -> new Operation(
                        slot,
                        Operation.SUM,
                        Map.of(
                                "readers",
                                graph.readers(w).stream()
                                        .map(r -> type(r.layer()))
                                        .toList()),
                        numbered(graph.readers(w))));
    }

    /** A weight's gradient, with what is added to the sum over its uses. */
    private Operation gradient(Slot slot, Weight weight) {
        Operation made = uses(
                slot, graph.uses(weight).stream().map(n -> backward(slot, n)).toList());
        Map<String, Object> options = new LinkedHashMap<>(made.options());
        Map<String, Operand> operands = new LinkedHashMap<>(made.operands());
        experiment.objective().penalty().ifPresent(p -> {
            boolean own = p.weights().contains(weight.name());
            options.put(own ? "l2" : "l2_of_others", p.l2());
            if (own) {
                operands.put(weight.local(), before(weight.name()));
            }
        });
        if (experiment.training().filter(t -> t.accumulate() > 1).isPresent()) {
            options.put("accumulate", (long) experiment.training().get().accumulate());
            operands.put("accumulated", new Before(slot));
        }
        return new Operation(slot, made.kind(), options, operands, made.parts());
    }

    /** One use is the operation itself; several are its parts, and it is of their type if they have one. */
    private static Operation uses(Slot slot, List<Operation> uses) {
        Operation first = uses.get(0);
        if (uses.size() == 1) {
            return first;
        }
        boolean alike = uses.stream().map(Operation::kind).distinct().count() == 1;
        return new Operation(
                slot, alike ? first.kind() : Operation.SUM, alike ? first.options() : Map.of(), Map.of(), uses);
    }

    // Weights.

    private Optional<Operation> ofWeight(Slot slot, Weight weight) {
        boolean own = slot.array().equals(weight.local());
        if (!weight.trained()) {
            boolean state = own && slot.phase() == Phase.STATE;
            return state
                    ? Optional.of(uses(
                            slot,
                            graph.uses(weight).stream()
                                    .map(n -> forward(slot, n))
                                    .toList()))
                    : Optional.empty();
        }
        if (own && slot.phase() == Phase.GRADIENT) {
            return Optional.of(gradient(slot, weight));
        }
        return experiment
                .training()
                .flatMap(t -> slot.phase() == Phase.GRADIENT
                        ? Optional.of(slot)
                                .filter(s -> t.clips()
                                        && s.equals(Graph.gradient(weight).clipped()))
                                .map(s -> clip(s, weight, t))
                        : Optional.ofNullable(t.optimizers().get(weight.name()))
                                .flatMap(o -> update(slot, weight, t, o)));
    }

    private Operation clip(Slot slot, Weight weight, Training training) {
        Map<String, Object> options = new LinkedHashMap<>();
        Map<String, Operand> operands = new LinkedHashMap<>();
        operands.put("gradient", new Now(Graph.gradient(weight)));
        training.clipNorm().ifPresent(norm -> {
            options.putAll(PlainOptions.of(norm));
            experiment.weights().stream()
                    .filter(Weight::trained)
                    .forEach(w -> operands.put(w.name(), new Now(Graph.gradient(w))));
        });
        training.clipValue().ifPresent(value -> options.putAll(PlainOptions.of(value)));
        return new Operation(slot, Operation.CLIP, options, operands);
    }

    /** A step of an optimizer: of the weight, or of a state. */
    private Optional<Operation> update(Slot slot, Weight weight, Training training, Optimizer optimizer) {
        Slot gradient = Graph.gradient(weight);
        Map<String, Operand> operands = new LinkedHashMap<>();
        operands.put("gradient", new Now(training.clips() ? gradient.clipped() : gradient));
        operands.put("weight", new Before(Graph.left(weight)));
        List<Slot> states = optimizer.state().stream()
                .map(s -> Graph.state(weight, s.name()))
                .toList();
        if (!slot.equals(Graph.left(weight)) && !states.contains(slot)) {
            return Optional.empty();
        }
        boolean later = false; // a state is made of those before it
        for (int i = 0; i < states.size(); i++) {
            String name = optimizer.state().get(i).name();
            operands.put(name, new Before(states.get(i)));
            later |= states.get(i).equals(slot);
            if (!later) {
                operands.put("new_" + name, new Now(states.get(i)));
            }
        }
        List.of("lr", "momentum", "t").forEach(number -> operands.put(number, new Scheduled(number)));
        return Optional.of(new Operation(slot, optimizer.type(), PlainOptions.of((Record) optimizer), operands));
    }
}
