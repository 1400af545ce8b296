package dev.parity.formula;

import java.util.List;

/** A walk over the places of some axes, last axis fastest, that keeps the offsets at which several arrays stand there. */
final class Rounds {
    /** The offset of each array at the present place. */
    final int[] at;

    private final int[] size;
    private final int[] index;
    private final int[][] stride;

    Rounds(List<Axis> over, Values... arrays) {
        size = over.stream().mapToInt(Axis::size).toArray();
        index = new int[size.length];
        at = new int[arrays.length];
        stride = new int[arrays.length][size.length];
        for (int k = 0; k < arrays.length; k++) {
            for (int d = 0; d < size.length; d++) {
                stride[k][d] = arrays[k].stride(over.get(d).name());
            }
        }
    }

    /** The place along the d-th axis. */
    int index(int d) {
        return index[d];
    }

    void next() {
        for (int d = size.length - 1; d >= 0; d--) {
            if (++index[d] < size[d]) {
                for (int k = 0; k < at.length; k++) {
                    at[k] += stride[k][d];
                }
                return;
            }
            index[d] = 0;
            for (int k = 0; k < at.length; k++) {
                at[k] -= stride[k][d] * (size[d] - 1);
            }
        }
    }
}
