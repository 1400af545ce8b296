package dev.parity.nn.layer;

import dev.parity.tensor.BadInput;
import dev.parity.tensor.Shape;
import java.util.Collections;
import java.util.List;
import java.util.function.IntToLongFunction;

/** Options and shapes that have a number for each dimension of an image: (N, C, d...) or (C, d...). */
final class Sizes {
    private Sizes() {}

    /** An option in full: one number stands for all dimensions. */
    static List<Integer> over(String option, List<Integer> given, int dims, int least) {
        List<Integer> all = given.size() == 1 ? Collections.nCopies(dims, given.get(0)) : given;
        if (all.size() != dims || all.stream().anyMatch(n -> n < least)) {
            String wanted = dims == 1 ? "one number" : "one number, or " + dims + " in a list";
            throw new BadInput(option + " is " + wanted + ", from " + least + " up, and here is " + given);
        }
        return List.copyOf(all);
    }

    /** An image's shape with other channels and sizes; a size below 1 is refused. */
    static Shape image(String layer, Shape x, int channels, int dims, IntToLongFunction size) {
        int[] y = x.dims();
        y[x.rank() - dims - 1] = channels;
        for (int i = 0; i < dims; i++) {
            long n = size.applyAsLong(i);
            if (n < 1) {
                throw new BadInput(layer + ": an input of shape " + x + " is too small, its output would have size " + n
                        + " in dimension " + (i - dims));
            }
            y[x.rank() - dims + i] = Math.toIntExact(Math.min(n, Integer.MAX_VALUE));
        }
        return Shape.of(y);
    }

    /** Refuses what is no image with so many dimensions, and so many channels unless that is 0. */
    static Shape check(String layer, Shape x, int dims, int channels) {
        boolean fits = x.rank() == dims + 1 || x.rank() == dims + 2;
        if (!fits || channels > 0 && x.dim(-dims - 1) != channels) {
            String sizes = List.of("L", "H, W", "D, H, W").get(dims - 1);
            String image = (channels > 0 ? channels : "C") + ", " + sizes + ")";
            throw new BadInput(
                    layer + " takes inputs of shape (N, " + image + " or (" + image + ", and here comes " + x);
        }
        return x;
    }

    /** Samples in images of so many dimensions. */
    static int samples(Shape x, int dims) {
        return x.size(0, x.rank() - dims - 1);
    }

    /** A switch, as TorchScript writes it. */
    static String torch(boolean flag) {
        return flag ? "True" : "False";
    }
}
