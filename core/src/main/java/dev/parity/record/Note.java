package dev.parity.record;

import dev.parity.trace.Site;

/**
 * What an array was read as.
 *
 * @param words a sentence about the site, which begins with its verb and has no full stop
 */
public record Note(Site site, String words) {}
