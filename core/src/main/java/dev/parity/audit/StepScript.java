package dev.parity.audit;

import dev.parity.spec.Experiment;
import dev.parity.spec.Node;
import dev.parity.spec.Objective;
import dev.parity.spec.Training;
import dev.parity.spec.Weight;
import dev.parity.spec.Wire;
import dev.parity.tensor.DType;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One step's audit as a PyTorch program: {@code step} and, where weights move, {@code update} take the operands and the
 * candidate's arrays, and return a row of figures for each array. Everything happens on libtorch's side, so an array crosses over
 * once, and a deviation is computed only where an element is further off than half a unit in the last place could explain.
 */
final class StepScript {
    /** Something that the program is given. */
    record Operand(Kind kind, String name, Site site) {
        enum Kind {
            /** A column of the batch. */
            COLUMN,
            /** A mask of the batch, by node. */
            MASK,
            /** A constant, by tensor. */
            CONSTANT,
            /** A weight, buffer or optimizer state as the step before left it. */
            BEFORE,
            /** The candidate's gradient of the step before, where gradients accumulate; zero at first. */
            SUMMED,
            /** An array that the candidate recorded, as a site of step 0. */
            RECORDED,
            /** Learning rate, momentum and number of the update, for each weight. */
            RATES
        }
    }

    /**
     * @param operands of the method, in order
     * @param judged the sites of its rows, in order, as of step 0
     */
    record Method(String name, List<Operand> operands, List<Site> judged) {}

    private final Experiment experiment;
    private final double u;
    private final StringBuilder code = new StringBuilder();
    private final Map<Operand, String> variables = new LinkedHashMap<>();
    private final List<Site> judged = new ArrayList<>();
    /** Buffers that a node has moved in this step: a second use of a layer begins with what the first left. */
    private final Map<String, String> moved = new HashMap<>();

    private static final String NEAR = "near(%s, %s, %s)";

    private int next;

    private StepScript(Experiment experiment, DType precision) {
        this.experiment = experiment;
        this.u = precision.roundoff();
    }

    /** The code of both methods goes to {@code into}. */
    static Method step(Experiment experiment, DType precision, StringBuilder into) {
        StepScript script = new StepScript(experiment, precision);
        for (int i = 0; i < experiment.nodes().size(); i++) {
            script.forward(i, experiment.nodes().get(i));
        }
        script.losses();
        for (int i = experiment.nodes().size() - 1; i >= 0; i--) {
            script.backward(i, experiment.nodes().get(i));
        }
        script.gradients();
        for (int i = 0; i < experiment.nodes().size(); i++) {
            script.buffers(i, experiment.nodes().get(i));
        }
        return script.method("step", into);
    }

    static Method update(Experiment experiment, Training training, DType precision, StringBuilder into) {
        StepScript script = new StepScript(experiment, precision);
        script.clip(training);
        script.updates(training);
        return script.method("update", into);
    }

    private Method method(String name, StringBuilder into) {
        into.append("def ").append(name).append("(self, a: List[Tensor]) -> List[Tensor]:\n");
        int i = 0;
        for (String variable : variables.values()) {
            String given = "a[" + i++ + "]";
            into.append("  %1$s = %2$s.double() if %2$s.is_floating_point() else %2$s\n".formatted(variable, given));
        }
        into.append("  rows: List[Tensor] = []\n  failed: List[Tensor] = []\n")
                .append(code.toString().indent(2));
        into.append("  return [torch.stack(rows)] + failed\n");
        return new Method(name, List.copyOf(variables.keySet()), judged);
    }

    // Names.

    private String variable(Operand.Kind kind, String name, Site site) {
        return variables.computeIfAbsent(new Operand(kind, name, site), o -> "g" + next++);
    }

    private String variable(Operand.Kind kind, String name) {
        return variable(kind, name, new Site(0, Phase.DATA, "", ""));
    }

    private String recorded(Phase phase, String layer, String array) {
        return variable(Operand.Kind.RECORDED, "", new Site(0, phase, layer, array));
    }

    private String value(Wire wire) {
        return wire.isData()
                ? variable(Operand.Kind.COLUMN, wire.output())
                : recorded(Phase.FORWARD, wire.node(), wire.output());
    }

    private static String dx(int inputs, int i) {
        return inputs == 1 ? "dx" : "dx" + i;
    }

