/**
 * Says what came of a run, to people and to machines. May import {@code tensor}, {@code trace}, {@code fault}, {@code
 * compare} and {@code diagnose}.
 *
 * <p>{@link dev.parity.report.Report} is the result as plain values. {@link dev.parity.report.format.JsonReport} writes it
 * under the contract {@code parity-report/1}, {@link dev.parity.report.format.TerminalReport} draws it to be read, in three parts: {@link
 * dev.parity.report.say.Made}, {@link dev.parity.report.say.Apart} and {@link dev.parity.report.say.Counts}. What both
 * might choose or round differently is settled before: which steps make the table, and which gradient is the worst of a
 * step, is {@link dev.parity.report.say.StepTable}; a site in words is {@link dev.parity.report.say.Words}; a number as text is
 * {@link dev.parity.report.say.Numbers}.
 *
 * <p>No clock is read here and no default locale: times are handed in, texts are {@code Locale.ROOT} with {@code \n},
 * so that equal results are equal bytes everywhere.
 */
package dev.parity.report;
