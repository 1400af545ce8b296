package dev.parity.nn.layer;

import dev.parity.tensor.Shape;
import java.util.List;
import java.util.OptionalInt;

/**
 * y = the largest element of each window, as many windows as wanted.
 * <pre>
 *   x (N, C, H, W)    y (N, C, H', W'), which is output_size; null leaves a dimension as long as it is
 *   window i of L' over L elements: from ⌊i L / L'⌋ to ⌈(i + 1) L / L'⌉, so windows may overlap
 *   dx = Σ dy of the windows whose largest element x is; of equal ones the first in the window
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.AdaptiveMaxPool2d.html">AdaptiveMaxPool2d</a>
 */
public record AdaptiveMaxPool2d(List<OptionalInt> output_size) implements MaxPooling {
    public AdaptiveMaxPool2d {
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
    public String torch() {
        return "y = torch.adaptive_max_pool2d(x, [%s, %s])[0]"
                .formatted(Windows.torch(output_size, 0), Windows.torch(output_size, 1));
    }
}
