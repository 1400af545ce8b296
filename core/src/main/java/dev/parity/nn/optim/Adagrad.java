package dev.parity.nn.optim;

import dev.parity.formula.Constant;
import dev.parity.formula.Formula;
import dev.parity.formula.Node;
import dev.parity.nn.Default;
import dev.parity.nn.Strip;
import dev.parity.tensor.Shape;
import java.util.List;
import java.util.Set;

/**
 * The gradient over the root of the sum of all its squares so far.
 * <pre>
 *   g ← ±g + λ w                     minus for maximize; λ weight_decay
 *   s ← s + g²                       sum, initial_accumulator_value at first
 *   w ← w - lr / (1 + (t - 1) η) g / (√s + ε)         η lr_decay
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.optim.Adagrad.html">torch.optim.Adagrad</a>
 */
public record Adagrad(
        @Default("0.01") double lr,
        @Default("0.0") double lr_decay,
        @Default("0.0") double weight_decay,
        @Default("0.0") double initial_accumulator_value,
        @Default("1e-10") double eps,
        @Default("false") boolean maximize)
        implements Optimizer {
    public Adagrad {
        Options.notNegative("lr", lr);
        Options.notNegative("lr_decay", lr_decay);
        Options.notNegative("weight_decay", weight_decay);
        Options.notNegative("initial_accumulator_value", initial_accumulator_value);
        Options.notNegative("eps", eps);
    }

    @Override
    public Set<String> notByGroup() {
        return Set.of("initial_accumulator_value");
    }

    @Override
    public List<State> state() {
        return List.of(State.STEP, State.each("sum", initial_accumulator_value));
    }

    @Override
    public void step(Update at) {
        at.count();
        double rate = at.lr() / (1 + (at.t() - 1) * lr_decay);
        at.each(p -> {
            Strip g = p.gradient(maximize, weight_decay);
            Strip s = p.state("sum").addProduct(1, g, g);
            p.w.add(-rate, g.divide(p.u.copy(s).sqrt().add(eps)));
        });
    }

    @Override
    public String torch() {
        return Preamble.COUNT + Preamble.gradient(maximize, weight_decay) + """
                clr = lr / (1 + (n - 1) * %s)
                sum = torch.addcmul(sum, g, g, value=1)
                std = torch.add(torch.sqrt(sum), %s)
                w = torch.addcdiv(w, g, std, value=-clr)
                """.formatted(lr_decay, eps);
    }

    /**
     * With D = √s + ε, and the step d = lr G / (1 + (t - 1) η) D:
     * <pre>
     *   s   E = 5u (s + G²)
     *   w   E = d (E√s / D + 10u) + 2u (|w| + d)
     * </pre>
     */
    @Override
    public String rounding() {
        return Preamble.size(weight_decay) + """
                b_sum = 5. * u * (sum + G * G) + 4. * tiny
                D = torch.sqrt(new_sum) + %1$s
                d = lr / (1. + (t - 1.) * %2$s) * G / D
                b_w = d * (%3$s / D + 10. * u) + 2. * u * (w + d)
                """.formatted(eps, lr_decay, Preamble.root("new_sum", "b_sum"));
    }

    @Override
    public List<Formula> formulas(Shape weight, double lr, double momentum, int t) {
        StepFormulas at = new StepFormulas(weight, maximize, weight_decay, lr, t);
        Node g = at.gradient();
        Node sum = at.state("sum").plus(g.squared());
        Node step = g.over(sum.root().plus(Constant.option("eps", eps)));
        if (lr_decay != 0) {
            Node past = Constant.option("t", t).minus(Constant.of(1));
            step = step.over(Constant.of(1).plus(past.times(Constant.option("lr_decay", lr_decay))));
        }
        return List.of(at.made("sum", sum), at.move(step, 0));
    }
}
