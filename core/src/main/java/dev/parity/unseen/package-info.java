/**
 * What would have passed though it were wrong. May import {@code tensor}, {@code trace}, {@code nn}, {@code spec} and {@code graph}.
 *
 * <p>{@link dev.parity.unseen.Vacuity} looks at the arrays of each step for what they cannot show (gradients of zero, a weight that equals its
 * transpose, a batch of one), and {@link dev.parity.unseen.Idleness} at what an optimizer or a schedule never came to do.
 */
package dev.parity.unseen;
