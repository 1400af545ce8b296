package dev.parity.audit.script;

import dev.parity.audit.plan.NodeOperands;
import dev.parity.nn.layer.Layer;
import dev.parity.tensor.DType;
import java.util.List;
import java.util.Map;

/** The methods of one node that compute it: what is expected, and the layer's other formulas. What rounding does is a {@link RoundingScript}'s. */
final class NodeScript {
    private static final Template DIFFERENTIATED = Template.of("node");
    private static final Template FORWARD = Template.of("node_forward");

    private final Methods methods;
    private final int number;
    private final NodeOperands operands;
    private final Layer layer;
    private final int inputs;

    NodeScript(Methods methods, int number, NodeOperands operands) {
        this.methods = methods;
        this.number = number;
        this.operands = operands;
        this.layer = operands.node().layer();
        this.inputs = operands.node().inputs().size();
    }

    /** @param precision of the network's arrays, on which a default may depend */
    void write(DType precision) {
        methods.operation("n" + number, operands.names(), false, layer.torch(precision), operands.outputs());
        differentiated("e" + number, "self.n" + number);
        forward();
        List<String> others = layer.alternatives(precision);
        for (int k = 0; k < others.size(); k++) {
            methods.operation(
                    "n%d_%d".formatted(number, k), operands.names(), false, others.get(k), operands.outputs());
            differentiated("x%d_%d".formatted(number, k), "self.n%d_%d".formatted(number, k));
        }
    }

    /** The outputs and buffers alone, where dL/d(each output) is not known yet. */
    private void forward() {
        StringBuilder arguments = new StringBuilder("a[:%d]".formatted(inputs));
        for (int i = 0; i < operands.names().size(); i++) {
            arguments.append(", b[").append(i).append(']');
        }
        methods.add(FORWARD.fill(Map.of(
                "number", number,
                "inputs", inputs,
                "arguments", arguments,
                "trained", operands.trained(),
                "buffers", operands.trained() + operands.buffers())));
    }

    /** The operation and its gradients, from operands and dL/d(each output). */
    private void differentiated(String name, String operation) {
        boolean tokens = layer.readsTokens();
        int trained = operands.trained();
        int all = operands.names().size();
        StringBuilder arguments = new StringBuilder("xs");
        for (int i = 0; i < all; i++) {
            arguments.append(i < trained ? ", ps[" + i + "]" : ", os[" + (i - trained) + "]");
        }
        methods.add(DIFFERENTIATED.fill(Map.of(
                "name",
                name,
                "input",
                tokens ? "t" : "t.detach().requires_grad_(True)",
                "inputs",
                inputs,
                "trained",
                inputs + trained,
                "operation",
                operation,
                "arguments",
                arguments,
                "leaves",
                tokens ? "ps" : "xs + ps",
                "operands",
                inputs + all,
                "buffers",
                operands.buffers())));
    }
}
