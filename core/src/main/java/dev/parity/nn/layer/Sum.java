package dev.parity.nn.layer;

import dev.parity.nn.Default;
import dev.parity.nn.Rounding;
import java.util.List;

/**
 * The sum over one dimension, several, or (without {@code dim}) all.
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.sum.html">torch.sum</a>
 */
public record Sum(
        @Default("[]") List<Integer> dim, @Default("false") boolean keepdim) implements SumOverDims {
    @Override
    public double factor(int n) {
        return 1;
    }

    @Override
    public String function() {
        return "sum";
    }

    @Override
    public Rounding rounding() {
        return Rounding.products();
    }
}
