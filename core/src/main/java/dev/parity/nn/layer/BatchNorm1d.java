package dev.parity.nn.layer;

import dev.parity.nn.Default;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Shape;
import java.util.OptionalDouble;

/**
 * {@link BatchNorm} of vectors (N, C) or sequences (N, C, L).
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.BatchNorm1d.html">torch.nn.BatchNorm1d</a>
 */
public record BatchNorm1d(
        int num_features,
        @Default("1e-5") double eps,
        @Default("0.1") OptionalDouble momentum,
        @Default("true") boolean affine,
        @Default("true") boolean track_running_stats,
        @Default("true") boolean training)
        implements BatchNorm {
    public BatchNorm1d {
        BatchNorm.check(num_features, eps);
    }

    @Override
    public Shape output(Shape... inputs) {
        Shape x = one(inputs);
        if (x.rank() != 2 && x.rank() != 3) {
            throw new BadInput("BatchNorm1d takes (N, C) or (N, C, L), and here comes " + x);
        }
        return checked(x);
    }
}
