package dev.parity.audit.plan;

import dev.parity.audit.plan.NodeOperation.Mover;
import dev.parity.graph.Graph;
import dev.parity.nn.layer.Layer;
import dev.parity.spec.Experiment;
import dev.parity.spec.Node;
import dev.parity.spec.Wire;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Slot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The nodes' part of a {@link Walk}. Where all that a node's backward reads is recorded, forward and backward are one operation; else
 * backward waits until its users have said what they send back.
 */
final class NodeWalk {
    private final Experiment experiment;
    private final Graph graph;
    private final Walker walker;
    /** Nodes whose backward waits. */
    private final Map<Integer, Waiting> waiting = new HashMap<>();
    /** Nodes that moved a node's buffers before it, the last one first. */
    private final Map<Integer, List<Mover>> before = new HashMap<>();
    /** The last node to move each buffer. */
    private final Map<String, Integer> movers = new HashMap<>();

    /** What a node's forward was made of. */
    private record Waiting(List<Variable> operands, Reads reads) {}

    NodeWalk(Experiment experiment, Walker walker) {
        this.experiment = experiment;
        this.graph = new Graph(experiment);
        this.walker = walker;
    }

    void forward() {
        for (int i = 0; i < experiment.nodes().size(); i++) {
            forward(i, experiment.nodes().get(i));
        }
    }

    void backward() {
        for (int i = experiment.nodes().size() - 1; i >= 0; i--) {
            backward(i, experiment.nodes().get(i));
        }
    }

    private List<Variable> operands(Node node) {
        List<Variable> all = new ArrayList<>();
        node.inputs().forEach(w -> all.add(walker.value(w)));
        NodeOperands.of(experiment, node).weights().forEach(w -> all.add(walker.before(experiment.weight(w))));
        if (node.masked()) {
            all.add(walker.given(Operand.Kind.MASK, node.name()));
        }
        node.tensors().values().forEach(t -> all.add(walker.given(Operand.Kind.CONSTANT, t)));
        node.columns().values().forEach(w -> all.add(walker.value(w)));
        return all;
    }

    /** Whether all that is needed of dL/d(each output) is recorded, so that forward and backward are one operation. */
    private boolean known(Node node) {
        return node.outputs().stream()
                .flatMap(o -> users(node, o.name()).stream())
                .allMatch(walker::holds);
    }

    private void forward(int number, Node node) {
        walker.begin();
        NodeOperands named = NodeOperands.of(experiment, node);
        List<Variable> operands = operands(node);
        before.put(number, before(named));
        if (known(node)) {
            whole(number, node, operands);
        } else {
            walker.add(new Statement.Assignment(
                    "E[%d]".formatted(number),
                    "self.y%d([%s])".formatted(number, String.join(", ", StepOperation.texts(operands)))));
            waiting.put(number, new Waiting(operands, walker.reads()));
        }
        walker.remember(number);
        for (int k = 0; k < node.outputs().size(); k++) {
            Layer.Output output = node.outputs().get(k);
            walker.expect(Walker.site(Phase.FORWARD, node.name(), output.name()), number, k);
        }
        for (int i = 0; i < named.buffers(); i++) {
            String buffer = named.weights().get(named.trained() + i);
            walker.move(buffer, number, node.outputs().size() + i);
            movers.put(buffer, number);
        }
    }

    /** The uses of its layer whose buffers a node goes on with. */
    private List<Mover> before(NodeOperands named) {
        return named.weights().stream()
                .skip(named.trained())
                .filter(movers::containsKey)
                .findFirst()
                .map(movers::get)
                .map(last -> movers(last))
                .orElse(List.of());
    }

    private List<Mover> movers(int number) {
        return Stream.concat(Stream.of(mover(number)), before.get(number).stream())
                .toList();
    }

    private Mover mover(int number) {
        NodeOperands named = NodeOperands.of(experiment, experiment.nodes().get(number));
        int first = named.outputs().size();
        return new Mover(number, first, first + named.buffers());
    }

    /** The sites whose sum is dL/d(an output), or the one under which the sum itself is recorded. */
    private List<Site> users(Node node, String output) {
        Site sum = Walker.site(Phase.BACKWARD, node.name(), "dy");
        return output.equals("y") && walker.holds(sum) ? List.of(sum) : branches(node, output);
    }

    private List<Site> branches(Node node, String output) {
        return graph.readers(new Wire(node.name(), output)).stream()
                .map(dx -> dx.at(0))
                .toList();
    }

    private void backward(int number, Node node) {
        walker.begin();
        fork(node);
        walker.begin();
        Waiting forward = waiting.get(number);
        if (forward != null) {
            walker.readAgain(forward.reads());
            whole(number, node, forward.operands());
            walker.remember(number);
        }
        if (!node.layer().readsTokens()) {
            NodeOperands named = NodeOperands.of(experiment, node);
            int first = named.outputs().size() + named.buffers();
            int inputs = node.inputs().size();
            for (int i = 0; i < inputs; i++) {
                walker.expectBehind(Walker.site(Phase.BACKWARD, node.name(), Slot.dx(inputs, i)), number, first + i);
            }
        }
    }

    /** A node's outputs and gradients, in one operation. */
    private void whole(int number, Node node, List<Variable> operands) {
        List<List<Variable>> branches = new ArrayList<>();
        for (Layer.Output output : node.outputs()) {
            branches.add(arrays(users(node, output.name())));
        }
        walker.add(new NodeOperation(number, operands, branches, movers(number), walker.reads()));
    }

    private List<Variable> arrays(List<Site> sites) {
        return sites.stream().map(walker::array).toList();
    }

    /** Where an output has several users, the sum of what they send back may be recorded, and is judged by itself. */
    private void fork(Node node) {
        Site sum = Walker.site(Phase.BACKWARD, node.name(), "dy");
        if (walker.holds(sum) || walker.judges(sum)) {
            int number = walker.next();
            walker.add(new ForkOperation(number, arrays(branches(node, "y")), walker.reads()));
            walker.expect(sum, number, 0);
        }
    }
}
