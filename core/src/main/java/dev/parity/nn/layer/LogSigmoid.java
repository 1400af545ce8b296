package dev.parity.nn.layer;

import dev.parity.formula.Fn;
import dev.parity.formula.Node;
import dev.parity.nn.Rounding;
import java.util.List;

/**
 * y = log(1 / (1 + e⁻ˣ)) = min(x, 0) - log(1 + exp(-|x|)): neither end overflows.
 * <pre>
 *   dx = dy / (1 + eˣ)
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.LogSigmoid.html">torch.nn.LogSigmoid</a>
 */
public record LogSigmoid() implements Activation {
    @Override
    public double f(double x) {
        return Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x)));
    }

    @Override
    public double dx(double dy, double x, double y) {
        return dy / (1 + Math.exp(x));
    }

    @Override
    public String torch() {
        return "y = torch.log_sigmoid(x)";
    }

    /** log σ is a difference at the size of max(1, |x|), its slope a sigmoid. */
    @Override
    public Rounding rounding() {
        return new Rounding.Elementwise("torch.clamp(torch.abs(x), min=1.)", "1.");
    }

    @Override
    public List<String> alternatives() {
        return List.of("y = -torch.logaddexp(-x, torch.zeros_like(x))", "y = torch.log(torch.sigmoid(x))");
    }

    @Override
    public Node f(Node x) {
        return x.negative().apply(Fn.SOFTPLUS).negative();
    }

    @Override
    public Node dx(Node dy, Node x, Node y) {
        return dy.times(x.negative().apply(Fn.SIGMOID));
    }
}
