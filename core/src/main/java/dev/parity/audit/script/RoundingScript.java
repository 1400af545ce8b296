package dev.parity.audit.script;

import dev.parity.audit.plan.NodeOperands;
import dev.parity.nn.Rounding;
import java.util.List;

/**
 * The methods of one node that say what rounding does to it: the deviations, of all arrays and of one, what they are as a rule, and the
 * bounds; and what float32 is off, where deviations are drawn.
 */
public final class RoundingScript {
    private final Methods methods;
    private final int number;
    private final NodeOperands operands;
    private final int inputs;

    public RoundingScript(Methods methods, int number, NodeOperands operands) {
        this.methods = methods;
        this.number = number;
        this.operands = operands;
        this.inputs = operands.node().inputs().size();
    }

    void write() {
        Rounding rounding = operands.node().layer().rounding();
        if (rounding instanceof Rounding.Noisy noisy) {
            scatter(noisy.torch());
            single();
        } else if (rounding instanceof Rounding.Ruled ruled) {
            methods.rule("s" + number, named() + unmoved() + ruled.deviations(), made("s_"));
        } else {
            if (rounding instanceof Rounding.Products products) {
                squares(products);
            }
            methods.def("s" + number, Methods.GIVEN, named() + deviations(rounding));
        }
        usual(rounding);
    }

    /** What rounding does at the worst. */
    void bounds() {
        methods.def(
                "b" + number,
                Methods.GIVEN,
                named() + bounds(operands.node().layer().rounding()));
    }

    /** Deviations that are drawn: all at once, as one more dimension in front of the inputs and the weights. */
    public void scatter(String torch) {
        methods.operation("z" + number, operands.names(), true, torch, operands.outputs());
        StringBuilder arguments = new StringBuilder("leaves[:%d]".formatted(inputs));
        int trained = operands.trained();
        for (int i = 0; i < operands.names().size(); i++) {
            arguments.append(i < trained ? ", leaves[%d]".formatted(inputs + i) : ", a[%d]".formatted(inputs + i));
        }
        methods.def("s" + number, Methods.GIVEN, """
                v = self.drawn(u)
                leaves = [self.copies(t) for t in a[:%1$d]]
                ys = self.z%2$d(%3$s, v)
                dys = a[%4$d:]
                total = torch.sum(ys[0] * dys[0])
                for i in range(1, len(ys)):
                  total = total + torch.sum(ys[i] * dys[i])
                drawn = [t.detach() for t in ys]
                g = torch.autograd.grad([total], leaves, None, None, False, True)
                for i in range(len(leaves)):
                  t = g[i]
                  if t is None:
                    drawn.append(torch.zeros_like(leaves[i]))
                  else:
                    drawn.append(t.detach())
                return self.pooled([torch.mean(torch.square(drawn[i] - e[i]), [0], False) for i in range(len(e))], u)
                """.formatted(
                inputs + trained, number, arguments, inputs + operands.names().size()));
    }

    /** What a run in float32 is off, at the operands or at a point nearby. */
    private void single() {
        methods.def("h" + number, "a: List[Tensor], e: List[Tensor], elsewhere: bool", """
                if elsewhere:
                  a = self.shaken(a)
                  e = self.e%1$d(a)
                n = self.e%1$d(self.narrow(a))
                return [n[i].double() - e[i] for i in range(len(e))]
                """.formatted(number));
    }

    // What a rule may read.

    private List<String> buffers() {
        return operands.names().subList(operands.trained(), operands.trained() + operands.buffers());
    }

    /** Gives operands and expected arrays their names; a buffer keeps that of what it was. */
    private String named() {
        StringBuilder text = new StringBuilder();
        text.append("c2 = u * u * 0.25\ntiny = self.least(u)\n");
        text.append("xs = a[:%d]\nx = xs[0]\n".formatted(inputs));
        for (int i = 0; i < operands.names().size(); i++) {
            text.append("%s = a[%d]\n".formatted(operands.names().get(i), inputs + i));
        }
        for (int k = 0; k < operands.outputs().size(); k++) {
            text.append("d%s = a[%d]\n"
                    .formatted(
                            operands.outputs().get(k), inputs + operands.names().size() + k));
        }
        List<String> made = operands.made();
        for (int i = 0; i < made.size(); i++) {
            if (!buffers().contains(made.get(i))) {
                text.append("%s = e[%d]\n".formatted(made.get(i), i));
            }
        }
        return text.toString();
    }

