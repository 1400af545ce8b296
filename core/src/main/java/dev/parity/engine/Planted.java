package dev.parity.engine;

import dev.parity.fault.Fault;
import dev.parity.fault.Faults;
import dev.parity.fault.Operands;
import dev.parity.graph.Batch;
import dev.parity.graph.Graph;
import dev.parity.nn.Array;
import dev.parity.spec.Experiment;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Operation;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Slot;
import dev.parity.trace.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The faults planted in a handwritten run. Each sees the arrays recorded so far, and replaces the right one. */
public final class Planted implements Spoiler {
    /** One fault, and the arrays that it spoils. */
    private record Planting(Fault fault, Set<Slot> at) {}

    private final Experiment experiment;
    private final Graph graph;
    private final List<Planting> plantings = new ArrayList<>();
    private final Map<Slot, Tensor> previous = new HashMap<>();
    private Batch batch;
    private Trace trace;
    private Map<String, Array> weights;

    /** @param faults as FAULT or FAULT@LAYER */
    public Planted(Experiment experiment, List<String> faults) {
        this.experiment = experiment;
        this.graph = new Graph(experiment);
        for (String text : faults) {
            int at = text.indexOf('@');
            Fault fault = Faults.byId(at < 0 ? text : text.substring(0, at));
            String layer = at < 0 ? "" : text.substring(at + 1);
            List<Slot> fitting = graph.operations().stream()
                    .filter(fault::fits)
                    .map(Operation::makes)
                    .toList();
            Set<Slot> here = fitting.stream()
                    .filter(slot -> layer.isEmpty() || slot.layer().equals(layer))
                    .collect(Collectors.toSet());
            if (here.isEmpty()) {
                throw new BadInput("the fault \"" + fault.id() + "\" fits nowhere in "
                        + (layer.isEmpty() ? "this network" : "\"" + layer + "\"")
                        + (fitting.isEmpty()
                                ? ": " + fault.about()
                                : "; it fits in "
                                        + fitting.stream()
                                                .map(Slot::layer)
                                                .distinct()
                                                .collect(Collectors.joining(", "))));
            }
            plantings.add(new Planting(fault, here));
        }
    }

    /** Refuses faults that do not exist or fit nowhere in the network. */
    public static void check(Experiment experiment, List<String> faults) {
        new Planted(experiment, faults);
    }

    @Override
    public void step(Batch batch, Trace trace, Map<String, Array> weights) {
        this.batch = batch;
        this.trace = trace;
        this.weights = weights;
    }

    /** The array as recorded: the right one, unless a fault sits here. */
    @Override
    public Tensor spoil(Site site, Tensor right) {
        if (plantings.isEmpty()) {
            return right;
        }
        Slot slot = site.slot();
        Tensor now = right;
        for (Planting planting : plantings) {
            if (planting.at.contains(slot)) {
                now = planting.fault.wrong(new At(graph.operation(slot).orElseThrow(), now));
            }
        }
        if (site.phase().compareTo(Phase.GRADIENT) >= 0) {
            previous.put(slot, now);
        }
        return now;
    }

    private final class At implements Operands, Operation.Step {
        private final Operation operation;
        /** What reads: the first use, where there are several. */
        private final Operation use;

        private final Tensor right;

        At(Operation operation, Tensor right) {
            this.operation = operation;
            this.use =
                    operation.parts().isEmpty() ? operation : operation.parts().get(0);
            this.right = right;
        }

        @Override
        public Tensor now(Slot slot) {
            return slot.equals(Slot.data(slot.array()))
                    ? batch.columns().get(slot.array())
                    : trace.get(slot.at(batch.step())).orElseGet(() -> sum(slot));
        }

        /** What comes back to a layer's output, which is nothing where nobody reads it. */
        private Tensor sum(Slot slot) {
            List<Tensor> branches = graph.operation(slot).orElseThrow().inputs().stream()
                    .map(operand -> operand.in(this))
                    .toList();
            return Tensor.fill(
                    experiment.dtype(),
                    graph.sites().shapes(batch.step()).get(slot),
                    i -> branches.stream().mapToDouble(b -> b.get(i)).sum());
        }

        @Override
        public Tensor before(Slot slot) {
            return Optional.ofNullable(weights.get(slot.name()))
                    .map(Array::tensor)
                    .or(() -> Optional.ofNullable(previous.get(slot)))
                    .orElseThrow(() -> new IllegalStateException("nobody has lent what was before " + slot));
        }

        @Override
        public Tensor given(String tensor) {
            throw new IllegalStateException("nobody has lent the tensor " + tensor);
        }

        @Override
        public double scheduled(String name) {
            throw new IllegalStateException("nobody has lent this step's " + name);
        }

        @Override
        public Tensor x(int i) {
            return use.operand(Operation.x(i)).in(this);
        }

        @Override
        public Tensor y() {
            return use.operand("y").in(this);
        }

        @Override
        public Tensor dy() {
            return use.operand("dy").in(this);
        }

        @Override
        public Tensor param(String name) {
            return use.operand(name).in(this);
        }

        @Override
        public Tensor right() {
            return right;
        }

        @Override
        public Optional<Tensor> previous() {
            return Optional.ofNullable(previous.get(operation.makes()));
        }

        @Override
        public double number(String option) {
            return use.number(option);
        }

        @Override
        public String text(String option) {
            return use.text(option);
        }
    }
}
