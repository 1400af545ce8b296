package dev.parity.report;

import dev.parity.trace.Site;

/**
 * A site that failed the audit: where an error is made.
 *
 * @param site at the first step at which it failed
 * @param steps at which it failed, a count
 * @param noise the difference in units of the expected rounding
 * @param allowed the largest difference that would have been rounding
 */
public record Origin(Site site, int steps, double maxAbs, double maxRel, double maxUlp, double noise, double allowed) {
    /** The same array, failing again at a later step. */
    public Origin plus(Origin later) {
        return new Origin(
                site,
                steps + later.steps,
                Math.max(maxAbs, later.maxAbs),
                Math.max(maxRel, later.maxRel),
                Math.max(maxUlp, later.maxUlp),
                Math.max(noise, later.noise),
                Math.max(allowed, later.allowed));
    }
}
