package dev.parity.nn.layer;

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
}
