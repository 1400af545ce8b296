package dev.parity.audit;

import dev.parity.nn.Rounding;
import dev.parity.nn.layer.Layer;
import dev.parity.nn.loss.Loss;
import dev.parity.nn.optim.Optimizer;
import dev.parity.nn.optim.State;
import dev.parity.spec.Experiment;
import dev.parity.spec.Objective;
import dev.parity.tensor.DType;
import java.util.ArrayList;
import java.util.List;

/**
 * The operations of an experiment as PyTorch methods in float64, each with the scatter that rounding gives it:
 * <pre>
 *   eN(operands, dL/d(each output))    node N's outputs, dL/d(each input), dL/d(each weight)
 *   lN(operands, target, scale)        loss N's value, dL/d(each prediction)
 *   uN(lr, t, gradient, weight, state) the weight and state after a step of optimizer N
 *   sN, mN, vN                         the standard deviations of the same arrays
 *   judge(c, e, s)                     a candidate's array c, expected e, deviation s: one row of figures
 * </pre>
 */
final class AuditScript {
    /** Draws of a scatter: enough for its own error to be a quarter. */
    private static final int DRAWS = 8;

    /**
     * r rounds a result, a rounds at the size m; both pass their own noise to the gradient. Up to 32 √2 deviations is
     * rounding, and no deviation is below half a unit in the last place of the result. A row is elements, failing elements, and of the
     * element furthest off how far, in deviations, and what would have been rounding.
     */
    private static final String COMMON = """
            def r(self, t: Tensor) -> Tensor:
              return t * (1. + %1$s * torch.randn_like(t)) + %1$s * torch.randn_like(t) * (t - t.detach())
            def a(self, t: Tensor, m: Tensor) -> Tensor:
              return self.r(t) + %1$s * torch.randn_like(t) * m.detach()
            def square(self, t: Tensor) -> Tensor:
              if t.is_floating_point():
                return t * t
              return t
            def one(self, t: Tensor) -> Tensor:
              if t.is_floating_point():
                return torch.ones_like(t)
              return t
            def pooled(self, sum: List[Tensor], e: List[Tensor], floor: float) -> List[Tensor]:
              out: List[Tensor] = []
              for i in range(len(sum)):
                t = sum[i]
                if t.numel() == 0 or not t.is_floating_point():
                  out.append(t)
                else:
                  v = t / %2$d.
                  s = %3$s * torch.sqrt(torch.maximum(v, torch.mean(v) * 0.01))
                  out.append(torch.clamp(s, min=floor * float(torch.max(torch.abs(e[i])))))
              return out
            """;

    private final StringBuilder code = new StringBuilder();
    private final DType precision;
    private final double u;

    private AuditScript(DType precision) {
        this.precision = precision;
        this.u = precision.roundoff();
        // Noise below 2^-30 would drown in the rounding of the draw itself, so it is drawn larger and scaled back.
        double drawn = Math.max(u, 0x1p-30);
        code.append(COMMON.formatted(drawn, DRAWS, u / drawn));
    }

    /** The methods of an experiment whose arrays have this precision. */
    static String of(Experiment experiment, DType precision) {
        AuditScript script = new AuditScript(precision);
        for (int i = 0; i < experiment.nodes().size(); i++) {
            script.node(i, NodeOperands.of(experiment, experiment.nodes().get(i)));
        }
        for (int k = 0; k < experiment.objective().terms().size(); k++) {
            script.term(k, experiment.objective().terms().get(k));
        }
        experiment.training().ifPresent(t -> {
            List<Optimizer> distinct =
                    t.optimizers().values().stream().distinct().toList();
            for (int i = 0; i < distinct.size(); i++) {
                script.update(i, distinct.get(i));
            }
        });
        return script.code.toString();
    }

    private void node(int number, NodeOperands operands) {
        Layer layer = operands.node().layer();
        operation("n" + number, operands.names(), layer.torch(precision), operands.outputs());
        differentiated("e" + number, "self.n" + number, operands);
        forward("y" + number, "self.n" + number, operands);
        Rounding rounding = layer.rounding();
        if (rounding instanceof Rounding.Noisy noisy) {
            operation("z" + number, operands.names(), noisy.torch(), operands.outputs());
        } else if (rounding instanceof Rounding.Composed) {
            operation("z" + number, operands.names(), rough(operands) + layer.torch(precision), operands.outputs());
        } else {
            def(
                    "s" + number,
                    "a: List[Tensor], e_: List[Tensor], u: float",
                    deviation(rounding, number).lines().toList());
            return;
        }
        differentiated("d" + number, "self.z" + number, operands);
        drawn("s" + number, "self.d" + number, "self.e" + number, rounding instanceof Rounding.Composed ? u : 0);
    }