    private void line(String format, Object... arguments) {
        code.append(format.formatted(arguments)).append('\n');
    }

    /**
     * Judges an array. The deviations of an operation are computed when one of them is wanted, all at once, and kept.
     *
     * @param deviation an expression in what {@code caches} hold
     * @param caches variables, each with the call that fills it
     */
    private void judge(
            Phase phase,
            String layer,
            String array,
            String near,
            String expected,
            String deviation,
            Map<String, String> caches) {
        Site site = new Site(0, phase, layer, array);
        String c = recorded(phase, layer, array);
        line("if self.%s:", near.formatted(c, expected, u));
        line("  rows.append(self.clean(%s))", expected);
        line("else:");
        caches.forEach((cache, call) -> line("  if len(%1$s) == 0:\n    %1$s = %2$s", cache, call));
        line("  row = self.judge(%s, %s, %s, %s)", c, expected, deviation, u);
        line("  rows.append(row)");
        line("  if float(row[1]) > 0.:");
        line("    failed.append(%s.detach())", expected);
        judged.add(site);
    }

    /** Judges the i-th array that a node returns. */
    private void judge(int number, Phase phase, String layer, String array, int i) {
        judge(
                phase,
                layer,
                array,
                "near" + number + "(%s, %s, %s, " + i + ")",
                "e%d[%d]".formatted(number, i),
                "s%d[%d]".formatted(number, i),
                cache(number));
    }

    private Map<String, String> cache(int number) {
        return Map.of("s" + number, "self.s%1$d(a%1$d, e%1$d, %2$s)".formatted(number, u));
    }

    // The network.

    private String arguments(Node node) {
        List<String> all = new ArrayList<>();
        node.inputs().forEach(w -> all.add(value(w)));
        NodeOperands.of(experiment, node)
                .weights()
                .forEach(w -> all.add(moved.getOrDefault(w, variable(Operand.Kind.BEFORE, w))));
        if (node.masked()) {
            all.add(variable(Operand.Kind.MASK, node.name()));
        }
        node.tensors().values().forEach(t -> all.add(variable(Operand.Kind.CONSTANT, t)));
        node.columns().values().forEach(w -> all.add(value(w)));
        node.outputs().forEach(o -> all.add(dy(new Wire(node.name(), o.name()))));
        return "[" + String.join(", ", all) + "]";
    }

    /** dL/d(an output): what its users recorded, summed. */
    private String dy(Wire wire) {
        List<String> users = new ArrayList<>();
        experiment.nodes().forEach(n -> users(wire, n.name(), n.inputs(), users));
        experiment.objective().terms().forEach(t -> users(wire, t.name(), t.predictions(), users));
        String zeros = "torch.zeros_like(" + value(wire) + ")";
        return users.isEmpty() ? zeros : users.size() == 1 ? users.get(0) : "(" + String.join(" + ", users) + ")";
    }

