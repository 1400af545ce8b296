package dev.parity.audit.plan;

import dev.parity.nn.layer.Layer;
import dev.parity.spec.Experiment;
import dev.parity.spec.Node;
import dev.parity.trace.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a node reads beside its inputs, in the order in which the audit hands it over: parameters with a gradient, buffers, the
 * mask, constants and columns.
 *
 * @param names as the layer's expression calls them
 * @param trained how many of them have a gradient; a frozen one's is computed with the others, and nobody asks for it
 * @param weights the weights that the first ones are, then the buffers
 */
public record NodeOperands(Node node, List<String> names, int trained, List<String> weights) {
    public static NodeOperands of(Experiment experiment, Node node) {
        List<String> names = new ArrayList<>();
        List<String> weights = new ArrayList<>();
        int trained = 0;
        for (boolean wanted : new boolean[] {true, false}) {
            for (Map.Entry<String, String> w : node.weights().entrySet()) {
                if (experiment.weight(w.getValue()).buffer() != wanted) {
                    names.add(w.getKey().replace('.', '_'));
                    weights.add(w.getValue());
                    trained += wanted ? 1 : 0;
                }
            }
        }
        if (node.masked()) {
            names.add("mask");
        }
        names.addAll(node.tensors().keySet());
        names.addAll(node.columns().keySet());
        return new NodeOperands(node, names, trained, weights);
    }

    public int buffers() {
        return weights.size() - trained;
    }

    public List<String> outputs() {
        return node.outputs().stream().map(Layer.Output::name).toList();
    }

    /** Where among these arrays the gradients of weights begin. */
    public int firstGradient() {
        return made().size() - trained;
    }

    /** The arrays that the node makes, in their order, as rules call them. */
    public List<String> made() {
        List<String> all = new ArrayList<>(outputs());
        all.addAll(names.subList(trained, trained + buffers()));
        int inputs = node.layer().readsTokens() ? 0 : node.inputs().size();
        for (int i = 0; i < inputs; i++) {
            all.add(Slot.dx(inputs, i));
        }
        names.stream().limit(trained).forEach(w -> all.add("d" + w));
        return all;
    }
}
