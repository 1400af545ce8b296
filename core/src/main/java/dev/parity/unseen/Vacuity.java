package dev.parity.unseen;

import dev.parity.graph.Batch;
import dev.parity.graph.Graph;
import dev.parity.graph.StepArrays;
import dev.parity.nn.Hidden;
import dev.parity.nn.optim.State;
import dev.parity.nn.schedule.Groups;
import dev.parity.spec.Experiment;
import dev.parity.spec.Node;
import dev.parity.spec.Objective;
import dev.parity.spec.Training;
import dev.parity.spec.Weight;
import dev.parity.spec.Wire;
import dev.parity.tensor.FirstFew;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Trace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What a run could not have caught, whatever it found: a wrong factor of a gradient that is zero, a transposed matrix that is
 * symmetric, a mean over the wrong one of two equal dimensions.
 *
 * <p>A mistake is hidden as long as no step shows it, so what the first step hides is the most that there can be, and every
 * later step strikes from it. Once nothing is left at a place, it is looked at no more.
 */
public final class Vacuity {
    private static final String OTHER_VALUES =
            "let it begin elsewhere, for instance by {\"init\": \"uniform_\"}, or take a second step";

    /** How many of the places that hide the same are named. */
    private static final int NAMED = 3;

    private final Experiment experiment;
    private final Graph graph;
    private final Optional<Training> training;
    private final Groups groups;
    private final Idleness idleness = new Idleness();
    /** What a place has hidden in every step so far. */
    private final Map<Spot, Set<Hidden>> hidden = new LinkedHashMap<>();
    /** The weights as a step begins with them. */
    private final Map<String, Tensor> before;

    private final Set<Double> rates = new TreeSet<>();
    private final Map<Integer, Map<Wire, Shape>> shapes = new HashMap<>();
    private int updates;

    /** A layer, a weight or a loss, and from which side it is looked at. */
    private record Spot(String view, String name) {}

    /** @param weights that the run begins with, by state-dict name */
    public Vacuity(Experiment experiment, Map<String, Tensor> weights) {
        this.experiment = experiment;
        this.graph = new Graph(experiment);
        this.training = experiment.training().filter(t -> !t.optimizers().isEmpty());
        this.groups = training.map(Training::groups).orElse(Groups.NONE);
        this.before = new HashMap<>(weights);
    }

    /** Looks at what one step computed. What a trace does not hold is not looked at. */
    public void step(Batch batch, Trace recorded) {
        StepArrays values = new StepArrays(graph, batch, recorded);
        gradients(values);
        for (Node node : experiment.nodes()) {
            look("gradient", node.name(), () -> idleness.spent(node, values));
            idleness.units(node, values);
        }
        feed(batch);
        weights(values);
        for (Node node : experiment.nodes()) {
            List<Tensor> inputs = node.inputs().stream()
                    .flatMap(wire -> values.of(wire).stream())
                    .toList();
            if (inputs.size() == node.inputs().size()) {
                look("layer", node.name(), () -> node.layer().hides(inputs.toArray(Tensor[]::new)));
            }
        }
        if (training.filter(t -> t.updates(batch.step())).isPresent()) {
            updates++;
            groups.byWeight().values().forEach(group -> rates.add(group.lr()));
            groups.step();
        }
        recorded.forEach((site, array) -> {
            if (site.phase() == Phase.UPDATE) {
                before.put(site.name(), array);
            }
        });
    }

    private void look(String view, String name, Supplier<List<Hidden>> found) {
        Spot spot = new Spot(view, name);
        Set<Hidden> still = hidden.get(spot);
        if (still == null) {
            hidden.put(spot, new LinkedHashSet<>(found.get()));
        } else if (!still.isEmpty()) {
            still.retainAll(found.get());
        }
    }

    private void gradients(StepArrays values) {
        for (Weight weight : experiment.weights()) {
            values.gradient(weight).ifPresent(g -> {
                look("zero", weight.name(), () -> Idleness.zero(g));
                look("symmetric", weight.name(), () -> symmetric("gradient", g));
            });
        }
    }

