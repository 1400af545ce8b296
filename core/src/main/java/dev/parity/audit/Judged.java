package dev.parity.audit;

import dev.parity.tensor.Tensor;
import dev.parity.trace.Site;
import java.util.Optional;
import java.util.Set;

/**
 * One array of the candidate, judged.
 *
 * @param failing elements further off than rounding
 * @param noise the element furthest off, in standard deviations of its rounding
 * @param allowed what would have been rounding there
 * @param unjudged elements too ill-conditioned to be judged, or made of numbers that are not finite
 * @param sharpness the smallest share by which the whole array could have been off and be caught, as far as that was computed
 * @param together what was not recorded and so was judged together with it, as sites of step 0
 * @param expected what a failing array should be, from the candidate's own operands
 * @param unstable whether it is off by as much as another right formula in the same arithmetic, which is no bug
 */
public record Judged(
        Site site,
        long elements,
        long failing,
        double noise,
        double allowed,
        long unjudged,
        double sharpness,
        Trend trend,
        Set<Site> together,
        Optional<Tensor> expected,
        boolean unstable) {
    public Judged {
        together = Set.copyOf(together);
    }

    public boolean passes() {
        return failing == 0;
    }

    /** The same array, with what it should be. */
    Judged expecting(Tensor array) {
        return new Judged(
                site,
                elements,
                failing,
                noise,
                allowed,
                unjudged,
                sharpness,
                trend,
                together,
                Optional.of(array),
                unstable);
    }

    /** The same array, found to be off by no more than other right computations are. */
    Judged released(boolean byAnotherFormula) {
        return new Judged(
                site,
                elements,
                0,
                noise,
                allowed,
                unjudged,
                sharpness,
                trend,
                together,
                Optional.empty(),
                byAnotherFormula);
    }
}
