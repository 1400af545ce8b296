package dev.parity.engine;

import dev.parity.fault.Operands;
import dev.parity.graph.Batch;
import dev.parity.graph.Graph;
import dev.parity.nn.Array;
import dev.parity.nn.optim.State;
import dev.parity.nn.schedule.Group;
import dev.parity.nn.schedule.Groups;
import dev.parity.spec.Experiment;
import dev.parity.spec.Training;
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
import java.util.Optional;
import java.util.OptionalDouble;

/** The faults planted in a handwritten run. Each sees the arrays made so far and those of the step before, and replaces the right one. */
public final class Planted implements Spoiler {
    private final Experiment experiment;
    private final Graph graph;
    private final List<Planting> plantings;
    /** What the step before left, or the run began with; and what this one has made. */
    private Map<Slot, Tensor> before = new HashMap<>();

    private Map<Slot, Tensor> now = new HashMap<>();
    /** With what each weight is updated in this step. */
    private final Map<String, Map<String, Double>> scheduled = new HashMap<>();
    /** The learning rate of each weight as the next update will have it, and as the one before had it. */
    private final Groups groups;

    private final Map<String, Double> earlierRates = new HashMap<>();

    private Map<String, Tensor> given = Map.of();
    private Batch batch;

    /** @param faults as FAULT, FAULT@LAYER, FAULT:STEP or FAULT@LAYER:STEP */
    public Planted(Experiment experiment, List<String> faults) {
        this.experiment = experiment;
        this.graph = new Graph(experiment);
        this.groups = experiment.training().map(Training::groups).orElse(Groups.NONE);
        this.plantings = faults.stream().map(text -> Planting.of(text, graph)).toList();
    }

    /** Refuses faults that do not exist or fit nowhere in the network. */
    public static void check(Experiment experiment, List<String> faults) {
        new Planted(experiment, faults);
    }

    @Override
    public void begin(Start start) {
        if (plantings.isEmpty()) {
            return;
        }
        given = start.operands();
        for (Weight weight : experiment.weights()) {
            Tensor value = start.weights().get(weight.name());
            now.put(Graph.left(weight), value);
            for (State state : experiment
                    .training()
                    .map(t -> t.optimizers().get(weight.name()))
                    .map(o -> o.state())
                    .orElse(List.of())) {
                Shape shape = state.scalar() ? Shape.scalar() : weight.shape();
                now.put(
                        Graph.state(weight, state.name()),
                        Tensor.fill(experiment.dtype(), shape, i -> state.initial()));
            }
        }
    }

    @Override
    public void step(Batch batch, Trace trace, Map<String, Array> weights) {
        if (plantings.isEmpty()) {
            return;
        }
        this.batch = batch;
        if (experiment
                .training()
                .filter(t -> batch.step() > 1 && t.updates(batch.step() - 1))
                .isPresent()) {
            groups.byWeight().forEach((name, group) -> earlierRates.put(name, group.lr()));
            groups.step();
        }
        Map<Slot, Tensor> made = now;
        before.forEach((slot, array) -> {
            if (slot.phase().compareTo(Phase.GRADIENT) >= 0) {
                made.putIfAbsent(slot, array); // what is not updated at every step is still what it was
            }
        });
        before = made;
        now = new HashMap<>();
    }

    @Override
    public void update(String weight, double lr, double momentum, int t) {
        scheduled.put(weight, Map.of("lr", lr, "momentum", momentum, "t", (double) t));
    }

    /** The array as it goes on: the right one, unless a fault sits here. */
    @Override
    public Tensor spoil(Site site, Tensor right) {
        if (plantings.isEmpty()) {
            return right;
        }
        Slot slot = site.slot();
        Tensor made = right;
        for (Planting planting : plantings) {
            if (planting.at(site)) {
                Operation operation = graph.operation(slot).orElseThrow();
                made = planting.fault().wrong(new Operands(operation, new Here(this, slot), made));
            }
        }
        now.put(slot, made);
        return made;
    }

    /** Hands over an array that somebody else made or spoilt. */
    public void see(Site site, Tensor made) {
        now.put(site.slot(), made);
    }

    /** Where the operands of an array are found. */
    private record Here(Planted planted, Slot slot) implements Operation.Step {
        @Override
        public Tensor now(Slot operand) {
            Tensor made = planted.now.get(operand);
            return made != null ? made : planted.sum(operand, this);
        }

        @Override
        public Optional<Tensor> earlier(Slot operand) {
            return Optional.ofNullable(planted.before.get(operand));
        }

        @Override
        public Tensor given(String tensor) {
            return planted.given.get(tensor);
        }

        @Override
        public double scheduled(String name) {
            return slot.phase() == Phase.BACKWARD
                    ? planted.rate(slot)
                    : planted.scheduled.get(weight()).get(name);
        }

        @Override
        public OptionalDouble earlierRate() {
            Double rate = planted.earlierRates.get(weight());
            return rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate);
        }

        private String weight() {
            return planted.graph.weight(slot).orElseThrow().name();
        }
    }

    /** With what a layer's weights are about to be updated: not at all where none is. */
    private double rate(Slot slot) {
        return graph.rated(slot)
                .flatMap(w -> Optional.ofNullable(groups.byWeight().get(w.name())))
                .map(Group::lr)
                .orElse(0.0);
    }

    /** What comes back to a layer's output, which is nothing where nobody reads it. */
    private Tensor sum(Slot slot, Operation.Step step) {
        List<Tensor> branches = graph.operation(slot).orElseThrow().inputs().stream()
                .map(operand -> operand.in(step))
                .toList();
        return Tensor.fill(
                experiment.dtype(),
                graph.sites().shapes(batch.step()).get(slot),
                i -> branches.stream().mapToDouble(b -> b.get(i)).sum());
    }
}