    /** The batch and the losses. */
    private void feed(Batch batch) {
        int rows = experiment.data().rows(batch.step());
        look(
                "batch",
                "",
                () -> rows > 1
                        ? List.of()
                        : List.of(Hidden.blind(
                                "a sum over the batch in place of a mean, or a bias that is not summed over it, since a batch is"
                                        + " one row",
                                "give \"batch_size\" 3, and x and y more rows")));
        Map<Wire, Shape> all = shapes.computeIfAbsent(rows, experiment::shapes);
        for (Objective.Term term : experiment.objective().terms()) {
            look("loss", term.name(), () -> term.loss()
                    .hides(all.get(term.predictions().get(0))));
        }
    }

    private void weights(StepArrays values) {
        for (Weight weight : experiment.weights()) {
            if (weight.trained()) {
                Tensor w = before.get(weight.name());
                look("value", weight.name(), () -> neutral(w));
                look("transpose", weight.name(), () -> symmetric("weight", w));
            }
        }
    }

    /** Ones do not show as a factor, zeros not as a term. */
    private static List<Hidden> neutral(Tensor w) {
        if (w.size() > 0 && StepArrays.all(w, 1)) {
            return List.of(Hidden.blind(
                    "a factor that is left out or taken twice, since it is 1 at every step", OTHER_VALUES));
        }
        return w.size() == 0 || !StepArrays.all(w, 0)
                ? List.of()
                : List.of(Hidden.blind(
                        "a term that is left out or added twice, since it is 0 at every step", OTHER_VALUES));
    }

    private static List<Hidden> symmetric(String what, Tensor matrix) {
        Shape shape = matrix.shape();
        if (shape.rank() != 2 || shape.dim(0) != shape.dim(1) || shape.dim(0) < 2 || StepArrays.all(matrix, 0)) {
            return List.of();
        }
        int n = shape.dim(0);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                if (matrix.get(i * n + j) != matrix.get(j * n + i)) {
                    return List.of();
                }
            }
        }
        return List.of(Hidden.blind(
                "the transposed " + what + " in its place, since it is symmetric",
                "draw it, or let the layer have another number of outputs than inputs"));
    }

    /** What no step has shown, the gravest first. */
    public List<Hidden> found() {
        Map<Hidden, List<String>> places = new LinkedHashMap<>();
        hidden.forEach((spot, still) -> still.forEach(
                h -> places.computeIfAbsent(h, none -> new ArrayList<>()).add(spot.name())));
        List<Hidden> found = new ArrayList<>(idleness.found());
        places.forEach((h, names) -> found.add(new Hidden(h.grade(), h.mistake() + at(names), h.change())));
        training.ifPresent(t -> found.addAll(updating(t)));
        found.sort(Comparator.comparing(Hidden::grade));
        return found;
    }

    private static String at(List<String> names) {
        List<String> named = names.stream().filter(name -> !name.isEmpty()).toList();
        return named.isEmpty() ? "" : " (" + FirstFew.of(named, NAMED) + ")";
    }

    /** What shows only when a state is used again, or a learning rate moves. */
    private List<Hidden> updating(Training t) {
        String states = t.optimizers().values().stream()
                .flatMap(o -> o.state().stream())
                .filter(state -> !state.scalar())
                .map(State::name)
                .distinct()
                .collect(Collectors.joining(", "));
        if (states.isEmpty()) {
            return List.of();
        }
        if (updates < 2) {
            return List.of(Hidden.blind(
                    "whatever goes wrong when the optimizer's state is used again (" + states
                            + "), since there are not two updates",
                    "take \"steps\": " + 3 * t.accumulate()));
        }
        return states.contains("momentum_buffer") && rates.size() == 1
                ? List.of(Hidden.blind(
                        "a learning rate inside the velocity, since it never changes",
                        "add \"scheduler\": {\"type\": \"StepLR\", \"step_size\": 1, \"gamma\": 0.5}"))
                : List.of();
    }
}
