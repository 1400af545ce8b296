package dev.parity.compare;

/**
 * Counts of what was compared. Tallies add up, over steps and over arrays.
 *
 * @param sites arrays that both sides recorded
 * @param differing of these, with an element outside the tolerance or another shape
 * @param vacuous of these, all zero on both sides
 * @param elements numbers in these
 * @param failing of these, outside the tolerance
 * @param notFinite of these, NaN or infinite on a side
 * @param faint of these, so small that a candidate of 0 passes
 * @param missingOnReference arrays that only the candidate recorded
 * @param missingOnCandidate arrays that only the reference recorded
 * @param unknown arrays that a side recorded under a name that the network does not have
 */
public record Tally(
        int sites,
        int differing,
        int vacuous,
        long elements,
        long failing,
        long notFinite,
        long faint,
        int missingOnReference,
        int missingOnCandidate,
        int unknown) {
    static final Tally NOTHING = new Tally(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    static final Tally MISSING_ON_REFERENCE = new Tally(0, 0, 0, 0, 0, 0, 0, 1, 0, 0);
    static final Tally MISSING_ON_CANDIDATE = new Tally(0, 0, 0, 0, 0, 0, 0, 0, 1, 0);
    static final Tally UNKNOWN = new Tally(0, 0, 0, 0, 0, 0, 0, 0, 0, 1);

    static Tally of(Measure m) {
        return new Tally(
                1,
                m.agrees() ? 0 : 1,
                m.vacuous() ? 1 : 0,
                m.elements(),
                m.failing(),
                m.notFinite(),
                m.faint(),
                0,
                0,
                0);
    }

    Tally plus(Tally other) {
        return new Tally(
                sites + other.sites,
                differing + other.differing,
                vacuous + other.vacuous,
                elements + other.elements,
                failing + other.failing,
                notFinite + other.notFinite,
                faint + other.faint,
                missingOnReference + other.missingOnReference,
                missingOnCandidate + other.missingOnCandidate,
                unknown + other.unknown);
    }
}
