package dev.parity.nn.layer;

import dev.parity.nn.Default;
import dev.parity.tensor.Shape;
import java.util.List;
import java.util.Optional;

/**
 * y = the largest element of each window of kernel_size k, stride s, dilation d; padding z is never the largest.
 * <pre>
 *   x (N, C, H, W)    y (N, C, H', W')
 *   L' = ⌊(L + 2z - d (k - 1) - 1) / s⌋ + 1 in each dimension; ceil_mode rounds up
 *   dx = Σ dy of the windows whose largest element x is; of equal ones the first in the window
 * </pre>
 *
 * @param stride null is kernel_size
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.MaxPool2d.html">torch.nn.MaxPool2d</a>
 */
public record MaxPool2d(
        List<Integer> kernel_size,
        @Default("null") List<Integer> stride,
        @Default("0") List<Integer> padding,
        @Default("1") List<Integer> dilation,
        @Default("false") boolean ceil_mode)
        implements MaxPooling {
    public MaxPool2d {
        kernel_size = Sizes.over("kernel_size", kernel_size, 2, 1);
        stride = stride.isEmpty() ? kernel_size : Sizes.over("stride", stride, 2, 1);
        padding = Windows.padding(padding, kernel_size);
        dilation = Sizes.over("dilation", dilation, 2, 1);
    }

    @Override
    public int dims() {
        return 2;
    }

    @Override
    public List<Windows> windows(Shape x) {
        return Windows.sliding(x, kernel_size, stride, padding, dilation, ceil_mode);
    }

    @Override
    public String torch() {
        return "y = torch.max_pool2d(x, %s, %s, %s, %s, %s)"
                .formatted(kernel_size, stride, padding, dilation, Sizes.torch(ceil_mode));
    }

    @Override
    public Optional<Lie> lie() {
        return Optional.of(new Lie(kernel_size, stride, dilation, padding));
    }
}
