package dev.parity.diagnose;

/**
 * How well a hypothesis agrees with the wrong array.
 *
 * @param explained bits: of each wrong element, how much nearer the hypothesis is than the right number, and no more than a number has
 * @param best those of the element that says the most
 * @param wrongs wrong elements, all of which it explains
 * @param after the largest difference that is left
 */
record Score(double explained, double best, int wrongs, double after) {}
