package dev.parity.audit;

import dev.parity.tensor.Tensor;
import dev.parity.trace.Site;
import java.util.Optional;

/**
 * One array of the candidate, judged.
 *
 * @param failing elements further off than rounding
 * @param noise the element furthest off, in standard deviations of its rounding
 * @param allowed what would have been rounding there
 * @param expected what a failing array should be, from the candidate's own operands
 */
public record Judged(Site site, long elements, long failing, double noise, double allowed, Optional<Tensor> expected) {
    public boolean passes() {
        return failing == 0;
    }
}
