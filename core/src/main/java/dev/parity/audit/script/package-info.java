/**
 * The program that judges a step, in TorchScript: what is expected, how far rounding moves it, and the judgement. May import what {@code
 * audit.plan} may, and {@code audit.plan}.
 */
package dev.parity.audit.script;