    /** What rules call something of each array, such as its deviation. */
    private List<String> made(String prefix) {
        return operands.made().stream().map(n -> prefix + n).toList();
    }

    private String all(String prefix) {
        return "[" + String.join(", ", made(prefix)) + "]";
    }

    // Deviations and bounds.

    private String deviations(Rounding rounding) {
        if (rounding instanceof Rounding.Products p) {
            return products();
        } else if (rounding instanceof Rounding.Choice) {
            // In float64, since in float32 other elements may tie.
            return """
                    dys = a[len(a) - %1$d:]
                    square = self.e%2$d(a[:len(a) - %1$d] + [t * t for t in dys])
                    count = self.e%2$d(a[:len(a) - %1$d] + [torch.ones_like(t) for t in dys])
                    s2 = square[1] + count[1] * 0.5 * (square[1] + dx * dx)
                    return [torch.zeros_like(y), torch.sqrt(c2 * s2)]
                    """.formatted(operands.outputs().size(), number);
        } else if (rounding instanceof Rounding.Elementwise e) {
            return "return [u * (%s) * torch.ones_like(x), u * torch.abs(dy) * (%s)]\n".formatted(e.size(), e.slope());
        }
        return "return [torch.zeros_like(t) for t in e]";
    }

    /** Buffers have no deviation where a rule gives them none. */
    private String unmoved() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < buffers().size(); i++) {
            text.append("s_%s = torch.zeros_like(e[%d])\n"
                    .formatted(buffers().get(i), operands.outputs().size() + i));
        }
        return text.toString();
    }

    /** The products' squares alone, from which the deviations of some elements, or of all, follow. */
    private void squares(Rounding.Products p) {
        int outputs = operands.outputs().size();
        methods.def(
                "q" + number,
                Methods.GIVEN,
                named() + """
                big = 0.
                for t in a[len(a) - %1$d:]:
                  if t.numel() > 0:
                    big = max(big, float(torch.max(torch.abs(t))))
                unit = 1.
                if big > 0. and big < inf:
                  unit = 2. ** float(torch.floor(torch.log2(torch.full([], big, dtype=7))))
                head = [self.square(t) for t in a[:len(a) - %1$d]]
                square = self.e%2$d(head + [self.square(t / unit) for t in a[len(a) - %1$d:]])
                """.formatted(outputs, number) + count(p)
                        + "k = abs(float(%s))\n".formatted(p.coefficient())
                        + "return square + n + [torch.full([], unit, dtype=7), torch.full([], k, dtype=7)]");
        methods.def(
                "p" + number,
                "i: int, at: Tensor, q: List[Tensor], a: List[Tensor], e: List[Tensor], u: float",
                """
                m = len(e)
                unit = float(q[2 * m]) if i >= %1$d else 1.
                k = float(q[2 * m + 1])
                t = torch.abs(self.some(q[i], at)) * k
                n = self.some(q[m + i], at)
                made = self.some(e[i], at)
                bad = ~((t > 1e-30) & (t < 1e36))
                s2 = t.double()
                C = torch.square(made / unit)
                out = u * 0.5 * unit * torch.sqrt(s2 + n * 0.5 * (s2 + C) + C)
                if bool(torch.any(bad)):
                  size = self.e%2$d([self.size(t) for t in a])
                  out = torch.where(bad, u * 0.5 * torch.abs(self.some(size[i], at)) * torch.sqrt(n + 2.), out)
                return [out]
                """.formatted(outputs + operands.buffers(), number));
    }

    /**
     * The squares and counts need few digits, so they are summed in float32; what is linear in dy is scaled by a power of two
     * first, and elements whose squares leave float32's range take the sum of the terms' sizes instead, which is at least as large.
     */
    private String products() {
        return """
                q = self.q%1$d(a, e, u)
                out: List[Tensor] = []
                for i in range(len(e)):
                  all = torch.arange(e[i].numel())
                  out.append(self.p%1$d(i, all, q, a, e, u)[0].reshape(e[i].size()))
                return out
                """.formatted(number);
    }

    /** The list {@code n} of how many terms make each array's elements. */
    private String count(Rounding.Products p) {
        if (p.counts().isBlank()) {
            return "k = abs(float(%s))\nn = [torch.abs(t).double() / k for t in self.e%d([self.one(t) for t in a])]\n"
                    .formatted(p.coefficient(), number);
        }
        StringBuilder list = new StringBuilder();
        operands.made().forEach(m -> list.append(list.isEmpty() ? "" : ", ")
                .append("torch.full([], float(n_%s), dtype=7)".formatted(m)));
        return p.counts().strip() + "\nn = [" + list + "]\n";
    }

    private String bounds(Rounding rounding) {
        if (rounding instanceof Rounding.Products p) {
            return count(p) + """
                    size = self.e%1$d([self.size(t) for t in a])
                    out: List[Tensor] = []
                    for i in range(len(e)):
                      out.append((n[i] + 3.) * u * torch.abs(size[i]))
                    return out
                    """.formatted(number);
        } else if (rounding instanceof Rounding.Elementwise e) {
            return "return [4. * u * (%s) * torch.ones_like(x), 4. * u * torch.abs(dy) * (%s)]\n"
                    .formatted(e.size(), e.slope());
        }
        StringBuilder text = new StringBuilder();
        List<String> made = operands.made();
        for (int i = 0; i < made.size(); i++) {
            text.append("b_%s = torch.full_like(e[%d], inf, dtype=7)\n".formatted(made.get(i), i));
        }
        String bounds = rounding instanceof Rounding.Ruled r ? r.bounds().strip() + "\n" : "";
        return text + bounds + "return " + all("b_");
    }

    /**
     * What rounding does to the node's arrays as a rule, over u/2 times their size: √(n/2 + 1) to a sum of n products, and 2 to what is a
     * product with dL/dy. Where it is drawn, less than it surely does: what went through a factor of k has √(k/2 + 1) u in its gradient; of
     * an input that is query, key and value at once, or is read in two directions, the parts have it, and three quarters of it stand for that
     * over √3.
     */
    private void usual(Rounding rounding) {
        StringBuilder text =
                new StringBuilder("def usual%d(self, %s) -> List[float]:\n".formatted(number, Methods.GIVEN));
        if (rounding instanceof Rounding.Products p && !p.counts().isBlank()) {
            text.append((named() + p.counts()).indent(2));
            operands.made().forEach(m -> text.append("  l_%1$s = (0.5 * float(n_%1$s) + 1.) ** 0.5\n".formatted(m)));
            text.append("  return %s\n".formatted(all("l_")));
        } else if (rounding instanceof Rounding.Ruled ruled && !ruled.usual().isBlank()) {
            operands.made().forEach(m -> text.append("  l_%s = 0.\n".formatted(m)));
            text.append((named() + ruled.usual()).indent(2)).append("  return %s\n".formatted(all("l_")));
        } else if (rounding instanceof Rounding.Noisy noisy) {
            int outputs = operands.outputs().size();
            text.append("""
                      out: List[float] = []
                      for i in range(len(e)):
                        if i < %1$d:
                          out.append(%2$s)
                        elif e[i].dim() > 1 and (i == %1$d or i >= %3$d):
                          out.append((0.5 * float(e[i].size(-1)) + 1.) ** 0.5 * (0.75 if i == %1$d else 1.))
                        else:
                          out.append(1.)
                      return out
                    """.formatted(outputs, noisy.least(), outputs + inputs));
        } else if (rounding instanceof Rounding.Elementwise) {
            text.append("  return [0., 2.]\n");
        } else {
            text.append("  return [%s for t in e]\n".formatted(rounding instanceof Rounding.Products ? "1." : "0."));
        }
        methods.text(text.toString());
    }
}
