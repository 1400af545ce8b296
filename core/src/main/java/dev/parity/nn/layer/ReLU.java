package dev.parity.nn.layer;

import dev.parity.nn.Rounding;

/**
 * y = max(x, 0).
 * <pre>
 *   dx = dy, but 0 where x &lt;= 0        (0 at exactly 0, as in PyTorch)
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.ReLU.html">torch.nn.ReLU</a>
 */
public record ReLU() implements Activation {
    @Override
    public double f(double x) {
        return Math.max(x, 0);
    }

    /**
     * Masks the bits of dy: signs come at random, and a branch on them is guessed wrong every other time, which takes six
     * times as long. Of x &lt;= 0 the bits, or the bits less one, are negative; those of a NaN are not.
     */
    @Override
    public double dx(double dy, double x, double y) {
        long bits = Double.doubleToLongBits(x);
        return Double.longBitsToDouble(Double.doubleToRawLongBits(dy) & ~((bits | bits - 1) >> 63));
    }

    @Override
    public Rounding rounding() {
        return Rounding.moved();
    }

    @Override
    public String torch() {
        return "y = torch.relu(x)";
    }
}
