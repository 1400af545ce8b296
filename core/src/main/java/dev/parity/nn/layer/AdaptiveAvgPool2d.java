package dev.parity.nn.layer;

import dev.parity.nn.Rounding;
import dev.parity.tensor.Shape;
import java.util.List;
import java.util.OptionalInt;

/**
 * y = the mean of each window, as many windows as wanted.
 * <pre>
 *   x (N, C, H, W)    y (N, C, H', W'), which is output_size; null leaves a dimension as long as it is
 *   window i of L' over L elements: from ⌊i L / L'⌋ to ⌈(i + 1) L / L'⌉, so windows may overlap
 *   dx = Σ dy / n of the windows in which x is
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool2d.html">AdaptiveAvgPool2d</a>
 */
public record AdaptiveAvgPool2d(List<OptionalInt> output_size) implements AvgPooling {
    public AdaptiveAvgPool2d {
        output_size = Windows.outputSize(output_size);
    }

    @Override
    public int dims() {
        return 2;
    }

    @Override
    public List<Windows> windows(Shape x) {
        return Windows.covering(x, output_size);
    }

    @Override
    public int divisor(Windows rows, int row, Windows columns, int column) {
        return rows.size(row) * columns.size(column);
    }

    @Override
    public String torch() {
        return "y = torch.adaptive_avg_pool2d(x, [%s, %s])"
                .formatted(Windows.torch(output_size, 0), Windows.torch(output_size, 1));
    }

    @Override
    public Rounding rounding() {
        return new Rounding.Products("float(y.numel()) / float(x.numel())", "");
    }
}
