package dev.parity.audit.plan;

import dev.parity.nn.Rounding;
import dev.parity.spec.Experiment;
import dev.parity.trace.Site;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One step of an experiment as a list of operations, in causal order: each computes its arrays from operands that the candidate recorded, and
 * where an operand was not recorded, from what the walk itself made of the nearest ancestors that were. Sites are those of step 0.
 *
 * <p>A program that follows the statements is given {@code g}, the operands, and {@code z}. With a {@code z} other than 0, every array that was not
 * recorded is off by z deviations ({@code S[k]}, {@code g} of a carried one) times a normal draw before its users read it: a few such runs show
 * how the rounding of operations that are judged together adds up.
 */
public final class Walk {
    private final Experiment experiment;
    private final List<Operand> operands;
    private final List<Statement> statements;
    private final List<StepOperation> operations;
    private final Map<Integer, StepOperation> byNumber;
    private final Map<Integer, NodeOperation> nodes;
    private final Map<Site, Expected> expected;
    private final Map<String, Expected> left;

    Walk(
            Experiment experiment,
            List<Operand> operands,
            List<Statement> statements,
            List<StepOperation> operations,
            List<NodeOperation> nodes,
            Map<Site, Expected> expected,
            Map<String, Expected> left) {
        this.experiment = experiment;
        this.operands = List.copyOf(operands);
        this.statements = List.copyOf(statements);
        this.operations = List.copyOf(operations);
        this.byNumber = operations.stream().collect(Collectors.toMap(StepOperation::number, o -> o));
        Map<Integer, NodeOperation> inOrder = new LinkedHashMap<>();
        nodes.forEach(n -> inOrder.put(n.number(), n));
        this.nodes = Collections.unmodifiableMap(inOrder);
        this.expected = Collections.unmodifiableMap(new LinkedHashMap<>(expected));
        this.left = Collections.unmodifiableMap(new LinkedHashMap<>(left));
    }

    public static Walk of(Experiment experiment, Plan plan) {
        return new Walker(experiment, plan).walk();
    }

    /** What the statements are given: {@code g0}, {@code g1}, ... in this order. */
    public List<Operand> operands() {
        return operands;
    }

    public List<Statement> statements() {
        return statements;
    }

    /** In the order in which they are computed. */
    public List<StepOperation> operations() {
        return operations;
    }

    public StepOperation operation(int number) {
        return byNumber.get(number);
    }

    /** Those of nodes, in the order in which they are computed: where backward waits for what users send back, the last node is the first. */
    public Collection<NodeOperation> nodes() {
        return nodes.values();
    }

    public NodeOperation node(int number) {
        return nodes.get(number);
    }

    /** Every array that can be judged, in causal order. */
    public Map<Site, Expected> expected() {
        return expected;
    }

    /** Weights, buffers, states and summed gradients that the step leaves behind, by name. */
    public Map<String, Expected> left() {
        return left;
    }

    /** The arrays of nodes whose sum an array is: of its own operation where that is a node's. */
    public List<Expected> parts(Expected array) {
        return array.operation() < experiment.nodes().size()
                ? List.of(array)
                : operation(array.operation()).parts();
    }

    /** The array of a node that an array is, if it is that alone: any of a node's own, or a gradient that comes of one use. */
    public Optional<Expected> alone(Expected array) {
        List<Expected> parts = parts(array);
        return parts.size() == 1 ? Optional.of(parts.get(0)) : Optional.empty();
    }

    /** The same for the first array of an operation. */
    public Optional<Expected> alone(int operation) {
        return alone(new Expected(operation, 0, Set.of()));
    }

    /** How a program says which of its node's arrays that is, where {@code i} is the operation's. */
    public static String index(int operation, Expected alone) {
        return operation == alone.operation() ? "i" : Integer.toString(alone.index());
    }

    public Rounding rounding(int node) {
        return experiment.nodes().get(node).layer().rounding();
    }
}
