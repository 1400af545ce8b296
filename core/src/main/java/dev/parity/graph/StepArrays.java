package dev.parity.graph;

import dev.parity.spec.Node;
import dev.parity.spec.Weight;
import dev.parity.spec.Wire;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Slot;
import dev.parity.trace.Trace;
import java.util.List;
import java.util.Optional;

/** The arrays of one step by their place in the network, as far as they were recorded. */
public record StepArrays(Graph graph, Batch batch, Trace recorded) {
    /** What is on a wire. */
    public Optional<Tensor> of(Wire wire) {
        return wire.isData() ? Optional.ofNullable(batch.columns().get(wire.output())) : at(Graph.on(wire));
    }

    public Optional<Tensor> gradient(Weight weight) {
        return at(Graph.gradient(weight));
    }

    /** dL/d(the output y of a node): as recorded, or the dx of the one that reads it, where it is one alone. */
    public Optional<Tensor> dy(Node node) {
        Wire y = new Wire(node.name(), "y");
        List<Slot> readers = graph.readers(y);
        return at(Graph.gradient(y)).or(() -> readers.size() == 1 ? at(readers.get(0)) : Optional.empty());
    }

    /** dL/d(the only input of a node). */
    public Optional<Tensor> dx(Node node) {
        return at(new Slot(Phase.BACKWARD, node.name(), Slot.dx(1, 0)));
    }

    private Optional<Tensor> at(Slot slot) {
        return recorded.get(slot.at(batch.step()));
    }

    public static boolean all(Tensor array, double value) {
        for (int i = 0; i < array.size(); i++) {
            if (array.get(i) != value) {
                return false;
            }
        }
        return true;
    }

    /** The largest |a|; NaN where there is one. */
    public static double largest(Tensor array) {
        double most = 0;
        for (int i = 0; i < array.size(); i++) {
            most = Math.max(most, Math.abs(array.get(i)));
        }
        return most;
    }
}
