package dev.parity.nn.layer;

import dev.parity.tensor.BadInput;
import dev.parity.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;

/** The windows that a pooling layer lays over one dimension: from a start to an end, every {@code step}-th element. */
public final class Windows {
    final int step;
    private final int[] starts;
    private final int[] ends;
    private final int[] full;

    private Windows(int count, int step) {
        this.step = step;
        this.starts = new int[count];
        this.ends = new int[count];
        this.full = new int[count];
    }

    /** The option {@code padding} in full; PyTorch lets it be half of the kernel. */
    static List<Integer> padding(List<Integer> given, List<Integer> kernel) {
        List<Integer> all = Sizes.over("padding", given, kernel.size(), 0);
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i) > kernel.get(i) / 2) {
                throw new BadInput(
                        "padding is at most half of kernel_size, and here is " + given + " with kernel_size " + kernel);
            }
        }
        return all;
    }

    /**
     * Windows of {@code kernel} elements, {@code dilation} apart, that start {@code stride} apart, the first
     * {@code padding} before the dimension. They are cut where it ends; with {@code ceil} a last one may hang over, but
     * none starts in the padding behind.
     */
    static Windows sliding(int size, int kernel, int stride, int padding, int dilation, boolean ceil) {
        long reach = (long) dilation * (kernel - 1);
        long count = Math.floorDiv(size + 2L * padding - reach - 1 + (ceil ? stride - 1 : 0), (long) stride) + 1;
        if (ceil && (count - 1) * stride >= (long) size + padding) {
            count--;
        }
        if (count < 1) {
            throw new BadInput("kernel_size " + kernel + " does not fit into " + size + " elements with padding "
                    + padding + " and dilation " + dilation);
        }
        Windows windows = new Windows((int) count, dilation);
        for (int i = 0; i < count; i++) {
            long start = (long) i * stride - padding;
            long end = Math.min(start + reach + 1, (long) size + padding);
            windows.full[i] = (int) (end - start);
            windows.starts[i] =
                    (int) (start < 0 ? start + Math.floorDiv(dilation - 1 - start, dilation) * dilation : start);
            windows.ends[i] = (int) Math.min(end, size);
            if (windows.starts[i] >= windows.ends[i]) {
                throw new BadInput("window " + i + " over " + size + " elements sees nothing but padding");
            }
        }
        return windows;
    }

    /** As many windows as wanted, which cover a dimension of n: the i-th from ⌊i n / count⌋ to ⌈(i + 1) n / count⌉. */
    static Windows covering(int size, int count) {
        Windows windows = new Windows(count, 1);
        for (int i = 0; i < count; i++) {
            windows.starts[i] = (int) ((long) i * size / count);
            windows.ends[i] = (int) (((i + 1L) * size + count - 1) / count);
            windows.full[i] = windows.ends[i] - windows.starts[i];
        }
        return windows;
    }

    /** Sliding windows along the last dimensions of an input. */
    static List<Windows> sliding(
            Shape x,
            List<Integer> kernel,
            List<Integer> stride,
            List<Integer> padding,
            List<Integer> dilation,
            boolean ceil) {
        List<Windows> all = new ArrayList<>();
        for (int i = 0; i < kernel.size(); i++) {
            int size = x.dim(i - kernel.size());
            all.add(sliding(size, kernel.get(i), stride.get(i), padding.get(i), dilation.get(i), ceil));
        }
        return all;
    }

    /** Covering windows along the last two dimensions of an input; as many as elements where no number is given. */
    static List<Windows> covering(Shape x, List<OptionalInt> counts) {
        return List.of(
                covering(x.dim(-2), counts.get(0).orElse(x.dim(-2))),
                covering(x.dim(-1), counts.get(1).orElse(x.dim(-1))));
    }

    /** The option {@code output_size} in full: one number stands for both dimensions. */
    static List<OptionalInt> outputSize(List<OptionalInt> given) {
        List<OptionalInt> both = given.size() == 1 ? Collections.nCopies(2, given.get(0)) : given;
        if (both.size() != 2 || both.stream().anyMatch(n -> n.orElse(1) < 1)) {
            throw new BadInput(
                    "output_size is one number from 1 up, or 2 in a list, with null where a size is to stay");
        }
        return List.copyOf(both);
    }

    /** One of the two numbers of {@code output_size}, as TorchScript writes it. */
    static String torch(List<OptionalInt> counts, int i) {
        return counts.get(i).isPresent() ? "" + counts.get(i).getAsInt() : "torch.size(x, " + (i - 2) + ")";
    }

    int count() {
        return starts.length;
    }

    int start(int i) {
        return starts[i];
    }

    int end(int i) {
        return ends[i];
    }

    /** Whether no element is in two windows. */
    boolean apart() {
        for (int i = 1; i < starts.length; i++) {
            if (starts[i] < ends[i - 1]) {
                return false;
            }
        }
        return true;
    }

    /** Elements of a window, without dilation. */
    int size(int i) {
        return ends[i] - starts[i];
    }

    /** Elements of a window with the padding that it sees. */
    int sizeWithPadding(int i) {
        return full[i];
    }
}
