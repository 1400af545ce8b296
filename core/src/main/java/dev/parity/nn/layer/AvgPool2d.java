package dev.parity.nn.layer;

import dev.parity.formula.Constant;
import dev.parity.formula.Node;
import dev.parity.nn.Default;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Shape;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * y = Σ x / n over each window of kernel_size k, stride s.
 * <pre>
 *   x (N, C, H, W)    y (N, C, H', W')        L' = ⌊(L + 2z - k) / s⌋ + 1 in each dimension; ceil_mode rounds up
 *   n: elements of the window with the zeros of padding z, or without them, or divisor_override
 *   dx = Σ dy / n of the windows in which x is
 * </pre>
 *
 * @param stride null is kernel_size
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.AvgPool2d.html">torch.nn.AvgPool2d</a>
 */
public record AvgPool2d(
        List<Integer> kernel_size,
        @Default("null") List<Integer> stride,
        @Default("0") List<Integer> padding,
        @Default("false") boolean ceil_mode,
        @Default("true") boolean count_include_pad,
        @Default("null") OptionalInt divisor_override)
        implements AvgPooling {
    public AvgPool2d {
        kernel_size = Sizes.over("kernel_size", kernel_size, 2, 1);
        stride = stride.isEmpty() ? kernel_size : Sizes.over("stride", stride, 2, 1);
        padding = Windows.padding(padding, kernel_size);
        if (divisor_override.orElse(1) == 0) {
            throw new BadInput("divisor_override divides, so it is not 0; null counts the window's elements");
        }
    }

    @Override
    public int dims() {
        return 2;
    }

    @Override
    public List<Windows> windows(Shape x) {
        return Windows.sliding(x, kernel_size, stride, padding, List.of(1, 1), ceil_mode);
    }

    @Override
    public int divisor(Windows rows, int row, Windows columns, int column) {
        int counted = count_include_pad
                ? rows.sizeWithPadding(row) * columns.sizeWithPadding(column)
                : rows.size(row) * columns.size(column);
        return divisor_override.orElse(counted);
    }

    @Override
    public String torch() {
        String divisor = divisor_override.isPresent() ? "" + divisor_override.getAsInt() : "None";
        return "y = torch.avg_pool2d(x, %s, %s, %s, %s, %s, %s)"
                .formatted(
                        kernel_size, stride, padding, Sizes.torch(ceil_mode), Sizes.torch(count_include_pad), divisor);
    }

    @Override
    public Optional<Lie> lie() {
        return Optional.of(new Lie(kernel_size, stride, List.of(1, 1), padding));
    }

    @Override
    public Optional<Node> divisor(ImageAxes at) {
        if (divisor_override.isPresent()) {
            return Optional.of(Constant.option("divisor_override", divisor_override.getAsInt()));
        }
        return count_include_pad ? Optional.of(countedWithPadding(at, ceil_mode)) : Optional.empty();
    }
}
