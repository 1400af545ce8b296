/**
 * The ways in: {@link dev.parity.Parity} runs a {@link dev.parity.run.Request} on one page, {@link dev.parity.Diff} compares two traces, {@link
 * dev.parity.Recording} writes one. May import all of core.
 */
package dev.parity;
