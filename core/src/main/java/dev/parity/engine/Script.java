package dev.parity.engine;

import dev.parity.graph.Graph;
import dev.parity.nn.layer.Layer;
import dev.parity.spec.Experiment;
import dev.parity.spec.Node;
import dev.parity.spec.Objective;
import dev.parity.spec.Weight;
import dev.parity.spec.Wire;
import dev.parity.trace.Phase;
import dev.parity.trace.Slot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * An experiment as a PyTorch program: one method for each node and loss term (the words beside the formulas in {@code nn}),
 * {@code forward} that strings them together, {@code gradients} that asks autograd, and {@code update}.
 *
 * <p>Each node reads its inputs through an alias of its own, so that autograd gives every branch of a fork its own
 * gradient; that is the {@code dx} of the node.
 */
final class Script {
    private final Experiment experiment;
    private final Expressions expressions;
    private final StringBuilder code = new StringBuilder();
    private final Map<String, String> weights = new LinkedHashMap<>();
    private final Map<String, String> masks = new LinkedHashMap<>();
    private final Map<Wire, String> values = new LinkedHashMap<>();
    private final Map<Slot, String> outputs = new LinkedHashMap<>();
    private final Map<Slot, String> differentiated = new LinkedHashMap<>();
    private int aliases;
    /** Nothing is to be differentiated. */
    private boolean plain;

    private Script(Experiment experiment, Expressions expressions) {
        this.experiment = experiment;
        this.expressions = expressions;
    }

    /** The program of a side: {@code gradients} computes a step's arrays up to the weights' gradients. */
    static Program of(Experiment experiment, Expressions expressions) {
        return new Script(experiment, expressions).program();
    }

    /**
     * The program of the referee: {@code central(k, elements, arguments...)} returns the central differences of the loss
     * with respect to those elements of argument k, one after the other, with nothing differentiated.
     */
    static Program central(Experiment experiment) {
        Script script = new Script(experiment, Expressions.PYTORCH);
        script.plain = true;
        List<String> body = new ArrayList<>();
        script.forward(body);
        body.add("return [total]");
        script.method("value", "a: List[Tensor]", body);
        script.code.append(CENTRAL);
        return new Program(script.code.toString(), arguments(experiment), List.of());
    }

    /**
     * The step 6e-6, the cube root of the unit roundoff, balances truncation against rounding. Elements are set by
     * {@code fill_}: an assignment would go through a float32 tensor.
     */
    private static final String CENTRAL = """
            def central(self, a: List[Tensor]) -> List[Tensor]:
              k = int(a[0])
              elements = a[1]
              b = a[2:]
              w = b[k].clone()
              b[k] = w
              v = w.view(-1)
              g = torch.zeros([elements.numel()], dtype=7)
              for i in range(elements.numel()):
                j = int(elements[i])
                e = v.narrow(0, j, 1)
                old = float(e)
                h = 6e-06 * max(1., abs(old))
                e.fill_(old + h)
                up = float(e)
                high = float(self.value(b)[0])
                e.fill_(old - h)
                down = float(e)
                low = float(self.value(b)[0])
                e.fill_(old)
                g.narrow(0, i, 1).fill_((high - low) / (up - down))
              return [g, self.value(b)[0]]
            """;

    /**
     * @param code the methods
     * @param arguments what {@code gradients} takes, in order
     * @param results the arrays that it returns, in order
     */
    record Program(String code, List<Argument> arguments, List<Slot> results) {}

    /** Something that a step is given: a column, a mask, a weight, or an operand of a layer or loss. */
    record Argument(Kind kind, String name) {
        enum Kind {
            COLUMN,
            MASK,
            WEIGHT,
            OPERAND
        }
    }

    private Program program() {
        List<String> body = new ArrayList<>();
        forward(body);
        outputs.put(Graph.value(Objective.NAME), "total");
        List<Slot> results = new ArrayList<>(outputs.keySet());
        List<Slot> dx = ordered();
        results.addAll(dx);
        body.add("out = ["
                + String.join(
                        ", ",
                        outputs.values().stream().map(v -> v + ".detach()").toList()) + "]");
        if (!dx.isEmpty()) {
            body.add("leaves = ["
                    + String.join(", ", dx.stream().map(differentiated::get).toList()) + "]");
            body.add("g = torch.autograd.grad([total], leaves, None, None, False, True)");
            body.add("for i in range(len(leaves)):");
            body.add("  e = g[i]");
            body.add("  if e is None:");
            body.add("    out.append(torch.zeros_like(leaves[i]))");
            body.add("  else:");
            body.add("    out.append(e.detach())");
        }
        body.add("return out");
        method("gradients", "a: List[Tensor]", body);
        return new Program(code.toString(), arguments(experiment), results);
    }

