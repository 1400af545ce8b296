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
public record Origin(Site site, int steps, double maxAbs, double maxRel, double maxUlp, double noise, double allowed) {}
