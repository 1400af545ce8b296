package dev.parity.audit.script;

import dev.parity.audit.plan.NodeOperands;
import dev.parity.nn.layer.Layer;
import dev.parity.tensor.DType;
import java.util.List;

/** The methods of one node that compute it: what is expected, and the layer's other formulas. What rounding does is a {@link RoundingScript}'s. */
final class NodeScript {
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
        methods.def("y" + number, "a: List[Tensor]", """
                b = [t.clone() for t in a[%1$d:]]
                out = self.n%2$d(%3$s)
                return out + b[%4$d:%5$d]
                """.formatted(
                        inputs, number, arguments, operands.trained(), operands.trained() + operands.buffers()));
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
        methods.def(name, "a: List[Tensor]", """
                xs = [%1$s for t in a[:%2$d]]
                ps = [t.detach().requires_grad_(True) for t in a[%2$d:%3$d]]
                os = [t.clone() for t in a[%3$d:%7$d]]
                ys = %4$s(%5$s)
                dys = a[%7$d:]
                leaves = %6$s
                out = [t.detach() for t in ys]
                out.extend(os[:%8$d])
                roots: List[Tensor] = []
                seeds: List[Optional[Tensor]] = []
                for i in range(len(ys)):
                  if ys[i].requires_grad:
                    roots.append(ys[i])
                    seeds.append(dys[i].expand(ys[i].size()))
                if len(leaves) > 0 and len(roots) > 0:
                  g = torch.autograd.grad(roots, leaves, seeds, None, False, True)
                  for i in range(len(leaves)):
                    e = g[i]
                    if e is None:
                      out.append(torch.zeros_like(leaves[i]))
                    else:
                      out.append(e.detach())
                return out
                """.formatted(
                        tokens ? "t" : "t.detach().requires_grad_(True)",
                        inputs,
                        inputs + trained,
                        operation,
                        arguments,
                        tokens ? "ps" : "xs + ps",
                        inputs + all,
                        operands.buffers()));
    }
}
