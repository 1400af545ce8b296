package dev.parity.compare;

import dev.parity.trace.Slot;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * One array over all steps.
 *
 * @param since the first step at which it was outside the tolerance, if any
 * @param worst the step at which it was furthest apart: a mismatch before a match, then by ‖c - r‖ / ‖r‖, the first
 *     of equals; none where it was never compared
 */
public record Summary(Slot slot, Tally tally, OptionalInt since, Optional<Compared> worst) {
    static Summary of(Slot slot, Compared compared) {
        Measure measure = compared.measure();
        OptionalInt since = measure.agrees()
                ? OptionalInt.empty()
                : OptionalInt.of(compared.site().step());
        return new Summary(slot, Tally.of(measure), since, Optional.of(compared));
    }

    /** Of an array with nothing to compare it to. */
    static Summary alone(Slot slot, Tally tally) {
        return new Summary(slot, tally, OptionalInt.empty(), Optional.empty());
    }

    /** This one and a later one of the same slot. */
    Summary plus(Summary later) {
        boolean keep = worst.isPresent()
                && (later.worst.isEmpty()
                        || !worse(later.worst.get().measure(), worst.get().measure()));
        OptionalInt earlier =
                IntStream.concat(since.stream(), later.since.stream()).min();
        return new Summary(slot, tally.plus(later.tally), earlier, keep ? worst : later.worst);
    }

    private static boolean worse(Measure a, Measure b) {
        return a.agrees() == b.agrees() ? Double.compare(a.relNorm(), b.relNorm()) > 0 : b.agrees();
    }
}
