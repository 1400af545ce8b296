package dev.parity.formula;

import java.util.List;
import java.util.Map;

/**
 * What stands around a node: what may have been taken in its place.
 *
 * @param axes all axes of the formula
 * @param output those of the array that it makes
 * @param options its constants that are options: lr, eps
 * @param operands what is recorded, by name, with the number of elements of each
 * @param leaves the operands of the formula as it reads them
 */
public record Ground(
        List<Axis> axes, List<Axis> output, List<Constant> options, Map<String, Integer> operands, List<Leaf> leaves) {
    /** Whether an array over these axes fits into the output. */
    boolean fits(List<Axis> free) {
        return output.containsAll(free);
    }
}
