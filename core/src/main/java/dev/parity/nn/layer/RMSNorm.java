package dev.parity.nn.layer;

import dev.parity.nn.Default;
import dev.parity.tensor.DType;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Divides each row by the root of its mean square, then a scale; see {@link RowNorm}. Without an eps it is the distance from
 * 1 to the next number of the network's type: 2⁻²³ in float32, 2⁻⁵² in float64.
 * <pre>
 *   x (*, normalized_shape)    weight (normalized_shape)    y as x
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.RMSNorm.html">torch.nn.RMSNorm</a>
 */
public record RMSNorm(
        List<Integer> normalized_shape,
        @Default("null") OptionalDouble eps,
        @Default("true") boolean elementwise_affine)
        implements RowNorm {
    public RMSNorm {
        RowNorm.check(normalized_shape);
    }

    @Override
    public boolean shifts() {
        return false;
    }

    @Override
    public boolean centred() {
        return false;
    }

    @Override
    public double eps(DType dtype) {
        return eps.orElse(dtype == DType.FLOAT32 ? 0x1p-23 : 0x1p-52);
    }

    @Override
    public String torch() {
        return torch(eps.isPresent() ? "" + eps.getAsDouble() : "None");
    }

    @Override
    public String torch(DType network) {
        return torch("" + eps(network));
    }

    private String torch(String epsilon) {
        return "y = torch.rms_norm(x, %s, %s, %s)"
                .formatted(normalized_shape, elementwise_affine ? "weight" : "None", epsilon);
    }

    @Override
    public String epsilon() {
        return eps.isPresent() ? "" + eps.getAsDouble() : "2. * u";
    }
}