    /** The operands of a composed layer, each rounded as a few operations on it would. */
    private static String rough(NodeOperands operands) {
        StringBuilder text = new StringBuilder();
        if (!operands.node().layer().readsTokens()) {
            text.append("xs = [self.r(self.r(t)) for t in xs]\nx = xs[0]\n");
        }
        operands.names().stream()
                .limit(operands.trained())
                .forEach(w -> text.append("%1$s = self.r(self.r(%1$s))\n".formatted(w)));
        return text.toString();
    }

    /** Deviations that follow from the operands. */
    private String deviation(Rounding rounding, int number) {
        if (rounding instanceof Rounding.Products p) {
            return """
                    e = self.e%1$d(a)
                    square = self.e%1$d([self.square(t) for t in a])
                    count = self.e%1$d([self.one(t) for t in a])
                    out: List[Tensor] = []
                    for i in range(len(e)):
                      s2 = torch.abs(square[i]) * %2$s
                      c2 = e[i] * e[i]
                      out.append(%3$s * torch.sqrt(s2 + torch.abs(count[i]) * %4$s * (s2 + c2) + c2))
                    return out
                    """.formatted(number, Math.abs(p.coefficient()), u / 2, 0.5 / Math.abs(p.coefficient()));
        } else if (rounding instanceof Rounding.Elementwise e) {
            return """
                    x = a[0]
                    y = self.e%1$d(a)[0]
                    return [%2$s * (%3$s) * torch.ones_like(x), %2$s * torch.abs(a[len(a) - 1]) * (%4$s)]
                    """.formatted(number, u, e.size(), e.slope());
        }
        return "return [torch.zeros_like(t) for t in self.e" + number + "(a)]";
    }

    private void term(int number, Objective.Term term) {
        Loss loss = term.loss();
        List<String> operands = new ArrayList<>(term.tensors().keySet());
        operands.add("target");
        StringBuilder absent = new StringBuilder();
        List.of("weight", "pos_weight").stream()
                .filter(o -> !operands.contains(o))
                .forEach(o -> absent.append(o).append(" = None\n"));
        operation("v" + number, operands, absent + loss.torch(), List.of("value"));
        operation("w" + number, operands, absent + loss.noisy(), List.of("value"));
        valued("l" + number, "self.v" + number, term.predictions().size(), operands.size());
        valued("o" + number, "self.w" + number, term.predictions().size(), operands.size());
        drawn("m" + number, "self.o" + number, "self.l" + number, 0);
    }

    /** {@code uN(lr, momentum, t, gradient, weight, states)}, and the same from roughened operands. */
    private void update(int number, Optimizer optimizer) {
        List<String> states = optimizer.state().stream().map(State::name).toList();
        StringBuilder parameters = new StringBuilder("lr: float, momentum: float, t: int, g: Tensor, w: Tensor");
        states.forEach(s -> parameters.append(", ").append(s).append(": Tensor"));
        List<String> lines = new ArrayList<>(optimizer.torch().lines().toList());
        lines.add("return [w" + (states.isEmpty() ? "" : ", " + String.join(", ", states)) + "]");
        def("f" + number, parameters.toString(), lines);
        StringBuilder exact = new StringBuilder();
        StringBuilder rough = new StringBuilder();
        for (int i = 0; i < states.size(); i++) {
            exact.append(", a[").append(5 + i).append("].clone()");
            rough.append(
                    optimizer.state().get(i).scalar()
                            ? ", a[%d].clone()".formatted(5 + i)
                            : ", self.r(self.r(a[%d]))".formatted(5 + i));
        }
        String call = "self.f" + number + "(float(a[0]), float(a[1]), int(a[2]), ";
        def("u" + number, "a: List[Tensor]", List.of("return " + call + "a[3], a[4]" + exact + ")"));
        def(
                "r" + number,
                "a: List[Tensor]",
                List.of("return [self.r(t) for t in " + call + "self.r(self.r(a[3])), self.r(a[4])" + rough + ")]"));
        drawn("v" + number + "_", "self.r" + number, "self.u" + number, 0);
    }

