package dev.parity.compare;

import dev.parity.trace.Site;

/** One site that both sides recorded, and how far they are apart there. */
public record Compared(Site site, Measure measure) {}
