/**
 * Measures how far a candidate is from its reference. May import {@code tensor} and {@code trace}.
 *
 * <p>This is the end-to-end comparison, what a user sees: both sides ran freely from the same start, and every array
 * that both recorded is held against a {@link dev.parity.compare.Tolerance}. The steps come one at a time, so
 * {@link dev.parity.compare.Comparer} keeps small rows and never an array.
 *
 * <ul>
 *   <li>{@link dev.parity.compare.Measure}: one pass over two arrays;
 *   <li>{@link dev.parity.compare.Compared}: a measure and its site;
 *   <li>{@link dev.parity.compare.Step}: the row of one step, {@link dev.parity.compare.Summary} that of one array over
 *     all steps;
 *   <li>{@link dev.parity.compare.Comparison}: all of it, and the {@link dev.parity.compare.Verdict}.
 * </ul>
 *
 * <p>Two habits run through the room. Success is asked for, never failure, so that NaN and infinity cannot pass by a
 * comparison that is false. And everything is counted, also what was not compared, so that a verdict can say on what it
 * rests.
 *
 * <p>Causal order is step, then phase, then the order in which the reference recorded. The first mismatch in that order
 * is where an error is first <em>seen</em>; where it is <em>made</em> is the audit's to say.
 */
package dev.parity.compare;
