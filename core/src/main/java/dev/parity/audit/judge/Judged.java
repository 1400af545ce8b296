package dev.parity.audit.judge;

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

    /** An array of which no element is far off. */
    static Judged near(Site site, long elements, Trend trend, Set<Site> together) {
        return new Judged(site, elements, 0, 0, 0, 0, trend, together, Optional.empty(), false);
    }

    /** An array of another size than what is expected. */
    public static Judged misshapen(Site site, Set<Site> together, Tensor expected) {
        double inf = Double.POSITIVE_INFINITY;
        int n = expected.size();
        return new Judged(site, n, n + 1, inf, 0, 0, Trend.NONE, together, Optional.of(expected), false);
    }

    /** An array in which numbers that are not finite were made of finite ones. */
    static Judged notFinite(Site site, long elements, long failing, Set<Site> together, Tensor expected) {
        double inf = Double.POSITIVE_INFINITY;
        Optional<Tensor> all = Optional.of(expected);
        return new Judged(site, elements, failing, inf, 0, 0, Trend.NONE, together, all, false);
    }

    /** The same array, held against its deviations; one that could not be has no trend. */
    Judged measured(long failing, double noise, double allowed, long unjudged) {
        Trend left = unjudged == elements ? Trend.NONE : trend;
        return new Judged(site, elements, failing, noise, allowed, unjudged, left, together, Optional.empty(), false);
    }

    /** The same array, with what it should be. */
    Judged expecting(Tensor array) {
        Optional<Tensor> all = Optional.of(array);
        return new Judged(site, elements, failing, noise, allowed, unjudged, trend, together, all, unstable);
    }

    /** The same array, as one that should be another altogether. */
    public Judged against(Tensor other) {
        double inf = Double.POSITIVE_INFINITY;
        return new Judged(site, elements, elements, inf, 0, 0, trend, together, Optional.of(other), false);
    }

    /** The same array where all of it was recorded times a factor. */
    public Judged times(double factor) {
        Optional<Tensor> all = expected.map(e -> Tensor.fill(e.dtype(), e.shape(), i -> e.get(i) * factor));
        double most = allowed * Math.abs(factor);
        return new Judged(site, elements, failing, noise, most, unjudged, trend, together, all, unstable);
    }

    /** The same array, found to be off by no more than other right computations are. */
    Judged released(boolean byAnotherFormula) {
        return new Judged(
                site, elements, 0, noise, allowed, unjudged, trend, together, Optional.empty(), byAnotherFormula);
    }
}