    /** Names the arguments, and computes {@code total} from them. */
    private void forward(List<String> body) {
        List<Argument> arguments = arguments(experiment);
        for (int i = 0; i < arguments.size(); i++) {
            body.add("a%d = %s".formatted(i, argument(arguments.get(i), "a[" + i + "]")));
            name(arguments.get(i), "a" + i);
        }
        for (int i = 0; i < experiment.nodes().size(); i++) {
            node(i, experiment.nodes().get(i), body);
        }
        objective(body);
    }

    /** What a step is given, in the order in which the program takes it. */
    static List<Argument> arguments(Experiment experiment) {
        List<Argument> all = new ArrayList<>();
        experiment.data().columns().keySet().forEach(key -> all.add(new Argument(Argument.Kind.COLUMN, key)));
        experiment.nodes().stream()
                .filter(Node::masked)
                .forEach(n -> all.add(new Argument(Argument.Kind.MASK, n.name())));
        experiment.weights().forEach(w -> all.add(new Argument(Argument.Kind.WEIGHT, w.name())));
        experiment
                .nodes()
                .forEach(n -> n.tensors().values().forEach(name -> all.add(new Argument(Argument.Kind.OPERAND, name))));
        experiment.objective().terms().forEach(t -> t.tensors()
                .values()
                .forEach(name -> all.add(new Argument(Argument.Kind.OPERAND, name))));
        return all.stream().distinct().toList();
    }

    private String argument(Argument argument, String value) {
        boolean trained = argument.kind == Argument.Kind.WEIGHT
                && experiment.weight(argument.name).trained();
        return trained && !plain ? value + ".detach().requires_grad_(True)" : value;
    }

    private void name(Argument argument, String variable) {
        switch (argument.kind) {
            case COLUMN -> values.put(new Wire(Wire.DATA, argument.name), variable);
            case WEIGHT -> {
                weights.put(argument.name, variable);
                Weight weight = experiment.weight(argument.name);
                if (weight.trained()) {
                    differentiated.put(Graph.gradient(weight), variable);
                }
            }
            case MASK -> masks.put(argument.name, variable);
            case OPERAND -> weights.put(argument.name, variable);
        }
    }

    private void node(int number, Node node, List<String> body) {
        Layer layer = node.layer();
        List<String> inputs = new ArrayList<>();
        for (int i = 0; i < node.inputs().size(); i++) {
            String dx = Slot.dx(node.inputs().size(), i);
            inputs.add(
                    alias(node.inputs().get(i), new Slot(Phase.BACKWARD, node.name(), dx), layer.readsTokens(), body));
        }
        List<String> parameters = new ArrayList<>();
        List<String> names = new ArrayList<>();
        node.weights().forEach((local, weight) -> {
            parameters.add(local.replace('.', '_') + ": Tensor");
            names.add(weights.get(weight));
        });
        if (node.masked()) {
            parameters.add("mask: Tensor");
            names.add(masks.get(node.name()));
        }
        node.tensors().forEach((option, tensor) -> {
            parameters.add(option + ": Tensor");
            names.add(weights.get(tensor));
        });
        node.columns().forEach((option, column) -> {
            parameters.add(option + ": Tensor");
            names.add(values.get(column));
        });
        String returned = String.join(
                ", ", node.outputs().stream().map(Layer.Output::name).toList());
        List<String> lines = new ArrayList<>(List.of("x = xs[0]"));
        lines.addAll(expressions.of(layer).lines().toList());
        lines.add("return [" + returned + "]");
        parameters.add(0, "xs: List[Tensor]");
        method("n" + number, String.join(", ", parameters), lines);
        names.add(0, "[" + String.join(", ", inputs) + "]");
        body.add("n%d = self.n%d(%s)".formatted(number, number, String.join(", ", names)));
        for (int i = 0; i < node.outputs().size(); i++) {
            String output = node.outputs().get(i).name();
            String variable = "n%d_%d".formatted(number, i);
            body.add("%s = n%d[%d]".formatted(variable, number, i));
            Wire wire = new Wire(node.name(), output);
            values.put(wire, variable);
            outputs.put(Graph.on(wire), variable);
        }
    }

