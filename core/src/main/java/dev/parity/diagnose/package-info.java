/**
 * Finds out why an array is wrong where no list of faults has it. May import {@code tensor}, {@code trace}, {@code fault}, {@code compare}
 * and {@code formula}.
 *
 * <p>The idea: keep the formula of the array, change one place in it, evaluate it on the candidate's own operands, and see whether the
 * wrong numbers come out. A change that does is told with both formulas, and can be asked again in another step or with a batch of
 * another size. Followed through for a softmax whose backward is the Jacobian's diagonal:
 *
 * <pre>{@code
 *   Evidence e = new Evidence("softmax, dx", "Softmax", formula, options, operands, found, expected, allowed);
 *   Explanation first = new Diagnosis().of(e).get(0);
 *
 *   first.sentence()   The sum over the classes is missing. Right: dx[n,k] = y*(dy - sum_k dy*y); yours equals y*(dy - dy*y).
 *   first.explained()  12 of first.wrong() 12
 *   first.advice()     Write sum_k dy*y in place of dy*y
 *   new Diagnosis().confirm(first, later).standing()    CONFIRMED
 * }</pre>
 *
 * <p>What is tried ({@link dev.parity.diagnose.Search}): a factor that has a {@linkplain dev.parity.diagnose.Names name}; each change at
 * each node ({@link dev.parity.diagnose.Edits}), and a named factor on it; other coefficients of the terms or of what is summed up
 * ({@link dev.parity.diagnose.Mixtures}); another number in place of one of the formula's ({@link dev.parity.diagnose.Options}); another
 * precision; and two changes, where no one agrees.
 *
 * <p>What is accepted is decided in bits, by one rule ({@link dev.parity.diagnose.Target}). Over the elements that are wrong, equal pairs
 * once, a hypothesis explains log2(|found - expected| / its own tolerance) each, and no more than a number has. It costs log2 of the
 * hypotheses tried, of the names for each number, all the bits of an element for a number without a name, and 10 for a second change. All
 * elements have to agree and 20 bits to be left; with less it is said to be possible, never to be the cause. Measured on random wrong
 * arrays, none was left with as much.
 *
 * <p>Large arrays are looked at in part ({@link dev.parity.diagnose.Bench}): axes along which nothing is summed are cut, what agrees is
 * asked on the whole.
 */
package dev.parity.diagnose;
