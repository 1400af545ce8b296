package dev.parity.fuzz;

import dev.parity.tensor.Shape;

/**
 * A place in a network where the next layer may begin: an output or a column of the data.
 *
 * @param wire as a spec writes it: {@code linear1}, {@code lstm2.h_n}, {@code data.x}
 * @param shape in a full batch
 * @param last in the last batch of a pass, which may have fewer rows
 */
record Spot(String wire, Shape shape, Shape last) {
    int rank() {
        return shape.rank();
    }

    int dim(int i) {
        return shape.dim(i);
    }

    /** Whether the first dimension is still that of the samples. */
    boolean followsBatch(int batch, int rest) {
        return rank() > 0
                && shape.dim(0) == batch
                && last.dim(0) == rest
                && shape.with(0, rest).equals(last);
    }
}
