/**
 * Where the error is made: every array that the candidate recorded is computed again from the candidate's own operands, by
 * PyTorch in float64, and may differ by what one operation rounds. May import {@code tensor}, {@code trace}, {@code nn},
 * {@code spec} and {@code engine}.
 *
 * <p>It stands in the makers' wing because it needs libtorch. Errors do not spread from one operation to the next here, and
 * rounding does not grow, so every site that fails is an origin of its own.
 */
package dev.parity.audit;
