package dev.parity.compare;

import java.util.Optional;

/**
 * One array over all steps.
 *
 * @param worst the step at which it was furthest apart: a mismatch before a match, then by ‖c - r‖ / ‖r‖, the first of
 *     equals; none where it was never compared
 */
public record Summary(Slot slot, Tally tally, Optional<Compared> worst) {
    static Summary of(Slot slot, Compared compared) {
        return new Summary(slot, Tally.of(compared.measure()), Optional.of(compared));
    }

    static Summary missing(Slot slot, Tally tally) {
        return new Summary(slot, tally, Optional.empty());
    }

    /** This one and a later one of the same slot. */
    Summary plus(Summary later) {
        boolean keep = worst.isPresent()
                && (later.worst.isEmpty()
                        || !worse(later.worst.get().measure(), worst.get().measure()));
        return new Summary(slot, tally.plus(later.tally), keep ? worst : later.worst);
    }

    private static boolean worse(Measure a, Measure b) {
        return a.agrees() == b.agrees() ? Double.compare(a.relNorm(), b.relNorm()) > 0 : b.agrees();
    }
}
