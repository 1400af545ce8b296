package dev.parity.nn.optim;

import dev.parity.formula.Constant;
import dev.parity.formula.Formula;
import dev.parity.formula.Node;
import dev.parity.nn.Default;
import dev.parity.nn.Strip;
import dev.parity.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * The gradient over its root mean square.
 * <pre>
 *   g ← ±g + λ w                     minus for maximize; λ weight_decay
 *   v ← α v + (1 - α) g²             square_avg
 *   a ← α a + (1 - α) g              grad_avg, only centered:  v - a² then stands for v below
 *   w ← w - lr g / (√v + ε)          without momentum
 *   b ← μ b + g / (√v + ε)           momentum_buffer
 *   w ← w - lr b
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.optim.RMSprop.html">torch.optim.RMSprop</a>
 */
public record RMSprop(
        @Default("0.01") double lr,
        @Default("0.99") double alpha,
        @Default("1e-8") double eps,
        @Default("0.0") double weight_decay,
        @Default("0.0") double momentum,
        @Default("false") boolean centered,
        @Default("false") boolean maximize)
        implements Optimizer {
    public RMSprop {
        Options.notNegative("lr", lr);
        Options.notNegative("alpha", alpha);
        Options.notNegative("eps", eps);
        Options.notNegative("weight_decay", weight_decay);
        Options.notNegative("momentum", momentum);
    }

    @Override
    public Optimizer withMomentum(double momentum) {
        return new RMSprop(lr, alpha, eps, weight_decay, momentum, centered, maximize);
    }

    @Override
    public List<State> state() {
        List<State> all = new ArrayList<>(List.of(State.STEP, State.each("square_avg")));
        if (momentum > 0) {
            all.add(State.each("momentum_buffer"));
        }
        if (centered) {
            all.add(State.each("grad_avg"));
        }
        return all;
    }

    @Override
    public void step(Update at) {
        at.count();
        at.each(p -> {
            Strip g = p.gradient(maximize, weight_decay);
            Strip v = p.u.copy(p.state("square_avg").scale(alpha).addProduct(1 - alpha, g, g));
            if (centered) {
                Strip a = p.state("grad_avg").scale(alpha).add(1 - alpha, g);
                v.addProduct(-1, a, a);
            }
            g.divide(v.sqrt().add(eps));
            if (momentum > 0) {
                g = p.state("momentum_buffer").scale(at.momentum()).add(1, g);
            }
            p.w.add(-at.lr(), g);
        });
    }

    @Override
    public String torch() {
        return Preamble.COUNT
                + Preamble.gradient(maximize, weight_decay)
                + "square_avg = torch.addcmul(torch.mul(square_avg, %1$s), g, g, value=1 - %1$s)\n".formatted(alpha)
                + (centered ? """
                        grad_avg = torch.lerp(grad_avg, g, 1 - %s)
                        avg = torch.sqrt(torch.addcmul(square_avg, grad_avg, grad_avg, value=-1))
                        """.formatted(alpha) : "avg = torch.sqrt(square_avg)\n")
                + "avg = torch.add(avg, %s)\n".formatted(eps)
                + (momentum > 0 ? """
                        momentum_buffer = torch.addcdiv(torch.mul(momentum_buffer, momentum), g, avg)
                        w = torch.add(w, momentum_buffer, alpha=-lr)""" : "w = torch.addcdiv(w, g, avg, value=-lr)");
    }

    /**
     * With V = v, or v - a² where centered, and D = √V + ε:
     * <pre>
     *   v   E = 5u (α v + (1 - α) G²) + u α (v + G²)
     *   a   E = 4u (|a| + (1 - α) (G + |a|)) + u α (|a| + G)
     *   V   E = Ev + 2|a| Ea + 2u (v + 2a²);  where V is no larger, √V can be anything
     *   b   E = 5u (μ|b| + G / D) + G E√V / D²
     *   w   E = lr (Eb + 4u (μ|b| + G / D)) + 2u (|w| + lr (μ|b| + G / D))
     * </pre>
     */
    @Override
    public String rounding() {
        String center = !centered ? "V = new_square_avg\nev = b_square_avg\n" : """
                b_grad_avg = 4. * u * (grad_avg + (1. - %1$s) * (G + grad_avg)) + u * %1$s * (grad_avg + G)
                V = new_square_avg - new_grad_avg * new_grad_avg
                ev = b_square_avg + 2. * new_grad_avg * b_grad_avg + 2. * u * (new_square_avg + 2. * new_grad_avg * new_grad_avg)
                """.formatted(alpha);
        return Preamble.size(weight_decay)
                + "b_square_avg = 5. * u * (%1$s * square_avg + (1. - %1$s) * G * G) + u * %1$s * (square_avg + G * G) + 4. * tiny\n"
                        .formatted(alpha)
                + center
                + """
                D = torch.sqrt(V) + %1$s
                b = %2$s
                B = b + G / D
                b_b = 5. * u * B + G / D * %3$s / D
                b_w = lr * (b_b + 4. * u * B) + 2. * u * (w + lr * B)
                """.formatted(
                                eps,
                                momentum > 0 ? "momentum * momentum_buffer" : "torch.zeros_like(w)",
                                Preamble.root("V", "ev"))
                + (centered ? """
                        lost = V < 2. * ev
                        b_b = torch.where(lost, torch.full_like(b_b, inf), b_b)
                        b_w = torch.where(lost, torch.full_like(b_w, inf), b_w)
                        """ : "")
                + (momentum > 0 ? "b_momentum_buffer = b_b\n" : "");
    }

    @Override
    public List<Formula> formulas(Shape weight, double lr, double momentum, int t) {
        StepFormulas at = new StepFormulas(weight, maximize, weight_decay, lr, t);
        Node g = at.gradient();
        Node alpha = Constant.option("alpha", this.alpha);
        Node v = at.mean("square_avg", alpha, g.squared());
        List<Formula> all = new ArrayList<>(List.of(at.made("square_avg", v)));
        Node square = v;
        if (centered) {
            Node mean = at.mean("grad_avg", alpha, g);
            all.add(at.made("grad_avg", mean));
            square = v.minus(mean.squared());
        }
        Node step = g.over(square.root().plus(Constant.option("eps", eps)));
        if (this.momentum > 0) {
            step = Constant.option("momentum", momentum)
                    .times(at.state("momentum_buffer"))
                    .plus(step);
            all.add(at.made("momentum_buffer", step));
        }
        all.add(at.move(step, 0));
        return all;
    }
}
