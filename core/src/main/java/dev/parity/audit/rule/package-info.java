/**
 * What to make of arrays that fail: a convention, a false record, or a mistake, and which of several arrays it is made in. May import what
 * {@code audit.judge} may, and {@code audit.judge}.
 */
package dev.parity.audit.rule;
