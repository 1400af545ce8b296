/**
 * What a report says, made once: a {@link dev.parity.report.say.Document} of headings, sentences, details and tables, which knows nothing of
 * how it will look. May import what {@code report} may, and {@code report}.
 *
 * <p>{@link dev.parity.report.say.Telling} goes through a report, in three parts: {@link dev.parity.report.say.Made}, where errors are made,
 * {@link dev.parity.report.say.Apart}, how far the sides are apart, {@link dev.parity.report.say.Counts}, what was looked at. What
 * formats might choose or round differently is settled here: which steps make the table, and which gradient is the worst of a step, is
 * {@link dev.parity.report.say.StepTable}; a site in words is {@link dev.parity.report.say.Words}; a number as text is {@link
 * dev.parity.report.say.Numbers}.
 *
 * <p>No clock is read here and no default locale: times are handed in, texts are {@code Locale.ROOT}, so that equal results are equal bytes
 * everywhere.
 */
package dev.parity.report.say;
