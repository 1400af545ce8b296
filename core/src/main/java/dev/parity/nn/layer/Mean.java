package dev.parity.nn.layer;

import dev.parity.nn.Default;
import dev.parity.nn.Rounding;
import java.util.List;

/**
 * The mean over one dimension, several, or (without {@code dim}) all.
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.mean.html">torch.mean</a>
 */
public record Mean(
        @Default("[]") List<Integer> dim, @Default("false") boolean keepdim) implements SumOverDims {
    @Override
    public double factor(int n) {
        return 1.0 / n;
    }

    @Override
    public String function() {
        return "mean";
    }

    @Override
    public Rounding rounding() {
        return new Rounding.Products("float(y.numel()) / float(x.numel())", "");
    }
}
