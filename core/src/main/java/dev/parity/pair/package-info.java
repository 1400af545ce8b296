/**
 * The sides brought together, end to end. May import {@code tensor}, {@code trace}, {@code compare}, {@code spec}, {@code graph} and {@code
 * engine}.
 *
 * <p>{@link dev.parity.pair.Pairing} hands each pair of arrays to be compared. {@link dev.parity.pair.Strays}, {@link
 * dev.parity.pair.Shapes} and {@link dev.parity.pair.Views} are what may be the matter with recorded ones: names that nothing has, sizes
 * that do not fit, the same numbers at every step.
 */
package dev.parity.pair;
