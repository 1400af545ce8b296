package dev.parity.spec;

import dev.parity.nn.layer.Layer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One use of a layer in the network.
 *
 * @param name what sites call it: {@code fc1}, and {@code fc1#2} for a second use
 * @param inputs where its inputs come from
 * @param outputs with the shapes that a full batch has
 * @param weights the layer's parameter names, each with the weight that it stands for
 * @param mask the tensor that gives its masks, one a step, where the spec gives them
 * @param tensors further operands that are constant, such as an attention mask, each with the tensor of the spec that it is
 * @param columns further operands that come with the data, such as a padding mask; they have no gradient
 */
public record Node(
        String name,
        Layer layer,
        List<Wire> inputs,
        List<Layer.Output> outputs,
        Map<String, String> weights,
        Optional<String> mask,
        Map<String, String> tensors,
        Map<String, Wire> columns) {
    /** Whether a mask is lent to it in each step. */
    public boolean masked() {
        return layer.keeps().isPresent();
    }
}
