package dev.parity.nn;

import dev.parity.tensor.BadInput;
import dev.parity.tensor.Shape;

/**
 * An array seen as slices along one dimension: {@code outer * inner} slices of {@code length} elements, neighbours
 * {@code inner} apart. Element k of slice s stands at {@code start(s) + k * inner}.
 */
public record Slices(int outer, int length, int inner) {
    /** Slices of a shape along a dimension, which may be negative; {@code who} speaks in the refusal. */
    public static Slices along(String who, Shape shape, int dim) {
        int d = dim < 0 ? dim + shape.rank() : dim;
        if (d < 0 || d >= shape.rank()) {
            throw new BadInput(who + ": dim " + dim + " does not exist in an input of shape " + shape);
        }
        return new Slices(shape.size(0, d), shape.dim(d), shape.size(d + 1, shape.rank()));
    }

    public int count() {
        return outer * inner;
    }

    public int start(int slice) {
        return slice / inner * length * inner + slice % inner;
    }
}
