/**
 * What came of a run, as plain values. May import {@code tensor}, {@code trace}, {@code fault}, {@code compare} and {@code diagnose}.
 *
 * <p>A {@link dev.parity.report.Report} has six parts: the {@link dev.parity.report.Run}, the {@link dev.parity.report.Judgement}, what the
 * {@link dev.parity.report.Audit} found, what could not have been seen, warnings, and the comparison end to end. What is said of them is
 * {@code report.say}'s, how that is drawn {@code report.format}'s.
 */
package dev.parity.report;
