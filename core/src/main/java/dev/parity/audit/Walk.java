package dev.parity.audit;

import dev.parity.nn.layer.Layer;
import dev.parity.nn.optim.Optimizer;
import dev.parity.spec.Experiment;
import dev.parity.spec.Node;
import dev.parity.spec.Objective;
import dev.parity.spec.Training;
import dev.parity.spec.Weight;
import dev.parity.spec.Wire;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One step of an experiment as a list of operations, in TorchScript: each computes its arrays from operands that the candidate recorded,
 * and where an operand was not recorded, from what the walk itself made of the nearest ancestors that were.
 *
 * <p>The code assigns {@code A[k]}, the operands of operation k, and {@code E[k]}, its arrays. Run with {@code z} above 0, every array that
 * is not recorded is off by z deviations ({@code S[k]}, {@code g} of a carried one) times a normal draw before its users read it, so that a
 * few runs show how the rounding of operations that are judged together adds up.
 */
final class Walk {
    /**
     * Where a judged array comes from.
     *
     * @param together what was not recorded and so is judged with it, as sites of step 0
     */
    record Place(int operation, int index, Set<Site> together) {}

    /**
     * An operation's deviations: what computes {@code S[k]}, and the operations whose deviations that needs.
     *
     * @param near whether {@code c} is so close to {@code e}, the operation's i-th array, that no deviation needs to be known
     * @param operands that depend on the candidate, and were recorded or carried
     */
    record Operation(String deviations, List<Integer> reads, Set<Operand> operands, String near) {}

    private final Experiment experiment;
    private final Plan plan;
    private final List<String> code = new ArrayList<>();
    /** Carried operands, off by their scatter. */
    private final Map<String, String> opening = new LinkedHashMap<>();

    private final Map<Operand, String> variables = new LinkedHashMap<>();
    private final Map<Integer, Operation> operations = new LinkedHashMap<>();
    private final Map<Site, Place> places = new LinkedHashMap<>();
    private final Map<String, Place> left = new LinkedHashMap<>();
    /** The variable and origin of each array that the walk had to compute for others. */
    private final Map<Site, String> computed = new HashMap<>();
    /** Buffers that a node has moved in this step: a second use of a layer begins with what the first left. */
    private final Map<String, String> moved = new HashMap<>();

    /** Unrecorded sites behind the operands of the operation that is being written. */
    private Set<Site> together = new LinkedHashSet<>();
    /** The same behind a node's gradients, or a loss's. */
    private final Map<Integer, Set<Site>> behind = new HashMap<>();

    private List<String> candidates = new ArrayList<>();

    private Set<Operand> touched = new LinkedHashSet<>();
    /** Nodes whose backward waits for what their users make of it, each with the arguments of its forward. */
    private final Map<Integer, Waiting> waiting = new HashMap<>();

    /** What a node's forward was made of. */
    private record Waiting(String arguments, List<String> candidates, Set<Operand> touched, Set<Site> together) {}

    /** For a node whose outputs have several users: where the parts of each dL/d(output) stand among its candidates. */
    private final Map<Integer, List<List<Integer>>> forks = new LinkedHashMap<>();
    /** For a gradient that is a node's alone, what is said of that. */
    private final Map<Integer, String> nears = new HashMap<>();
    /** For a gradient that is nothing but the sum of what nodes make of it: where these parts are. */
    private final Map<Integer, List<Place>> sums = new HashMap<>();
    /** The number of the next operation that is no node and no loss. */
    private int next;

    Walk(Experiment experiment, Plan plan) {
        this.experiment = experiment;
        this.plan = plan;
        this.next = experiment.nodes().size() + experiment.objective().terms().size();
        for (int i = 0; i < experiment.nodes().size(); i++) {
            forward(i, experiment.nodes().get(i));
        }
        losses();
        for (int i = experiment.nodes().size() - 1; i >= 0; i--) {
            backward(i, experiment.nodes().get(i));
        }
        gradients();
        experiment.buffers().forEach(this::buffer);
        if (plan.updates()) {
            experiment.training().ifPresent(t -> {
                if (t.clips()) {
                    clip(t);
                }
                updates(t);
            });
        }
    }

