package dev.parity.nn.layer;

import dev.parity.formula.Axis;
import dev.parity.nn.Axes;
import dev.parity.tensor.Shape;
import java.util.List;

/**
 * The axes of an image, of what a kernel makes of it, and of the kernel: of one dimension h, p and a, of two h w, p q and a b.
 *
 * @param samples none without a batch
 */
record ImageAxes(Axis[] samples, Axis[] groups, Axis[] image, Axis[] made, Axis[] kernel) {
    private static final List<String> IMAGE = List.of("z", "h", "w");
    private static final List<String> MADE = List.of("r", "p", "q");
    private static final List<String> KERNEL = List.of("f", "a", "b");

    static ImageAxes of(Shape x, Shape y, List<Integer> kernel, int groups) {
        int dims = kernel.size();
        Axis[] image = new Axis[dims];
        Axis[] made = new Axis[dims];
        Axis[] window = new Axis[dims];
        for (int d = 0; d < dims; d++) {
            int name = dims == 1 ? 1 : 3 - dims + d;
            image[d] = Axis.of(IMAGE.get(name), x.dim(d - dims));
            made[d] = Axis.of(MADE.get(name), y.dim(d - dims));
            window[d] = Axis.of(KERNEL.get(name), kernel.get(d));
        }
        return new ImageAxes(
                Axes.rows(x, dims + 1),
                groups == 1 ? new Axis[0] : new Axis[] {Axis.of("group", groups)},
                image,
                made,
                window);
    }

    /** (n, group, channel, places). */
    Axis[] over(Axis channel, Axis[] places) {
        return Axes.join(Axes.join(Axes.join(samples, groups), channel), places);
    }

    /** (group, one, other, kernel): groups stand with the dimension in front. */
    Axis[] weight(Axis one, Axis other) {
        return Axes.join(Axes.join(groups, one, other), kernel);
    }
}
