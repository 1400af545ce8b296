/**
 * How a report is drawn: {@link dev.parity.report.format.TerminalReport} for people, {@link dev.parity.report.format.JsonReport} for machines,
 * under the contract {@code parity-report/1}. May import what {@code report} may, {@code report} and {@code report.say}.
 */
package dev.parity.report.format;
