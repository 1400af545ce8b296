package dev.parity.audit;

import dev.parity.trace.Site;

/**
 * One array of the candidate, judged.
 *
 * @param failing elements further off than rounding
 * @param noise the element furthest off, in standard deviations of its rounding
 * @param allowed what would have been rounding there
 * @param index offset of that element
 * @param expected what it should be, from the candidate's own operands
 * @param maxAbs the largest |candidate - expected|
 */
public record Judged(
        Site site, long elements, long failing, double noise, double allowed, int index, double expected, double candidate, double maxAbs) {
    public boolean passes() {
        return failing == 0;
    }
}
