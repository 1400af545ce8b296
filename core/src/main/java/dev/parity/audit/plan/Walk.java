package dev.parity.audit.plan;

import dev.parity.nn.Rounding;
import dev.parity.spec.Experiment;
import dev.parity.spec.Weight;
import dev.parity.spec.Wire;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One step of an experiment as a list of operations, in TorchScript: each computes its arrays from operands that the candidate recorded,
 * and where an operand was not recorded, from what the walk itself made of the nearest ancestors that were.
 *
 * <p>The code assigns {@code A[k]}, the operands of operation k, and {@code E[k]}, its arrays. Run with a {@code z} other than 0, every array
 * that is not recorded is off by z deviations ({@code S[k]}, {@code g} of a carried one) times a normal draw before its users read it, so that a
 * few runs show how the rounding of operations that are judged together adds up.
 */
public final class Walk {
    /**
     * Where a judged array comes from.
     *
     * @param together what was not recorded and so is judged with it, as sites of step 0
     */
    public record Place(int operation, int index, Set<Site> together) {
        public Place {
            together = Set.copyOf(together);
        }
    }

    /**
     * An operation's deviations: what computes {@code S[k]}, and the operations whose deviations that needs.
     *
     * @param operands that depend on the candidate, and were recorded or carried
     */
    public record Operation(String deviations, List<Integer> reads, Set<Operand> operands) {}

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
    /** For a node whose outputs have several users: where the parts of each dL/d(output) stand among its candidates. */
    private final Map<Integer, List<List<Integer>>> forks = new LinkedHashMap<>();
    /** For a gradient that is nothing but the sum of what nodes make of it: where these parts are. */
    private final Map<Integer, List<Place>> sums = new HashMap<>();
    /** Operations of which an element's deviation depends on that element of each operand alone. */
    private final Set<Integer> elementwise = new HashSet<>();
    /** The number of the next operation that is no node and no loss. */
    private int next;

    public Walk(Experiment experiment, Plan plan) {
        this.experiment = experiment;
        this.plan = plan;
        this.next = experiment.nodes().size() + experiment.objective().terms().size();
        NodeWalk nodes = new NodeWalk(experiment, this);
        for (int i = 0; i < experiment.nodes().size(); i++) {
            nodes.forward(i, experiment.nodes().get(i));
        }
        new LossWalk(experiment, this).losses();
        for (int i = experiment.nodes().size() - 1; i >= 0; i--) {
            nodes.backward(i, experiment.nodes().get(i));
        }
        WeightWalk weights = new WeightWalk(experiment, this);
        weights.gradients();
        experiment.buffers().forEach(weights::buffer);
        if (plan.updates()) {
            experiment.training().ifPresent(t -> {
                if (t.clips()) {
                    weights.clip(t);
                }
                weights.updates(t);
            });
        }
    }

    /** The statements. */
    public List<String> code() {
        return Stream.concat(opening.values().stream(), code.stream()).toList();
    }

    /** What the statements are given: {@code g0}, {@code g1}, ... in this order. */
    public List<Operand> operands() {
        return List.copyOf(variables.keySet());
    }

    /** By number, in the order in which they are computed. */
    public Map<Integer, Operation> operations() {
        return operations;
    }

    /**
     * For each node with outputs of several users: where in {@code B[k]} the parts of each dL/d(output) stand. Their sum rounds too, which
     * is felt where they cancel.
     */
    public Map<Integer, List<List<Integer>>> forks() {
        return forks;
    }

    /** The arrays of nodes whose sum an array is: of its own operation where that is a node's. */
    public List<Place> parts(Place place) {
        return place.operation() < experiment.nodes().size()
                ? List.of(place)
                : sums.getOrDefault(place.operation(), List.of());
    }

    /** The array of a node that an array is, if it is that alone: any of a node's own, or a gradient that comes of one use. */
    public Optional<Place> alone(Place place) {
        List<Place> parts = parts(place);
        return parts.size() == 1 ? Optional.of(parts.get(0)) : Optional.empty();
    }

    /** The same for the first array of an operation. */
    public Optional<Place> alone(int operation) {
        return alone(new Place(operation, 0, Set.of()));
    }

    /** How a program says which of its node's arrays that is, where {@code i} is the operation's. */
    public static String index(int operation, Place alone) {
        return operation == alone.operation() ? "i" : Integer.toString(alone.index());
    }

    public Rounding rounding(int node) {
        return experiment.nodes().get(node).layer().rounding();
    }

    /** Every array that can be judged, in causal order. */
    public Map<Site, Place> places() {
        return places;
    }

    /** Weights, buffers, states and summed gradients that the step leaves behind, by name. */
    public Map<String, Place> left() {
        return left;
    }

    // Operands.

    void line(String format, Object... arguments) {
        code.add(format.formatted(arguments));
    }

    String variable(Operand operand) {
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
    String before(Operand.Kind kind, String name, Site site) {
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

    String before(Weight weight) {
        String now = moved.get(weight.name());
        return now != null
                ? now
                : before(Operand.Kind.BEFORE, weight.name(), site(Phase.UPDATE, weight.layer(), weight.local()));
    }

    /** The array at a site: recorded, or computed on the way. */
    String array(Site site) {
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

    String value(Wire wire) {
        return wire.isData()
                ? variable(Operand.of(Operand.Kind.COLUMN, wire.output()))
                : array(site(Phase.FORWARD, wire.node(), wire.output()));
    }

    static Site site(Phase phase, String layer, String array) {
        return new Site(0, phase, layer, array);
    }

    // Operations.

    /** Forgets what the operation before this one was made of. */
    void begin() {
        together = new LinkedHashSet<>();
        candidates = new ArrayList<>();
        touched = new LinkedHashSet<>();
    }

    /** @param deviations what computes {@code S[number]} */
    void operation(int number, String arguments, String call, String deviations, List<Integer> reads) {
        line("A[%d] = %s", number, arguments);
        String further = reads.stream().distinct().map(" + B[%d]"::formatted).collect(Collectors.joining());
        line("B[%d] = [%s]%s", number, String.join(", ", candidates), further);
        line("E[%d] = %s", number, call);
        operations.put(number, new Operation(deviations, reads, touched));
    }

    void place(Site site, int operation, int index) {
        places.put(site, new Place(operation, index, together));
    }

    /** What the operation that is being written is made of, for another time. */
    record Made(List<String> candidates, Set<Operand> touched, Set<Site> together) {}

    Made made() {
        return new Made(List.copyOf(candidates), Set.copyOf(touched), Set.copyOf(together));
    }

    /** Adds what was made another time. */
    void resume(Made made) {
        candidates.addAll(made.candidates());
        touched.addAll(made.touched());
        together.addAll(made.together());
    }

    /** What is placed next has the same behind it as an operation's gradients. */
    void resume(Set<Site> behind) {
        together = new LinkedHashSet<>(behind);
    }

    /** What is behind the operation that is being written is behind its gradients. */
    void remember(int number) {
        behind.put(number, Set.copyOf(together));
    }

    Set<Site> behind(int number) {
        return behind.get(number);
    }

    int next() {
        return next++;
    }

    Plan plan() {
        return plan;
    }

    Set<Site> together() {
        return together;
    }

    List<String> candidates() {
        return candidates;
    }

    Map<String, String> moved() {
        return moved;
    }

    public Set<Integer> elementwise() {
        return elementwise;
    }

    Map<Integer, List<Place>> sums() {
        return sums;
    }
}
