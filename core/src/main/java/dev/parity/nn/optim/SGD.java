package dev.parity.nn.optim;

import dev.parity.nn.Array;
import dev.parity.nn.Default;
import dev.parity.tensor.BadInput;
import java.util.List;

/**
 * Stochastic gradient descent with momentum, in torch.optim's reading of it.
 * <pre>
 *   g ← ±g + λ w                           minus for maximize; λ weight_decay
 *   b ← g at the first step, else μ b + (1 - τ) g         μ momentum, τ dampening
 *   g ← b, or g + μ b for nesterov         only with momentum
 *   w ← w - lr g
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.optim.SGD.html">torch.optim.SGD</a>
 */
public record SGD(
        @Default("0.001") double lr,
        @Default("0.0") double momentum,
        @Default("0.0") double dampening,
        @Default("0.0") double weight_decay,
        @Default("false") boolean nesterov,
        @Default("false") boolean maximize)
        implements Optimizer {
    public SGD {
        Options.notNegative("lr", lr);
        Options.notNegative("momentum", momentum);
        Options.notNegative("weight_decay", weight_decay);
        if (nesterov && (momentum <= 0 || dampening != 0)) {
            throw new BadInput("nesterov needs a momentum above 0 and a dampening of 0");
        }
    }

    @Override
    public List<String> state() {
        return momentum == 0 ? List.of() : List.of("momentum_buffer");
    }

    @Override
    public void step(Update at) {
        Array w = at.weight();
        Array b = at.state("momentum_buffer");
        for (int i = 0, n = w.size(); i < n; i++) {
            double g = (maximize ? -1 : 1) * at.gradient().get(i) + weight_decay * w.get(i);
            if (b != null) {
                b.set(i, at.t() == 1 ? g : momentum * b.get(i) + (1 - dampening) * g);
                g = nesterov ? g + momentum * b.get(i) : b.get(i);
            }
            w.set(i, w.get(i) - at.lr() * g);
        }
    }

    @Override
    public String torch() {
        StringBuilder code = new StringBuilder();
        if (maximize) {
            code.append("g = -g\n");
        }
        if (weight_decay != 0) {
            code.append("g = torch.add(g, w, alpha=%s)\n".formatted(weight_decay));
        }
        if (momentum != 0) {
            code.append(
                    """
                    if t == 1:
                      momentum_buffer = torch.clone(g)
                    else:
                      momentum_buffer = torch.add(torch.mul(momentum_buffer, %s), g, alpha=%s)
                    """
                            .formatted(momentum, 1 - dampening));
            code.append(nesterov ? "g = torch.add(g, momentum_buffer, alpha=%s)\n".formatted(momentum) : "g = momentum_buffer\n");
        }
        return code.append("w = torch.add(w, g, alpha=-lr)").toString();
    }
}
