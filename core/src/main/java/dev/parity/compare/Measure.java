package dev.parity.compare;

import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.util.Optional;

/**
 * How far a candidate array c is from its reference r, all from one pass over the two.
 *
 * <p>Where an element is not finite on a side, the figures that it enters are NaN or infinite: {@code max |c - r|} of
 * an array with a NaN is NaN. Where the shapes differ no element is compared, and all figures are NaN.
 *
 * @param elements numbers compared
 * @param failing of these, outside the tolerance
 * @param notFinite of these, NaN or infinite on a side; they always fail
 * @param faint of these, not zero in the reference yet so small that a candidate of 0 passes: 0 {@literal <} |r|
 *     {@literal <=} atol
 * @param vacuous nothing but zeros on both sides, so that nothing was put to the test
 * @param maxAbs max |c - r|
 * @param maxRel max |c - r| / |r| where r is not 0
 * @param relNorm ‖c - r‖ / ‖r‖, 2-norms; 0 where the arrays are equal, infinite where only r is all zero
 * @param maxUlp the largest distance in units in the last place of the coarser of the two types, for integers their
 *     difference
 * @param cosine of the angle between c and r; 1 where both are all zero, 0 where one is
 * @param worst the element that misses its tolerance most (largest |c - r| over what is allowed, the first of equals,
 *     and one that is not finite before all others); none where no elements were compared
 */
public record Measure(
        Shape reference,
        Shape candidate,
        long elements,
        long failing,
        long notFinite,
        long faint,
        boolean vacuous,
        double maxAbs,
        double maxRel,
        double relNorm,
        double maxUlp,
        double cosine,
        Optional<Element> worst) {

    /**
     * Measures two arrays. Integers must be equal, whatever the tolerance, also beside floats; a scalar may be recorded
     * as an array of one element.
     */
    public static Measure of(Tensor reference, Tensor candidate, Tolerance tolerance) {
        if (!match(reference.shape(), candidate.shape())) {
            return unmeasured(reference.shape(), candidate.shape());
        }
        boolean floats = reference.dtype().isFloat() && candidate.dtype().isFloat();
        if (floats) {
            return Scan.floats(reference, candidate, tolerance);
        }
        boolean integers = !reference.dtype().isFloat() && !candidate.dtype().isFloat();
        return integers
                ? Scan.integers(reference, candidate)
                : Scan.floats(reference.to(DType.FLOAT64), candidate.to(DType.FLOAT64), Tolerance.EXACT);
    }

    private static boolean match(Shape reference, Shape candidate) {
        boolean scalars =
                reference.size() == 1 && candidate.size() == 1 && (reference.rank() == 0 || candidate.rank() == 0);
        return scalars || reference.equals(candidate);
    }

    private static Measure unmeasured(Shape reference, Shape candidate) {
        double nan = Double.NaN;
        return new Measure(reference, candidate, 0, 0, 0, 0, false, nan, nan, nan, nan, nan, Optional.empty());
    }

    public boolean sameShape() {
        return match(reference, candidate);
    }

    /** Of one shape, and every element within the tolerance. */
    public boolean agrees() {
        return sameShape() && failing == 0;
    }
}
