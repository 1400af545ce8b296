package dev.parity.nn.layer;

import dev.parity.formula.Compare;
import dev.parity.formula.Constant;
import dev.parity.formula.Fn;
import dev.parity.formula.Node;
import dev.parity.nn.Default;
import dev.parity.nn.Rounding;
import dev.parity.tensor.BadInput;
import java.util.List;

/**
 * y = log(1 + exp(beta x)) / beta, and y = x where beta x &gt; threshold.
 * <pre>
 *   dx = dy / (1 + exp(-beta x)), and dx = dy where beta x &gt; threshold        (y jumps there, by exp(-threshold) / beta)
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.Softplus.html">torch.nn.Softplus</a>
 */
public record Softplus(
        @Default("1.0") double beta, @Default("20.0") double threshold) implements Activation {
    public Softplus {
        if (beta == 0) {
            throw new BadInput("beta divides, so it cannot be 0; the default is 1");
        }
    }

    @Override
    public double f(double x) {
        return beta * x > threshold ? x : Math.log1p(Math.exp(beta * x)) / beta;
    }

    @Override
    public double dx(double dy, double x, double y) {
        return beta * x > threshold ? dy : dy / (1 + Math.exp(-beta * x));
    }

    @Override
    public String torch() {
        return "y = torch.softplus(x, %s, %s)".formatted(beta, threshold);
    }

    /** log(1 + exp βx) / β works at the size of max(1/β, |x|), its slope a sigmoid. */
    @Override
    public Rounding rounding() {
        return new Rounding.Elementwise("torch.clamp(torch.abs(x), min=%s)".formatted(Math.abs(1 / beta)), "1.");
    }

    @Override
    public List<String> alternatives() {
        String bent =
                "z = torch.where(%1$s * x > %2$s, torch.zeros_like(x), %1$s * x)\ny = torch.where(%1$s * x > %2$s, x, (%3$s) / %1$s)";
        return List.of(
                bent.formatted(beta, threshold, "torch.log(1. + torch.exp(z))"),
                bent.formatted(beta, threshold, "torch.logaddexp(z, torch.zeros_like(z))"));
    }

    @Override
    public Node f(Node x) {
        return x.where(
                option().times(x).is(Compare.Test.ABOVE, threshold),
                option().times(x).apply(Fn.SOFTPLUS).over(option()));
    }

    @Override
    public Node dx(Node dy, Node x, Node y) {
        return dy.where(
                option().times(x).is(Compare.Test.ABOVE, threshold),
                dy.times(option().times(x).apply(Fn.SIGMOID)));
    }

    private Node option() {
        return Constant.option("beta", beta);
    }
}
