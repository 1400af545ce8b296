package dev.parity.nn.layer;

import dev.parity.nn.Default;
import dev.parity.tensor.DType;
import java.util.List;

/**
 * Gives each row mean 0 and variance 1, then a scale and a shift; see {@link RowNorm}.
 * <pre>
 *   x (*, normalized_shape)    weight, bias (normalized_shape)    y as x
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.LayerNorm.html">torch.nn.LayerNorm</a>
 */
public record LayerNorm(
        List<Integer> normalized_shape,
        @Default("1e-5") double eps,
        @Default("true") boolean elementwise_affine,
        @Default("true") boolean bias)
        implements RowNorm {
    public LayerNorm {
        RowNorm.check(normalized_shape);
    }

    @Override
    public boolean shifts() {
        return elementwise_affine && bias;
    }

    @Override
    public boolean centred() {
        return true;
    }

    @Override
    public double eps(DType dtype) {
        return eps;
    }

    @Override
    public String torch() {
        return "y = torch.layer_norm(x, %s, %s, %s, %s, False)"
                .formatted(normalized_shape, elementwise_affine ? "weight" : "None", shifts() ? "bias" : "None", eps);
    }

    @Override
    public String epsilon() {
        return "" + eps;
    }
}