    private void operation(String name, List<String> parameters, String text, List<String> outputs) {
        StringBuilder all = new StringBuilder("xs: List[Tensor]");
        parameters.forEach(p -> all.append(", ").append(p).append(": Tensor"));
        List<String> lines = new ArrayList<>(List.of("x = xs[0]"));
        lines.addAll(text.strip().lines().toList());
        lines.add("return [" + String.join(", ", outputs) + "]");
        def(name, all.toString(), lines);
    }

    /** The operation's outputs and buffers alone. */
    private void forward(String name, String operation, NodeOperands operands) {
        int inputs = operands.node().inputs().size();
        StringBuilder arguments = new StringBuilder("a[:%d]".formatted(inputs));
        for (int i = 0; i < operands.names().size(); i++) {
            arguments.append(", b[").append(i).append(']');
        }
        def(name, "a: List[Tensor]", """
                b = [t.clone() for t in a[%1$d:]]
                out = %2$s(%3$s)
                return out + b[%4$d:%5$d]
                """.formatted(
                inputs, operation, arguments, operands.trained(), operands.trained() + operands.buffers()).lines().toList());
    }

    /** The operation and its gradients, from operands and dL/d(each output). */
    private void differentiated(String name, String operation, NodeOperands operands) {
        int inputs = operands.node().inputs().size();
        boolean tokens = operands.node().layer().readsTokens();
        int trained = operands.trained();
        int all = operands.names().size();
        StringBuilder arguments = new StringBuilder("xs");
        for (int i = 0; i < all; i++) {
            arguments.append(i < trained ? ", ps[" + i + "]" : ", os[" + (i - trained) + "]");
        }
        def(name, "a: List[Tensor]", """
                xs = [%1$s for t in a[:%2$d]]
                ps = [t.detach().clone().requires_grad_(True) for t in a[%2$d:%3$d]]
                os = [t.clone() for t in a[%3$d:%7$d]]
                ys = %4$s(%5$s)
                dys = a[%7$d:]
                leaves = %6$s
                total = torch.sum(ys[0] * dys[0])
                for i in range(1, len(ys)):
                  total = total + torch.sum(ys[i] * dys[i])
                out = [t.detach() for t in ys]
                out.extend(os[:%8$d])
                if len(leaves) > 0 and total.requires_grad:
                  g = torch.autograd.grad([total], leaves, None, None, False, True)
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
                operands.buffers()).lines().toList());
    }

    /** A loss's value, and its gradients times a scale. */
    private void valued(String name, String operation, int predictions, int operands) {
        StringBuilder arguments = new StringBuilder("xs");
        for (int i = 0; i < operands; i++) {
            arguments.append(", a[").append(predictions + i).append(']');
        }
        def(name, "a: List[Tensor]", """
                xs = [t.detach().requires_grad_(True) for t in a[:%1$d]]
                value = %2$s(%3$s)[0]
                g = torch.autograd.grad([value * float(a[%4$d])], xs)
                out = [value.detach()]
                for i in range(len(xs)):
                  out.append(unchecked_cast(Tensor, g[i]).detach())
                return out
                """.formatted(predictions, operation, arguments, predictions + operands)
                .lines()
                .toList());
    }

    /** @param floor deviations are at least this times the largest element of their array */
    private void drawn(String name, String noisy, String exact, double floor) {
        def(name, "a: List[Tensor], e: List[Tensor], u: float", """
                sum = [torch.zeros_like(t) for t in e]
                for k in range(%3$d):
                  n = %1$s(a)
                  for i in range(len(sum)):
                    d = n[i] - e[i]
                    sum[i] = sum[i] + d * d
                return self.pooled(sum, e, %4$s)
                """.formatted(noisy, exact, DRAWS, floor)
                .lines()
                .toList());
    }

    private void def(String name, String parameters, List<String> lines) {
        code.append("def ").append(name).append("(self, ").append(parameters).append(") -> List[Tensor]:\n");
        lines.forEach(line -> code.append("  ").append(line).append('\n'));
    }
}
