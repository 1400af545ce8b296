package dev.parity.fuzz;

import dev.parity.tensor.DType;
import dev.parity.tensor.Tensor;

/**
 * How far two arrays of one shape are apart.
 *
 * @param worst the largest difference of two finite elements
 * @param size the largest finite element of the first
 * @param same whether an element that is not finite on a side is the same on the other
 * @param finite whether all elements are finite on both sides
 */
record Gap(double worst, double size, boolean same, boolean finite) {
    static Gap between(Tensor reference, Tensor candidate) {
        double edge = reference.dtype() == DType.FLOAT32 ? 1e30 : 1e290;
        double worst = 0;
        double size = 0;
        boolean same = true;
        boolean finite = true;
        for (int i = 0; i < reference.size(); i++) {
            double r = reference.get(i);
            double c = candidate.get(i);
            if (Double.isFinite(r) && Double.isFinite(c)) {
                worst = Math.max(worst, Math.abs(c - r));
                size = Math.max(size, Math.abs(r));
            } else {
                finite = false;
                // One side may overflow a rounding earlier than the other.
                boolean edges = Math.abs(r) > edge && Math.abs(c) > edge && r > 0 == c > 0;
                same &= Double.compare(r, c) == 0 || edges;
            }
        }
        return new Gap(worst, size, same, finite);
    }

    @Override
    public String toString() {
        return "%.3g apart in numbers up to %.3g".formatted(worst, size);
    }

    /** Of an array alone. */
    static Gap of(Tensor array) {
        return between(array, array);
    }
}
