/**
 * Runs the program, and looks at what it leaves: a first look in Java, a judgement by deviations, a second look in the candidate's own
 * precision. May import what {@code audit.script} may, {@code audit.script} and {@code engine}.
 */
package dev.parity.audit.judge;
