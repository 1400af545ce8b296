package dev.parity.fault;

import dev.parity.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/** Which element of a map stands under which element of a window: in each dimension, s p + d k - z. */
record Taps(Shape in, Shape out, Shape kernel, int[] stride, int[] padding, int[] dilation) {
    /** Of a convolution or pooling, whose maps are the last dimensions of its input and output. */
    static Taps of(Operands at, Shape y) {
        List<Double> size = at.numbers("kernel_size");
        int dims = size.size();
        Shape x = at.x().shape();
        return new Taps(
                x.tail(x.rank() - dims),
                y.tail(y.rank() - dims),
                Shape.of(ints(size)),
                ints(at.numbers("stride")),
                ints(at.numbers("padding")),
                at.has("dilation") ? ints(at.numbers("dilation")) : all(dims, 1));
    }

    private static int[] ints(List<Double> numbers) {
        return numbers.stream().mapToInt(Double::intValue).toArray();
    }

    private static int[] all(int dims, int value) {
        int[] all = new int[dims];
        Arrays.fill(all, value);
        return all;
    }

    /** With windows that begin elsewhere. */
    Taps padded(int... other) {
        return new Taps(in, out, kernel, stride, other, dilation);
    }

    /** With windows side by side, whatever the stride. */
    Taps unstrided() {
        return new Taps(in, out, kernel, all(stride.length, 1), padding, dilation);
    }

    /** The offset in the map, or -1 where the window hangs over its edge. */
    int at(int p, int k) {
        int[] to = out.index(p);
        int[] tap = kernel.index(k);
        int at = 0;
        for (int d = 0; d < stride.length; d++) {
            int i = stride[d] * to[d] + dilation[d] * tap[d] - padding[d];
            if (i < 0 || i >= in.dim(d)) {
                return -1;
            }
            at = at * in.dim(d) + i;
        }
        return at;
    }

    /** The elements of each map that no window reaches, at its end, in a dimension: (L + 2z - d (k - 1) - 1) mod s. */
    int left(int d) {
        return (in.dim(d) + 2 * padding[d] - dilation[d] * (kernel.dim(d) - 1) - 1) % stride[d];
    }
}
