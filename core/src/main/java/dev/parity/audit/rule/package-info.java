/**
 * What to make of arrays that fail: a convention, a false record, or a mistake, and which of several arrays it is made in. May import what
 * {@code audit.judge} may, and {@code audit.judge}.
 *
 * <p>{@link dev.parity.audit.rule.Closure} rules on the failing arrays of recorded sides, by judging the step again from what such a side owes alone. The
 * result is a {@link dev.parity.audit.rule.Ruling}, with each {@link dev.parity.audit.rule.Excused} array. An engine of ours has no conventions, so there
 * every failure stands. {@link dev.parity.audit.rule.Mistake} counts errors rather than arrays: what follows from a layer's wrong output, or a weight
 * from its wrong state, is part of it.
 */
package dev.parity.audit.rule;
