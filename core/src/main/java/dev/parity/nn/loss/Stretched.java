package dev.parity.nn.loss;

import dev.parity.tensor.BadInput;
import dev.parity.tensor.Shape;

/**
 * A smaller array read in the shape of a larger one, as PyTorch broadcasts: shapes are aligned at their ends, and a
 * dimension of 1 is repeated.
 */
final class Stretched {
    private final int[] dims;
    private final int[] strides;
    private final boolean same;

    private Stretched(int[] dims, int[] strides, boolean same) {
        this.dims = dims;
        this.strides = strides;
        this.same = same;
    }

    /** Refuses shapes that do not broadcast; {@code what} speaks in the message. */
    static Stretched of(String what, Shape small, Shape large) {
        int[] strides = new int[large.rank()];
        int stride = 1;
        boolean fits = small.rank() <= large.rank();
        for (int k = 1; fits && k <= small.rank(); k++) {
            int size = small.dim(-k);
            fits = size == 1 || size == large.dim(-k);
            strides[large.rank() - k] = size == 1 ? 0 : stride;
            stride *= size;
        }
        if (!fits) {
            throw new BadInput(what + " of shape " + small + " does not broadcast to predictions of shape " + large
                    + "; each of its dimensions, counted from the last, is the prediction's or 1");
        }
        return new Stretched(large.dims(), strides, small.equals(large));
    }

    /** The offset in the smaller array of the large one's i-th element. */
    int at(int i) {
        if (same) {
            return i;
        }
        int offset = 0;
        for (int d = dims.length - 1; d >= 0; d--) {
            offset += i % dims[d] * strides[d];
            i /= dims[d];
        }
        return offset;
    }
}
