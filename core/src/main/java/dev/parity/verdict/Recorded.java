package dev.parity.verdict;

import dev.parity.engine.Start;
import dev.parity.graph.Batch;
import dev.parity.graph.Graph;
import dev.parity.nn.optim.State;
import dev.parity.spec.Experiment;
import dev.parity.spec.Weight;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Operation;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Slot;
import dev.parity.trace.Trace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an operation reads, as a side has it: what was recorded, and where it was not, what the other side has there. Until the first
 * mistake the sides are alike to rounding, so that is what the side must have had.
 */
final class Recorded {
    private final Experiment experiment;
    private final Graph graph;
    private final Map<String, Tensor> given;
    private final Rates rates;
    /** As the step before left it, or the run began with it. */
    private Map<Slot, Tensor> before = new HashMap<>();

    private Map<Slot, Tensor> now = new HashMap<>();
    private Map<String, Map<String, Double>> scheduled = Map.of();
    /** Of the update before. */
    private Map<String, Map<String, Double>> earlier = Map.of();

    private Set<Slot> own = Set.of();
    private int step;

    Recorded(Graph graph, Start start) {
        this.experiment = graph.experiment();
        this.graph = graph;
        this.given = start.operands();
        this.rates = new Rates(experiment);
        for (Weight weight : experiment.weights()) {
            now.put(Graph.left(weight), start.weights().get(weight.name()));
            states(weight)
                    .forEach(s -> now.put(
                            Graph.state(weight, s.name()),
                            Tensor.fill(
                                    experiment.dtype(),
                                    s.scalar() ? Shape.scalar() : weight.shape(),
                                    i -> s.initial())));
        }
    }

    private Stream<State> states(Weight weight) {
        return experiment
                .training()
                .map(t -> t.optimizers().get(weight.name()))
                .map(o -> o.state().stream())
                .orElse(Stream.empty());
    }

    /** Moves on to a step, with what the two sides have of it. */
    void step(Batch batch, Trace own, Trace other) {
        Map<Slot, Tensor> all = new HashMap<>();
        batch.columns().forEach((key, column) -> all.put(Slot.data(key), column));
        batch.masks().forEach((node, mask) -> all.put(new Slot(Phase.DATA, node, "mask"), mask));
        other.forEach((site, array) -> all.put(site.slot(), array));
        own.forEach((site, array) -> all.put(site.slot(), array));
        this.own = own.sites().stream().map(Site::slot).collect(Collectors.toSet());
        Map<Slot, Tensor> left = now;
        before.forEach(left::putIfAbsent); // what is not updated at every step is still what it was
        before = left;
        now = all;
        Map<String, Map<String, Double>> next = rates.step(batch.step());
        if (next != scheduled) {
            earlier = scheduled;
            scheduled = next;
        }
        step = batch.step();
    }

    /** Whether this side recorded an array in this step. */
    boolean has(Slot slot) {
        return own.contains(slot);
    }

    /** Where the operands of an array are found in this step; it does not change when the run moves on. */
    Operation.Step here(Slot slot) {
        return new Here(graph, step, before, now, given, scheduled, earlier, slot);
    }

    private record Here(
            Graph graph,
            int step,
            Map<Slot, Tensor> before,
            Map<Slot, Tensor> arrays,
            Map<String, Tensor> given,
            Map<String, Map<String, Double>> numbers,
            Map<String, Map<String, Double>> earlierNumbers,
            Slot slot)
            implements Operation.Step {
        @Override
        public Tensor now(Slot operand) {
            Tensor array = arrays.get(operand);
            return array != null ? array : sum(operand);
        }

        /** What comes back to a layer's output is seldom recorded as such. */
        private Tensor sum(Slot operand) {
            Operation fork = graph.operation(operand)
                    .filter(o -> o.kind().equals(Operation.SUM))
                    .orElseThrow(() -> new NoSuchElementException(operand + " was not recorded"));
            List<Tensor> branches =
                    fork.inputs().stream().map(branch -> branch.in(this)).toList();
            Shape shape = branches.stream()
                    .map(Tensor::shape)
                    .findFirst()
                    .or(() -> Optional.ofNullable(graph.sites().shapes(step).get(operand)))
                    .orElseThrow(() -> new NoSuchElementException("nothing comes back to " + operand));
            return branches.size() == 1
                    ? branches.get(0)
                    : Tensor.fill(graph.experiment().dtype(), shape, i -> branches.stream()
                            .mapToDouble(b -> b.get(i))
                            .sum());
        }

        @Override
        public Optional<Tensor> earlier(Slot operand) {
            return Optional.ofNullable(before.get(operand));
        }

        @Override
        public Tensor given(String tensor) {
            return given.get(tensor);
        }

        @Override
        public double scheduled(String name) {
            return Optional.ofNullable(
                            numbers.get(graph.rated(slot).orElseThrow().name()))
                    .orElseThrow(() -> new NoSuchElementException("nothing updates " + slot))
                    .get(name);
        }

        @Override
        public OptionalDouble earlierRate() {
            return graph.rated(slot).map(w -> earlierNumbers.get(w.name())).stream()
                    .mapToDouble(n -> n.get("lr"))
                    .findFirst();
        }
    }
}
