package dev.parity.compare;

/**
 * How far a parameter's gradient or value is apart at one step.
 *
 * @param name as in {@code fc1.weight}
 * @param abs max |c - r|
 * @param rel ‖c - r‖ / ‖r‖
 */
public record Delta(String name, double abs, double rel, double cosine) {}