    /**
     * An input under a name of its own, so that its gradient is that of this use alone. Not a view: view_as gives a dimension of size 1
     * a stride of its own choice, and PyTorch's batch norm mistakes such a permuted array of one row for channels-last (2.7 and
     * 2.13 do), so that its gradient comes out wrong.
     */
    private String alias(Wire wire, Slot dx, boolean tokens, List<String> body) {
        if (tokens || plain) {
            return values.get(wire);
        }
        String alias = "i" + aliases++;
        String source = values.get(wire);
        String leaf = source + ".detach().requires_grad_(True)";
        String branch = "torch.alias(" + source + ")";
        boolean frozen = experiment.weights().stream().anyMatch(Weight::frozen);
        body.add(alias + " = "
                + (wire.isData() ? leaf : frozen ? branch + " if " + source + ".requires_grad else " + leaf : branch));
        differentiated.put(dx, alias);
        return alias;
    }

    private void objective(List<String> body) {
        List<Objective.Term> terms = experiment.objective().terms();
        List<String> scaled = new ArrayList<>();
        for (int k = 0; k < terms.size(); k++) {
            Objective.Term term = terms.get(k);
            List<String> xs = new ArrayList<>();
            for (int i = 0; i < term.predictions().size(); i++) {
                String dx = Slot.dx(term.predictions().size(), i);
                xs.add(alias(term.predictions().get(i), new Slot(Phase.BACKWARD, term.name(), dx), false, body));
            }
            String target = term.target()
                    .map(t -> values.get(t) + (t.isData() ? "" : ".detach()"))
                    .orElse("xs[0]");
            List<String> lines = new ArrayList<>(List.of("x = xs[0]"));
            for (String operand : List.of("weight", "pos_weight")) {
                lines.add(operand + " = None");
            }
            lines.addAll(expressions.of(term.loss()).lines().toList());
            lines.add("return [value]");
            List<String> parameters = new ArrayList<>(List.of("xs: List[Tensor]", "target: Tensor"));
            List<String> given = new ArrayList<>(
                    List.of("[" + String.join(", ", xs) + "]", target.equals("xs[0]") ? xs.get(0) : target));
            term.tensors().forEach((operand, tensor) -> {
                lines.remove(operand + " = None");
                parameters.add(operand + ": Tensor");
                given.add(weights.get(tensor));
            });
            method("l" + k, String.join(", ", parameters), lines);
            body.add("l%d = self.l%d(%s)[0]".formatted(k, k, String.join(", ", given)));
            if (terms.size() > 1) {
                outputs.put(Graph.value(term.name()), "l" + k);
            }
            scaled.add(term.scale() == 1 ? "l" + k : "l" + k + " * " + term.scale());
        }
        experiment.objective().penalty().ifPresent(penalty -> penalty.weights()
                .forEach(w -> scaled.add(
                        "torch.sum(%s * %s) * %s".formatted(weights.get(w), weights.get(w), penalty.l2() / 2))));
        body.add("total = " + String.join(" + ", scaled));
    }

    /** Gradients in causal order: the loss's, then the nodes' from last to first, then the weights'. */
    private List<Slot> ordered() {
        List<Slot> all = new ArrayList<>();
        Consumer<String> backward = name -> differentiated.keySet().stream()
                .filter(s -> s.phase() == Phase.BACKWARD && s.layer().equals(name))
                .forEach(all::add);
        experiment.objective().terms().forEach(t -> backward.accept(t.name()));
        for (int i = experiment.nodes().size() - 1; i >= 0; i--) {
            backward.accept(experiment.nodes().get(i).name());
        }
        differentiated.keySet().stream()
                .filter(s -> s.phase() == Phase.GRADIENT)
                .forEach(all::add);
        return all;
    }

    private void method(String name, String parameters, List<String> lines) {
        code.append("def ").append(name).append("(self, ").append(parameters).append(") -> List[Tensor]:\n");
        lines.forEach(line -> code.append("  ").append(line).append('\n'));
    }
}
