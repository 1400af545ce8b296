package dev.parity.formula;

/**
 * One change at one node of a formula, as somebody may make it by mistake.
 *
 * @param words what is wrong, as the report says it; the same in a batch of another size, so that a slip is found again by them
 * @param instead what stands there
 * @param cost how far it is to go for it: 1 is the plainest mistake
 */
public record Slip(String words, Node instead, int cost) {}