    private void users(Wire wire, String user, List<Wire> inputs, List<String> into) {
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i).equals(wire)) {
                into.add(recorded(Phase.BACKWARD, user, dx(inputs.size(), i)));
            }
        }
    }

    private void forward(int number, Node node) {
        line("a%1$d = %2$s\ne%1$d = self.e%1$d(a%1$d)\ns%1$d: List[Tensor] = []", number, arguments(node));
        for (int k = 0; k < node.outputs().size(); k++) {
            judge(number, Phase.FORWARD, node.name(), node.outputs().get(k).name(), k);
        }
        NodeOperands operands = NodeOperands.of(experiment, node);
        for (int i = 0; i < operands.buffers(); i++) {
            moved.put(operands.weights().get(operands.trained() + i), after(number, operands, i));
        }
    }

    /** A buffer as a node leaves it. */
    private static String after(int number, NodeOperands operands, int buffer) {
        return "e" + number + "[" + (operands.outputs().size() + buffer) + "]";
    }

    private void backward(int number, Node node) {
        if (node.layer().readsTokens()) {
            return;
        }
        NodeOperands operands = NodeOperands.of(experiment, node);
        for (int i = 0; i < node.inputs().size(); i++) {
            int index = operands.outputs().size() + operands.buffers() + i;
            judge(number, Phase.BACKWARD, node.name(), dx(node.inputs().size(), i), index);
        }
    }

    private void buffers(int number, Node node) {
        NodeOperands operands = NodeOperands.of(experiment, node);
        for (int i = 0; i < operands.buffers(); i++) {
            Weight buffer = experiment.weight(operands.weights().get(operands.trained() + i));
            if (moved.get(buffer.name()).equals(after(number, operands, i))) {
                judge(
                        number,
                        Phase.STATE,
                        buffer.layer(),
                        buffer.local(),
                        operands.outputs().size() + i);
            }
        }
    }

    private void losses() {
        List<Objective.Term> terms = experiment.objective().terms();
        List<String> total = new ArrayList<>();
        List<String> variance = new ArrayList<>();
        Map<String, String> caches = new LinkedHashMap<>();
        for (int k = 0; k < terms.size(); k++) {
            Objective.Term term = terms.get(k);
            List<String> all = new ArrayList<>();
            term.predictions().forEach(p -> all.add(value(p)));
            term.tensors().values().forEach(t -> all.add(variable(Operand.Kind.CONSTANT, t)));
            all.add(term.target().map(this::value).orElse(all.get(0)));
            // torch.tensor would round it to float32 on its way
            all.add("torch.full([], %s, dtype=7)".formatted(term.scale()));
            line("b%1$d = [%2$s]\nf%1$d = self.l%1$d(b%1$d)\nt%1$d: List[Tensor] = []", k, String.join(", ", all));
            if (terms.size() > 1) {
                judge(Phase.LOSS, term.name(), "value", NEAR, "f%d[0]".formatted(k), "t%d[0]".formatted(k), ofLoss(k));
            }
            total.add("f%d[0] * %s".formatted(k, term.scale()));
            variance.add("torch.square(t%d[0] * %s)".formatted(k, term.scale()));
            caches.putAll(ofLoss(k));
        }
        experiment.objective().penalty().ifPresent(p -> p.weights().forEach(w -> {
            String before = variable(Operand.Kind.BEFORE, w);
            String sum = "torch.sum(%1$s * %1$s) * %2$s".formatted(before, p.l2() / 2);
            total.add(sum);
            variance.add("torch.square(%s * %s)".formatted(4 * u, sum));
        }));
        line("total = %s", String.join(" + ", total));
        judge(Phase.LOSS, Objective.NAME, "value", NEAR, "total", root(variance), caches);
        for (int k = 0; k < terms.size(); k++) {
            Objective.Term term = terms.get(k);
            for (int i = 0; i < term.predictions().size(); i++) {
                String dx = dx(term.predictions().size(), i);
                judge(
                        Phase.BACKWARD,
                        term.name(),
                        dx,
                        NEAR,
                        "f%d[%d]".formatted(k, 1 + i),
                        "t%d[%d]".formatted(k, 1 + i),
                        ofLoss(k));
            }
        }
    }

    private Map<String, String> ofLoss(int k) {
        return Map.of("t" + k, "self.m%1$d(b%1$d, f%1$d, %2$s)".formatted(k, u));
    }

    private static String root(List<String> variance) {
        return "torch.sqrt(" + String.join(" + ", variance) + ")";
    }

    /** The uses of a weight add up, and the penalty and what was accumulated with them. */
    private void gradients() {
        boolean accumulates =
                experiment.training().filter(t -> t.accumulate() > 1).isPresent();
        for (Weight weight : experiment.weights()) {
            if (!weight.trained()) {
                continue;
            }
            List<String> parts = new ArrayList<>();
            List<String> variance = new ArrayList<>();
            Map<String, String> caches = new LinkedHashMap<>();
            String near = NEAR;
            for (int n = 0; n < experiment.nodes().size(); n++) {
                Node node = experiment.nodes().get(n);
                NodeOperands operands = NodeOperands.of(experiment, node);
                for (int w = 0; w < operands.trained(); w++) {
                    if (operands.weights().get(w).equals(weight.name())) {
                        int index = operands.outputs().size()
                                + operands.buffers()
                                + (node.layer().readsTokens()
                                        ? 0
                                        : node.inputs().size())
                                + w;
                        parts.add("e" + n + "[" + index + "]");
                        variance.add("torch.square(s%d[%d])".formatted(n, index));
                        caches.putAll(cache(n));
                        near = "near" + n + "(%s, %s, %s, " + index + ")";
                    }
                }
            }
            experiment
                    .objective()
                    .penalty()
                    .filter(p -> p.weights().contains(weight.name()))
                    .ifPresent(
                            p -> parts.add("%s * %s".formatted(variable(Operand.Kind.BEFORE, weight.name()), p.l2())));
            if (accumulates) {
                parts.add(variable(Operand.Kind.SUMMED, weight.name()));
            }
            if (parts.size() > 1) {
                near = NEAR;
                parts.forEach(p -> variance.add("torch.square(%s * (%s))".formatted(u, p)));
            }
            line("w = %s", String.join(" + ", parts));
            judge(Phase.GRADIENT, weight.layer(), weight.local(), near, "w", root(variance), caches);
        }
    }

    // The weights.

    private String gradient(Weight weight, boolean clipped) {
        return recorded(Phase.GRADIENT, weight.layer(), weight.local() + (clipped ? ".clipped" : ""));
    }

    private void clip(Training training) {
        if (!training.clips()) {
            return;
        }
        List<Weight> weights =
                training.optimizers().keySet().stream().map(experiment::weight).toList();
        line(
                "gs = [%s]",
                String.join(", ", weights.stream().map(w -> gradient(w, false)).toList()));
        training.clipNorm().ifPresent(norm -> {
            String type = Double.isInfinite(norm.norm_type()) ? "inf" : Double.toString(norm.norm_type());
            line(
                    "norm = torch.linalg_vector_norm(torch.stack([torch.linalg_vector_norm(t, %1$s) for t in gs]), %1$s)",
                    type);
            line("factor = torch.clamp(%s / (norm + 1e-6), max=1.)", norm.max_norm());
            line("gs = [t * factor for t in gs]");
        });
        training.clipValue()
                .ifPresent(value -> line("gs = [torch.clamp(t, -%1$s, %1$s) for t in gs]", value.clip_value()));
        // The factor's own rounding is common to all elements: that of a norm over all of them.
        line("count = 0\nfor t in gs:\n  count += t.numel()");
        line("size = %s * (2. + 0.5 * float(count) ** 0.5)", u);
        for (int i = 0; i < weights.size(); i++) {
            Weight w = weights.get(i);
            judge(
                    Phase.GRADIENT,
                    w.layer(),
                    w.local() + ".clipped",
                    NEAR,
                    "gs[" + i + "]",
                    "torch.abs(gs[%d]) * size".formatted(i),
                    Map.of());
        }
    }

    private void updates(Training training) {
        List<dev.parity.nn.optim.Optimizer> distinct =
                training.optimizers().values().stream().distinct().toList();
        String rates = variable(Operand.Kind.RATES, "");
        int number = 0;
        List<Runnable> last = new ArrayList<>();
        for (var entry : training.optimizers().entrySet()) {
            Weight weight = experiment.weight(entry.getKey());
            var optimizer = entry.getValue();
            int method = distinct.indexOf(optimizer);
            int i = number++;
            List<String> all = new ArrayList<>(
                    List.of(rates + "[" + i + "][0]", rates + "[" + i + "][1]", rates + "[" + i + "][2]"));
            all.add(gradient(weight, training.clips()));
            all.add(variable(Operand.Kind.BEFORE, weight.name()));
            optimizer.state().forEach(s -> all.add(variable(Operand.Kind.BEFORE, weight.name() + "." + s.name())));
            line(
                    "h%1$d = [%2$s]\nk%1$d = self.u%3$d(h%1$d)\nv%1$d: List[Tensor] = []",
                    i, String.join(", ", all), method);
            Map<String, String> cache = Map.of("v" + i, "self.v%1$d_(h%2$d, k%2$d, %3$s)".formatted(method, i, u));
            for (int s = 0; s < optimizer.state().size(); s++) {
                String state = optimizer.state().get(s).name();
                String place = "%d[%d]".formatted(i, 1 + s);
                judge(Phase.STATE, weight.layer(), weight.local() + "." + state, NEAR, "k" + place, "v" + place, cache);
            }
            last.add(() ->
                    judge(Phase.UPDATE, weight.layer(), weight.local(), NEAR, "k" + i + "[0]", "v" + i + "[0]", cache));
        }
        last.forEach(Runnable::run);
    }
}
