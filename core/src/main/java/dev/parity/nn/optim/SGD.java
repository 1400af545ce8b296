package dev.parity.nn.optim;

import dev.parity.formula.Constant;
import dev.parity.formula.Formula;
import dev.parity.formula.Node;
import dev.parity.nn.Default;
import dev.parity.nn.Strip;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Shape;
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
    public Optimizer withMomentum(double momentum) {
        return new SGD(lr, momentum, dampening, weight_decay, nesterov, maximize);
    }

    @Override
    public List<State> state() {
        return momentum == 0 ? List.of() : List.of(State.each("momentum_buffer"));
    }

    @Override
    public void step(Update at) {
        at.each(p -> {
            Strip g = p.gradient(maximize, weight_decay);
            Strip b = p.state("momentum_buffer");
            if (b != null) {
                if (at.t() == 1) {
                    b.copy(g);
                } else {
                    b.scale(at.momentum()).add(1 - dampening, g);
                }
                g = nesterov ? g.add(at.momentum(), b) : b;
            }
            p.w.add(-at.lr(), g);
        });
    }

    @Override
    public String torch() {
        String buffer = """
                if t == 1:
                  momentum_buffer = torch.clone(g)
                else:
                  momentum_buffer = torch.add(torch.mul(momentum_buffer, momentum), g, alpha=%s)
                """.formatted(1 - dampening);
        String step = nesterov ? "g = torch.add(g, momentum_buffer, alpha=momentum)\n" : "g = momentum_buffer\n";
        return Preamble.gradient(maximize, weight_decay)
                + (momentum == 0 ? "" : buffer + step)
                + "w = torch.add(w, g, alpha=-lr)";
    }

    /**
     * With G = |g| + λ|w|:
     * <pre>
     *   b   E = 6u (μ|b| + |1 - τ| G) + u G                       B = μ|b| + |1 - τ| G, G at the first step
     *   w   E = 8u lr T + 2u (|w| + lr T)        T = G, or B, or G + μ B for nesterov
     * </pre>
     */
    @Override
    public String rounding() {
        String buffer =
                momentum == 0 ? "T = G\n" : """
                B = G if t == 1. else momentum * momentum_buffer + %1$s * G
                b_momentum_buffer = 6. * u * B + u * G
                T = %2$s
                """.formatted(Math.abs(1 - dampening), nesterov ? "G + momentum * B" : "B");
        return Preamble.size(weight_decay) + buffer + "b_w = 8. * u * lr * T + 2. * u * (w + lr * T)";
    }

    @Override
    public List<Formula> formulas(Shape weight, double lr, double momentum, int t) {
        StepFormulas at = new StepFormulas(weight, maximize, weight_decay, lr, t);
        Node g = at.gradient();
        if (this.momentum == 0) {
            return List.of(at.move(g, 0));
        }
        Node mu = Constant.option("momentum", momentum);
        Node share = dampening == 0
                ? g
                : Constant.of(1).minus(Constant.option("dampening", dampening)).times(g);
        Node b = t == 1 ? g : mu.times(at.state("momentum_buffer")).plus(share);
        return List.of(at.made("momentum_buffer", b), at.move(nesterov ? g.plus(mu.times(b.named("b"))) : b, 0));
    }
}
