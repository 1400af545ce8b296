package dev.parity.nn.layer;

import dev.parity.nn.Default;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Shape;
import java.util.OptionalDouble;

/**
 * {@link BatchNorm} of images (N, C, H, W).
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.BatchNorm2d.html">torch.nn.BatchNorm2d</a>
 */
public record BatchNorm2d(
        int num_features,
        @Default("1e-5") double eps,
        @Default("0.1") OptionalDouble momentum,
        @Default("true") boolean affine,
        @Default("true") boolean track_running_stats,
        @Default("true") boolean training)
        implements BatchNorm {
    public BatchNorm2d {
        BatchNorm.check(num_features, eps);
    }

    @Override
    public Shape output(Shape... inputs) {
        Shape x = one(inputs);
        if (x.rank() != 4) {
            throw new BadInput("BatchNorm2d takes (N, C, H, W), and here comes " + x);
        }
        return checked(x);
    }

    @Override
    public boolean maps() {
        return true;
    }
}
