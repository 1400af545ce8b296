package dev.parity.nn;

/**
 * A mistake that would not show in what was computed, since it makes no difference there. Equal words are one mistake.
 *
 * @param mistake what would stay hidden, and behind what
 * @param change to the spec with which it would show
 */
public record Hidden(String mistake, String change) {}
