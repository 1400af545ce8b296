package dev.parity.graph;

import dev.parity.spec.Experiment;
import dev.parity.spec.Node;
import dev.parity.spec.Objective;
import dev.parity.spec.Weight;
import dev.parity.spec.Wire;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The arrays of one step by their place in the network, as far as they were recorded. */
public record Values(Experiment experiment, Batch batch, Trace recorded) {
    /** What is on a wire. */
    public Optional<Tensor> of(Wire wire) {
        return wire.isData()
                ? Optional.ofNullable(batch.columns().get(wire.output()))
                : at(Phase.FORWARD, wire.node(), wire.output());
    }

    public Optional<Tensor> gradient(Weight weight) {
        return at(Phase.GRADIENT, weight.layer(), weight.local());
    }

    /** dL/d(the output y of a node): as recorded, or the dx of the one that reads it, where it is one alone. */
    public Optional<Tensor> dy(Node node) {
        Wire y = new Wire(node.name(), "y");
        List<Site> readers = new ArrayList<>();
        experiment.nodes().forEach(reader -> readers(reader.name(), reader.inputs(), y, readers));
        for (Objective.Term term : experiment.objective().terms()) {
            readers(term.name(), term.predictions(), y, readers);
        }
        return at(Phase.BACKWARD, node.name(), "dy")
                .or(() -> readers.size() == 1 ? recorded.get(readers.get(0)) : Optional.empty());
    }

    /** dL/d(the only input of a node). */
    public Optional<Tensor> dx(Node node) {
        return at(Phase.BACKWARD, node.name(), "dx");
    }

    private void readers(String reader, List<Wire> inputs, Wire wire, List<Site> into) {
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i).equals(wire)) {
                into.add(new Site(batch.step(), Phase.BACKWARD, reader, inputs.size() == 1 ? "dx" : "dx" + i));
            }
        }
    }

    private Optional<Tensor> at(Phase phase, String layer, String array) {
        return recorded.get(new Site(batch.step(), phase, layer, array));
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