    /** The statements. */
    List<String> code() {
        return Stream.concat(opening.values().stream(), code.stream()).toList();
    }

    /** What the statements are given: {@code g0}, {@code g1}, ... in this order. */
    List<Operand> operands() {
        return List.copyOf(variables.keySet());
    }

    /** By number, in the order in which they are computed. */
    Map<Integer, Operation> operations() {
        return operations;
    }

    /**
     * For each node with outputs of several users: where in {@code B[k]} the parts of each dL/d(output) stand. Their sum rounds too, which
     * is felt where they cancel.
     */
    Map<Integer, List<List<Integer>>> forks() {
        return forks;
    }

    /** The arrays of nodes whose sum an array is: of its own operation where that is a node's. */
    List<Place> parts(Place place) {
        return place.operation() < experiment.nodes().size()
                ? List.of(place)
                : sums.getOrDefault(place.operation(), List.of());
    }

    /** Every array that can be judged, in causal order. */
    Map<Site, Place> places() {
        return places;
    }

    /** Weights, buffers, states and summed gradients that the step leaves behind, by name. */
    Map<String, Place> left() {
        return left;
    }

    // Operands.

    private void line(String format, Object... arguments) {
        code.add(format.formatted(arguments));
    }

    private String variable(Operand operand) {
        String known = variables.get(operand);
        if (known != null) {
            return known;
        }
        String variable = "g" + variables.size();
        variables.put(operand, variable);
        return variable;
    }

    /** An operand of the current operation that depends on the candidate. */
    private String candidate(String variable) {
        candidates.add(variable);
        return variable;
    }

    /** A weight, buffer, state or summed gradient as the step before left it. */
    private String before(Operand.Kind kind, String name, Site site) {
        String key = kind == Operand.Kind.SUMMED ? Operand.summed(name) : name;
        String value = variable(Operand.of(kind, name));
        touched.add(Operand.of(kind, name));
        if (!plan.carried().contains(key)) {
            return candidate(value);
        }
        together.add(site);
        String scatter = variable(Operand.of(Operand.Kind.SCATTER, key));
        String known = "c" + value.substring(1);
        opening.put(known, "%s = self.carried(%s, %s, z)".formatted(known, value, scatter));
        return candidate(known);
    }

    private String before(Weight weight) {
        String now = moved.get(weight.name());
        return now != null
                ? now
                : before(Operand.Kind.BEFORE, weight.name(), site(Phase.UPDATE, weight.layer(), weight.local()));
    }

    /** The array at a site: recorded, or computed on the way. */
    private String array(Site site) {
        if (plan.held().contains(site)) {
            touched.add(Operand.recorded(site));
            return candidate(variable(Operand.recorded(site)));
        }
        Place place = places.get(site);
        together.add(site);
        together.addAll(place.together());
        return candidate(computed.computeIfAbsent(site, s -> {
            String variable = "v%d_%d".formatted(place.operation(), place.index());
            line("%s = self.own(E[%2$d][%3$d], S, %2$d, %3$d, z)", variable, place.operation(), place.index());
            return variable;
        }));
    }

    private String value(Wire wire) {
        return wire.isData()
                ? variable(Operand.of(Operand.Kind.COLUMN, wire.output()))
                : array(site(Phase.FORWARD, wire.node(), wire.output()));
    }

    private static Site site(Phase phase, String layer, String array) {
        return new Site(0, phase, layer, array);
    }

    private static String dx(int inputs, int i) {
        return inputs == 1 ? "dx" : "dx" + i;
    }

    // Operations.

    /** Forgets what the operation before this one was made of. */
    private void begin() {
        together = new LinkedHashSet<>();
        candidates = new ArrayList<>();
        touched = new LinkedHashSet<>();
    }

