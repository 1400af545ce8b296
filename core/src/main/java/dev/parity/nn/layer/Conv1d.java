package dev.parity.nn.layer;

import dev.parity.nn.Default;
import java.util.List;

/**
 * yₒ(p) = bₒ + Σ over channels i of o's group and kernel elements k of Wₒᵢ(k) xᵢ(s p + d k - z): a convolution in one
 * dimension, with s stride, d dilation, z padding. Outside x there are zeros.
 * <pre>
 *   x (N, in, L)    weight (out, in / groups, k)    bias (out)
 *   y (N, out, L')        L' = ⌊(L + 2z - d (k - 1) - 1) / s⌋ + 1 in each dimension; N may be missing
 *   dx, dweight: what each dyₒ(p) was made of, as {@link Convolution} sums it        dbias = Σ dy
 * </pre>
 *
 * @param padding numbers, or "valid" or "same"
 * @param padding_mode "zeros"; no other is known here
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.Conv1d.html">torch.nn.Conv1d</a>
 */
public record Conv1d(
        int in_channels,
        int out_channels,
        List<Integer> kernel_size,
        @Default("1") List<Integer> stride,
        @Default("0") Padding padding,
        @Default("1") List<Integer> dilation,
        @Default("1") int groups,
        @Default("true") boolean bias,
        @Default("\"zeros\"") String padding_mode)
        implements Convolution {
    public Conv1d {
        kernel_size = Sizes.over("kernel_size", kernel_size, 1, 1);
        stride = Sizes.over("stride", stride, 1, 1);
        padding = padding.over(1, stride);
        dilation = Sizes.over("dilation", dilation, 1, 1);
        Convolution.check(in_channels, out_channels, groups, padding_mode);
    }
}
