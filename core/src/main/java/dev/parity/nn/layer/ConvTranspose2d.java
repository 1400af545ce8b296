package dev.parity.nn.layer;

import dev.parity.nn.Default;
import java.util.List;

/**
 * yₒ(q) = bₒ + Σ Wᵢₒ(k) xᵢ(p) over channels i of o's group, positions p and kernel elements k with s p + d k - z = q: a
 * convolution in two dimensions, transposed, with s stride, d dilation, z padding (which here takes away from y).
 * <pre>
 *   x (N, in, H, W)    weight (in, out / groups, kH, kW)    bias (out)
 *   y (N, out, H', W')        L' = (L - 1) s - 2z + d (k - 1) + output_padding + 1 in each dimension; N may be missing
 *   dx, dweight: the convolution of dy, as {@link TransposedConvolution} says        dbias = Σ dy
 * </pre>
 *
 * @param padding_mode "zeros", the only one in PyTorch too
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.ConvTranspose2d.html">torch.nn.ConvTranspose2d</a>
 */
public record ConvTranspose2d(
        int in_channels,
        int out_channels,
        List<Integer> kernel_size,
        @Default("1") List<Integer> stride,
        @Default("0") List<Integer> padding,
        @Default("0") List<Integer> output_padding,
        @Default("1") int groups,
        @Default("true") boolean bias,
        @Default("1") List<Integer> dilation,
        @Default("\"zeros\"") String padding_mode)
        implements TransposedConvolution {
    public ConvTranspose2d {
        kernel_size = Sizes.over("kernel_size", kernel_size, 2, 1);
        stride = Sizes.over("stride", stride, 2, 1);
        padding = Sizes.over("padding", padding, 2, 0);
        output_padding = Sizes.over("output_padding", output_padding, 2, 0);
        dilation = Sizes.over("dilation", dilation, 2, 1);
        Convolution.check(in_channels, out_channels, groups, padding_mode);
        TransposedConvolution.check(output_padding, stride, dilation);
    }
}