    /** @param deviations what computes {@code S[number]} */
    private void operation(int number, String arguments, String call, String deviations, List<Integer> reads) {
        line("A[%d] = %s", number, arguments);
        String further = reads.stream().distinct().map(" + B[%d]"::formatted).collect(Collectors.joining());
        line("B[%d] = [%s]%s", number, String.join(", ", candidates), further);
        line("E[%d] = %s", number, call);
        String near = number < experiment.nodes().size()
                ? "self.near%d(c, e, u, i)".formatted(number)
                : nears.getOrDefault(number, "self.near(c, e, u)");
        operations.put(number, new Operation(deviations, reads, touched, near));
    }

    private void place(Site site, int operation, int index) {
        places.put(site, new Place(operation, index, Set.copyOf(together)));
    }

    private String node(int number, Node node) {
        List<String> all = new ArrayList<>();
        node.inputs().forEach(w -> all.add(value(w)));
        NodeOperands.of(experiment, node).weights().forEach(w -> all.add(before(experiment.weight(w))));
        if (node.masked()) {
            all.add(variable(Operand.of(Operand.Kind.MASK, node.name())));
        }
        node.tensors().values().forEach(t -> all.add(variable(Operand.of(Operand.Kind.CONSTANT, t))));
        node.columns().values().forEach(w -> all.add(value(w)));
        return String.join(", ", all);
    }

    /** Whether all that is needed of dL/d(each output) is recorded, so that forward and backward are one call. */
    private boolean known(Node node) {
        return node.outputs().stream()
                .flatMap(o -> users(node, o.name()).stream())
                .allMatch(plan.held()::contains);
    }

    private void forward(int number, Node node) {
        begin();
        NodeOperands operands = NodeOperands.of(experiment, node);
        String arguments = node(number, node);
        if (known(node)) {
            whole(number, node, arguments);
        } else {
            line("E[%d] = self.y%d([%s])", number, number, arguments);
            waiting.put(number, new Waiting(arguments, candidates, touched, together));
        }
        behind.put(number, Set.copyOf(together));
        for (int k = 0; k < node.outputs().size(); k++) {
            place(site(Phase.FORWARD, node.name(), node.outputs().get(k).name()), number, k);
        }
        for (int i = 0; i < operands.buffers(); i++) {
            String buffer = operands.weights().get(operands.trained() + i);
            int index = node.outputs().size() + i;
            left.put(buffer, new Place(number, index, Set.copyOf(together)));
            String variable = "m%d_%d".formatted(number, index);
            line("%s = E[%d][%d]", variable, number, index);
            moved.put(buffer, variable);
        }
    }

    /** The sites whose sum is dL/d(an output), or the one under which the sum itself is recorded. */
    private List<Site> users(Node node, String output) {
        Site sum = site(Phase.BACKWARD, node.name(), "dy");
        return output.equals("y") && plan.held().contains(sum) ? List.of(sum) : branches(node, output);
    }

    private List<Site> branches(Node node, String output) {
        Wire wire = new Wire(node.name(), output);
        List<Site> users = new ArrayList<>();
        experiment.nodes().forEach(n -> users(wire, n.name(), n.inputs(), users));
        experiment.objective().terms().forEach(t -> users(wire, t.name(), t.predictions(), users));
        return users;
    }

