/**
 * How a report is drawn. May import what {@code report} may, {@code report} and {@code report.say}.
 *
 * <p>{@link dev.parity.report.format.TerminalReport} is for the terminal: a {@link dev.parity.report.format.Page} draws the document. What is
 * written to files is a {@link dev.parity.report.format.Format}; to add one is a class here and a word in that list, which the command line
 * and its help ask. {@link dev.parity.report.format.JsonReport} is for machines and writes every figure, so it reads the report itself.
 */
package dev.parity.report.format;
