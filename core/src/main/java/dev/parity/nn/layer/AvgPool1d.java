package dev.parity.nn.layer;

import dev.parity.formula.Node;
import dev.parity.nn.Default;
import dev.parity.tensor.Shape;
import java.util.List;
import java.util.Optional;

/**
 * y = Σ x / n over each window of kernel_size k, stride s.
 * <pre>
 *   x (N, C, L)    y (N, C, L')        L' = ⌊(L + 2z - k) / s⌋ + 1; ceil_mode rounds up
 *   n: elements of the window with the zeros of padding z, or without them
 *   dx = Σ dy / n of the windows in which x is
 * </pre>
 *
 * @param stride null is kernel_size
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.AvgPool1d.html">torch.nn.AvgPool1d</a>
 */
public record AvgPool1d(
        List<Integer> kernel_size,
        @Default("null") List<Integer> stride,
        @Default("0") List<Integer> padding,
        @Default("false") boolean ceil_mode,
        @Default("true") boolean count_include_pad)
        implements AvgPooling {
    public AvgPool1d {
        kernel_size = Sizes.over("kernel_size", kernel_size, 1, 1);
        stride = stride.isEmpty() ? kernel_size : Sizes.over("stride", stride, 1, 1);
        padding = Windows.padding(padding, kernel_size);
    }

    @Override
    public int dims() {
        return 1;
    }

    @Override
    public List<Windows> windows(Shape x) {
        return Windows.sliding(x, kernel_size, stride, padding, List.of(1), ceil_mode);
    }

    @Override
    public int divisor(Windows rows, int row, Windows columns, int column) {
        return count_include_pad ? columns.sizeWithPadding(column) : columns.size(column);
    }

    @Override
    public String torch() {
        return "y = torch.avg_pool1d(x, %s, %s, %s, %s, %s)"
                .formatted(kernel_size, stride, padding, Sizes.torch(ceil_mode), Sizes.torch(count_include_pad));
    }

    @Override
    public Optional<Lie> lie() {
        return Optional.of(new Lie(kernel_size, stride, List.of(1), padding));
    }

    @Override
    public Optional<Node> divisor(ImageAxes at) {
        return count_include_pad ? Optional.of(countedWithPadding(at, ceil_mode)) : Optional.empty();
    }
}