    private static void users(Wire wire, String user, List<Wire> inputs, List<Site> into) {
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i).equals(wire)) {
                into.add(site(Phase.BACKWARD, user, dx(inputs.size(), i)));
            }
        }
    }

    /** dL/d(an output): what its users recorded, summed. */
    private String dy(Node node, String output) {
        return sum(users(node, output));
    }

    /** What nobody reads has no gradient: a zero that stands for an array of them. */
    private String sum(List<Site> users) {
        return users.isEmpty()
                ? "torch.zeros([], dtype=7)"
                : String.join(" + ", users.stream().map(this::array).toList());
    }

    private void backward(int number, Node node) {
        begin();
        fork(node);
        begin();
        NodeOperands operands = NodeOperands.of(experiment, node);
        if (waiting.containsKey(number)) {
            candidates.addAll(waiting.get(number).candidates());
            touched.addAll(waiting.get(number).touched());
            together.addAll(waiting.get(number).together());
            whole(number, node, waiting.get(number).arguments());
            behind.put(number, Set.copyOf(together));
        }
        together = new LinkedHashSet<>(behind.get(number));
        if (!node.layer().readsTokens()) {
            for (int i = 0; i < node.inputs().size(); i++) {
                int index = operands.outputs().size() + operands.buffers() + i;
                place(site(Phase.BACKWARD, node.name(), dx(node.inputs().size(), i)), number, index);
            }
        }
    }

    /** A node's outputs and gradients, in one call. */
    private void whole(int number, Node node, String arguments) {
        List<String> dys = new ArrayList<>();
        List<List<Integer>> branches = new ArrayList<>();
        for (Layer.Output output : node.outputs()) {
            int before = candidates.size();
            dys.add(dy(node, output.name()));
            branches.add(IntStream.range(before, candidates.size()).boxed().toList());
        }
        if (branches.stream().anyMatch(b -> b.size() > 1)) {
            forks.put(number, branches);
        }
        operation(
                number,
                "[" + arguments + ", " + String.join(", ", dys) + "]",
                "self.e%1$d(A[%1$d])".formatted(number),
                forks.containsKey(number)
                        ? "self.fork%1$d(A[%1$d], B[%1$d], E[%1$d], u)".formatted(number)
                        : "self.s%1$d(A[%1$d], E[%1$d], u)".formatted(number),
                List.of());
    }

    /** Where an output has several users, the sum of what they send back may be recorded, and is judged by itself. */
    private void fork(Node node) {
        Site sum = site(Phase.BACKWARD, node.name(), "dy");
        if (!plan.held().contains(sum) && !plan.judged().contains(sum)) {
            return;
        }
        int number = next++;
        List<String> parts = branches(node, "y").stream().map(this::array).toList();
        String expected = sum(branches(node, "y"));
        operation(
                number,
                "[" + String.join(", ", parts) + "]",
                "[" + expected + "]",
                "self.summed(A[%1$d], E[%1$d], u)".formatted(number),
                List.of());
        place(sum, number, 0);
    }

    private void losses() {
        List<Objective.Term> terms = experiment.objective().terms();
        int first = experiment.nodes().size();
        for (int k = 0; k < terms.size(); k++) {
            begin();
            Objective.Term term = terms.get(k);
            List<String> all = new ArrayList<>();
            term.predictions().forEach(p -> all.add(value(p)));
            term.tensors().values().forEach(t -> all.add(variable(Operand.of(Operand.Kind.CONSTANT, t))));
            all.add(term.target().map(this::value).orElse(all.get(0)));
            // torch.tensor would round it to float32 on its way
            all.add("torch.full([], %s, dtype=7)".formatted(term.scale()));
            operation(
                    first + k,
                    "[" + String.join(", ", all) + "]",
                    "self.l%d(A[%d])".formatted(k, first + k),
                    "self.m%1$d(A[%2$d], E[%2$d], u)".formatted(k, first + k),
                    List.of());
            if (terms.size() > 1) {
                place(site(Phase.LOSS, term.name(), "value"), first + k, 0);
            }
            behind.put(first + k, Set.copyOf(together));
        }
        total(terms, first);
        for (int k = 0; k < terms.size(); k++) {
            Objective.Term term = terms.get(k);
            together = new LinkedHashSet<>(behind.get(first + k));
            for (int i = 0; i < term.predictions().size(); i++) {
                place(site(Phase.BACKWARD, term.name(), dx(term.predictions().size(), i)), first + k, 1 + i);
            }
        }
    }

    private void total(List<Objective.Term> terms, int first) {
        begin();
        int number = next++;
        List<String> total = new ArrayList<>();
        List<String> variance = new ArrayList<>();
        List<Integer> reads = new ArrayList<>();
        List<String> arguments = new ArrayList<>();
        for (int k = 0; k < terms.size(); k++) {
            Site value = site(Phase.LOSS, terms.get(k).name(), "value");
            if (terms.size() > 1 && plan.held().contains(value)) {
                arguments.add(array(value));
                total.add("A[%d][%d] * %s"
                        .formatted(number, arguments.size() - 1, terms.get(k).scale()));
                continue;
            }
            total.add("E[%d][0] * %s".formatted(first + k, terms.get(k).scale()));
            variance.add("torch.square(S[%d][0] * %s)"
                    .formatted(first + k, terms.get(k).scale()));
            reads.add(first + k);
            together.addAll(behind.get(first + k));
            candidates.add("E[%d][0]".formatted(first + k));
        }
        experiment.objective().penalty().ifPresent(p -> p.weights().forEach(name -> {
            String w = before(experiment.weight(name));
            arguments.add("torch.sum(%1$s * %1$s) * %2$s".formatted(w, p.l2() / 2));
            total.add("A[%d][%d]".formatted(number, arguments.size() - 1));
            int n = experiment.weight(name).shape().size();
            variance.add("torch.square((4. + %s) * u * A[%d][%d])"
                    .formatted(Math.sqrt(n) / 2, number, arguments.size() - 1));
        }));
        if (total.size() > 1) {
            total.forEach(t -> variance.add("torch.square(u * (" + t + "))"));
        }
        operation(
                number,
                "[" + String.join(", ", arguments) + "]",
                "[" + String.join(" + ", total) + "]",
                "[torch.sqrt(" + String.join(" + ", variance) + ")]",
                reads);
        place(site(Phase.LOSS, Objective.NAME, "value"), number, 0);
    }

    /** The uses of a weight add up, and the penalty and what was accumulated with them. */
    private void gradients() {
        boolean accumulates =
                experiment.training().filter(t -> t.accumulate() > 1).isPresent();
        for (Weight weight : experiment.weights()) {
            if (!weight.trained()) {
                continue;
            }
            begin();
            int number = next++;
            List<String> parts = new ArrayList<>();
            List<String> variance = new ArrayList<>();
            List<Integer> reads = new ArrayList<>();
            for (int n = 0; n < experiment.nodes().size(); n++) {
                Node node = experiment.nodes().get(n);
                NodeOperands operands = NodeOperands.of(experiment, node);
                int index = operands.outputs().size()
                        + operands.buffers()
                        + (node.layer().readsTokens() ? 0 : node.inputs().size());
                for (int w = 0; w < operands.trained(); w++) {
                    if (operands.weights().get(w).equals(weight.name())) {
                        parts.add("E[%d][%d]".formatted(n, index + w));
                        sums.computeIfAbsent(number, k -> new ArrayList<>()).add(new Place(n, index + w, Set.of()));
                        nears.put(number, "self.near%d(c, e, u, %d)".formatted(n, index + w));
                        variance.add("torch.square(S[%d][%d])".formatted(n, index + w));
                        reads.add(n);
                        together.addAll(behind.get(n));
                    }
                }
            }
            List<String> further = new ArrayList<>();
            experiment
                    .objective()
                    .penalty()
                    .filter(p -> p.weights().contains(weight.name()))
                    .ifPresent(p -> further.add("%s * %s".formatted(before(weight), p.l2())));
            if (accumulates) {
                further.add(before(
                        Operand.Kind.SUMMED, weight.name(), site(Phase.GRADIENT, weight.layer(), weight.local())));
            }
            for (int i = 0; i < further.size(); i++) {
                parts.add("A[%d][%d]".formatted(number, i));
            }
            if (parts.size() > 1) {
                nears.remove(number);
            }
            if (!further.isEmpty()) {
                sums.remove(number);
            }
            candidates.addAll(parts.stream().filter(p -> p.startsWith("E")).toList());
            if (parts.size() > 1) {
                parts.forEach(p -> variance.add("torch.square(u * " + p + ")"));
            }
            operation(
                    number,
                    "[" + String.join(", ", further) + "]",
                    "[" + String.join(" + ", parts) + "]",
                    "[torch.sqrt(" + String.join(" + ", variance) + ")]",
                    reads);
            place(site(Phase.GRADIENT, weight.layer(), weight.local()), number, 0);
            left.put(Operand.summed(weight.name()), places.get(site(Phase.GRADIENT, weight.layer(), weight.local())));
        }
    }

    private void buffer(Weight buffer) {
        Place place = left.get(buffer.name());
        if (place != null) {
            places.put(site(Phase.STATE, buffer.layer(), buffer.local()), place);
        }
    }

    // The weights.

    private String gradient(Weight weight, boolean clipped) {
        return array(site(Phase.GRADIENT, weight.layer(), weight.local() + (clipped ? ".clipped" : "")));
    }

    /**
     * All gradients together are one operation. The rounding of a norm over all n of them is common to all elements: with p the norm's type,
     * <pre>
     *   s = u/2 √((n/2 + 2) (1 + K) / p² + 6) |g|        K = Σ|g|²ᵖ / (Σ|g|ᵖ)², the terms' squares beside their sum's; no sum for the largest
     * </pre>
     * Clipping each value only moves numbers.
     */
    private void clip(Training training) {
        begin();
        int number = next++;
        List<Weight> weights =
                training.optimizers().keySet().stream().map(experiment::weight).toList();
        List<String> all = weights.stream().map(w -> gradient(w, false)).toList();
        line("gs = [%s]", String.join(", ", all));
        Optional<String> type = training.clipNorm()
                .map(norm -> Double.isInfinite(norm.norm_type()) ? "inf" : Double.toString(norm.norm_type()));
        training.clipNorm().ifPresent(norm -> {
            line(
                    "norm = torch.linalg_vector_norm(torch.stack([torch.linalg_vector_norm(t, %1$s) for t in gs]), %1$s)",
                    type.orElseThrow());
            line("factor = torch.clamp(%s / (norm + 1e-6), max=1.)", norm.max_norm());
            line("gs = [t * factor for t in gs]");
        });
        training.clipValue()
                .ifPresent(value -> line("gs = [torch.clamp(t, -%1$s, %1$s) for t in gs]", value.clip_value()));
        operation(
                number,
                "[" + String.join(", ", all) + "]",
                "gs",
                type.map(p -> "self.clipped(A[%1$d], E[%1$d], u, %2$s)".formatted(number, p))
                        .orElse("[torch.zeros_like(t) for t in E[%d]]".formatted(number)),
                List.of());
        for (int i = 0; i < weights.size(); i++) {
            Weight w = weights.get(i);
            place(site(Phase.GRADIENT, w.layer(), w.local() + ".clipped"), number, i);
        }
    }

    private void updates(Training training) {
        List<Optimizer> distinct =
                training.optimizers().values().stream().distinct().toList();
        String rates = variable(Operand.of(Operand.Kind.RATES, ""));
        int i = 0;
        Map<Site, Place> last = new LinkedHashMap<>();
        for (Map.Entry<String, Optimizer> entry : training.optimizers().entrySet()) {
            begin();
            Weight weight = experiment.weight(entry.getKey());
            Optimizer optimizer = entry.getValue();
            int number = next++;
            int method = distinct.indexOf(optimizer);
            List<String> all = new ArrayList<>();
            for (int r = 0; r < 3; r++) {
                all.add("%s[%d][%d]".formatted(rates, i, r));
            }
            all.add(gradient(weight, training.clips()));
            all.add(before(weight));
            optimizer
                    .state()
                    .forEach(s -> all.add(before(
                            Operand.Kind.BEFORE,
                            weight.name() + "." + s.name(),
                            site(Phase.STATE, weight.layer(), weight.local() + "." + s.name()))));
            operation(
                    number,
                    "[" + String.join(", ", all) + "]",
                    "self.u%d(A[%d])".formatted(method, number),
                    "self.v%1$d_(A[%2$d], E[%2$d], u)".formatted(method, number),
                    List.of());
            for (int s = 0; s < optimizer.state().size(); s++) {
                String state = optimizer.state().get(s).name();
                place(site(Phase.STATE, weight.layer(), weight.local() + "." + state), number, 1 + s);
                left.put(
                        weight.name() + "." + state,
                        places.get(site(Phase.STATE, weight.layer(), weight.local() + "." + state)));
            }
            Place update = new Place(number, 0, Set.copyOf(together));
            last.put(site(Phase.UPDATE, weight.layer(), weight.local()), update);
            left.put(weight.name(), update);
            i++;
        }
        places.putAll(last);
    }
}
