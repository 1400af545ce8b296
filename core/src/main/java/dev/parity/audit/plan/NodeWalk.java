package dev.parity.audit.plan;

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
import java.util.stream.IntStream;

/**
 * The nodes' part of a {@link Walk}. Where all that a node's backward reads is recorded, forward and backward are one call; else
 * backward waits until its users have said what they send back.
 */
final class NodeWalk {
    private final Experiment experiment;
    private final Graph graph;
    private final Walk walk;
    /** Nodes whose backward waits. */
    private final Map<Integer, Waiting> waiting = new HashMap<>();

    /** The node that moved a node's buffers before it. */
    private final Map<Integer, Integer> movedBefore = new HashMap<>();
    /** The last node to move each buffer. */
    private final Map<String, Integer> movers = new HashMap<>();

    /** What a node's forward was made of. */
    private record Waiting(String arguments, Walk.Made made) {}

    NodeWalk(Experiment experiment, Walk walk) {
        this.experiment = experiment;
        this.graph = new Graph(experiment);
        this.walk = walk;
    }

    private String node(int number, Node node) {
        List<String> all = new ArrayList<>();
        node.inputs().forEach(w -> all.add(walk.value(w)));
        NodeOperands.of(experiment, node).weights().forEach(w -> all.add(walk.before(experiment.weight(w))));
        if (node.masked()) {
            all.add(walk.variable(Operand.of(Operand.Kind.MASK, node.name())));
        }
        node.tensors().values().forEach(t -> all.add(walk.variable(Operand.of(Operand.Kind.CONSTANT, t))));
        node.columns().values().forEach(w -> all.add(walk.value(w)));
        return String.join(", ", all);
    }

    /** Whether all that is needed of dL/d(each output) is recorded, so that forward and backward are one call. */
    private boolean known(Node node) {
        return node.outputs().stream()
                .flatMap(o -> users(node, o.name()).stream())
                .allMatch(walk.plan().held()::contains);
    }

    void forward(int number, Node node) {
        walk.begin();
        NodeOperands operands = NodeOperands.of(experiment, node);
        String arguments = node(number, node);
        operands.weights().stream()
                .skip(operands.trained())
                .filter(movers::containsKey)
                .findFirst()
                .ifPresent(b -> movedBefore.put(number, movers.get(b)));
        if (known(node)) {
            whole(number, node, arguments);
        } else {
            walk.line("E[%d] = self.y%d([%s])", number, number, arguments);
            waiting.put(number, new Waiting(arguments, walk.made()));
        }
        walk.remember(number);
        for (int k = 0; k < node.outputs().size(); k++) {
            walk.place(
                    Walk.site(Phase.FORWARD, node.name(), node.outputs().get(k).name()), number, k);
        }
        for (int i = 0; i < operands.buffers(); i++) {
            String buffer = operands.weights().get(operands.trained() + i);
            int index = node.outputs().size() + i;
            walk.left().put(buffer, new Walk.Place(number, index, walk.together()));
            String variable = "m%d_%d".formatted(number, index);
            walk.line("%s = E[%d][%d]", variable, number, index);
            walk.moved().put(buffer, variable);
            movers.put(buffer, number);
        }
    }

    /** A node's deviations; a buffer that another use of the layer has moved before has that use's too. */
    private String moved(int number, String deviations) {
        Integer before = movedBefore.get(number);
        if (before == null) {
            return deviations;
        }
        NodeOperands operands = NodeOperands.of(experiment, experiment.nodes().get(number));
        int first = operands.outputs().size();
        return "self.moved(%s, %s, %d, %d)"
                .formatted(deviations, moved(before, own(before)), first, first + operands.buffers());
    }

    private static String own(int number) {
        return "self.s%1$d(A[%1$d], E[%1$d], u)".formatted(number);
    }

    /** The sites whose sum is dL/d(an output), or the one under which the sum itself is recorded. */
    private List<Site> users(Node node, String output) {
        Site sum = Walk.site(Phase.BACKWARD, node.name(), "dy");
        return output.equals("y") && walk.plan().held().contains(sum) ? List.of(sum) : branches(node, output);
    }

    private List<Site> branches(Node node, String output) {
        return graph.readers(new Wire(node.name(), output)).stream()
                .map(dx -> dx.at(0))
                .toList();
    }

    /** dL/d(an output): what its users recorded, summed. */
    private String dy(Node node, String output) {
        return sum(users(node, output));
    }

    /** What nobody reads has no gradient: a zero that stands for an array of them. */
    private String sum(List<Site> users) {
        return users.isEmpty()
                ? "torch.zeros([], dtype=7)"
                : String.join(" + ", users.stream().map(walk::array).toList());
    }

    void backward(int number, Node node) {
        walk.begin();
        fork(node);
        walk.begin();
        NodeOperands operands = NodeOperands.of(experiment, node);
        if (waiting.containsKey(number)) {
            walk.resume(waiting.get(number).made());
            whole(number, node, waiting.get(number).arguments());
            walk.remember(number);
        }
        walk.resume(walk.behind(number));
        if (!node.layer().readsTokens()) {
            for (int i = 0; i < node.inputs().size(); i++) {
                int index = operands.outputs().size() + operands.buffers() + i;
                walk.place(
                        Walk.site(
                                Phase.BACKWARD,
                                node.name(),
                                Slot.dx(node.inputs().size(), i)),
                        number,
                        index);
            }
        }
    }

    /** A node's outputs and gradients, in one call. */
    private void whole(int number, Node node, String arguments) {
        List<String> dys = new ArrayList<>();
        List<List<Integer>> branches = new ArrayList<>();
        for (Layer.Output output : node.outputs()) {
            int before = walk.candidates().size();
            dys.add(dy(node, output.name()));
            branches.add(
                    IntStream.range(before, walk.candidates().size()).boxed().toList());
        }
        if (branches.stream().anyMatch(b -> b.size() > 1)) {
            walk.forks().put(number, branches);
        }
        walk.operation(
                number,
                "[" + arguments + ", " + String.join(", ", dys) + "]",
                "self.e%1$d(A[%1$d])".formatted(number),
                moved(
                        number,
                        walk.forks().containsKey(number)
                                ? "self.fork%1$d(A[%1$d], B[%1$d], E[%1$d], u)".formatted(number)
                                : own(number)),
                List.of());
    }

    /** Where an output has several users, the sum of what they send back may be recorded, and is judged by itself. */
    private void fork(Node node) {
        Site sum = Walk.site(Phase.BACKWARD, node.name(), "dy");
        if (!walk.plan().held().contains(sum) && !walk.plan().judged().contains(sum)) {
            return;
        }
        int number = walk.next();
        String expected = sum(branches(node, "y"));
        walk.operation(
                number,
                "[" + String.join(", ", walk.candidates()) + "]",
                "[" + expected + "]",
                "self.summed(A[%1$d], E[%1$d], u)".formatted(number),
                List.of());
        walk.place(sum, number, 0);
    }
}
