/**
 * A step of a recorded run as operations in causal order: what is held, what is judged, and what each array is made of. May import {@code
 * tensor}, {@code trace}, {@code nn}, {@code spec} and {@code graph}.
 *
 * <p>A {@link dev.parity.audit.plan.Plan} says what was recorded, and what of it is judged. {@link dev.parity.audit.plan.Walk} is the outcome, a value: the
 * {@link dev.parity.audit.plan.StepOperation}s, the {@link dev.parity.audit.plan.Operand}s that a program is given, and for each site the {@link
 * dev.parity.audit.plan.Expected} array. A {@link dev.parity.audit.plan.Walker} makes it, in three parts that have little in common: {@link
 * dev.parity.audit.plan.NodeWalk}, {@link dev.parity.audit.plan.LossWalk} and {@link dev.parity.audit.plan.WeightWalk}.
 *
 * <p>An operand that was not recorded is what the walk itself has made of the nearest ancestors that were, so any subset of sites can be audited,
 * only more coarsely, and each expected array knows what it is judged together with.
 *
 * <p>There are seven kinds of operations, each in a file of its own. An operation says its own formula, in TorchScript over what it reads: that
 * formula, what of it depends on the candidate and what its deviations need are one thought, and three lists kept apart would drift
 * apart. What stands around these lines is {@link dev.parity.audit.script}'s.
 */
package dev.parity.audit.plan;
