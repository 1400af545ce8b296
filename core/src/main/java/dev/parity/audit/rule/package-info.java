/**
 * What to make of arrays that fail: a convention, a false record, something masked, or a mistake, and which of several arrays it is made
 * in. May import what {@code audit.judge} may, and {@code audit.judge}.
 *
 * <p><b>What is owed, and what is evidence.</b> The loss, the gradients, the states and the weights are what an implementation owes. What
 * lies in between is evidence: a factor or a sign may sit elsewhere, and a program may record one array and go on with another. But an
 * array that is evidence is let pass only for a reason that the records themselves prove.
 *
 * <p><b>The ruling on a step</b>, {@link dev.parity.audit.rule.Closure}. Every look at other records runs the program of the step once
 * more, with the numbers exchanged: nothing is compiled for it.
 * <ol>
 *   <li><b>What is known is granted.</b> A factor that was proven in a step before holds, if fewer arrays fail with it than without.
 *   <li><b>Conventions first</b>, {@link dev.parity.audit.rule.Conventions}. A cheap test, one scalar product, says whether a failing dL/dx is
 *       a number k times what it should be. Then every dL/dx that follows and passes carries k too, because backward is linear: the {@link
 *       dev.parity.audit.rule.Chain}. The chain is divided by k (and, as a second guess, the gradients and states that follow with it), and the
 *       whole step is judged again. It is a convention if fewer arrays fail than before: a wrong factor at the head leaves one
 *       array failing, the head, and all that follow from it right by their own operands, so that to divide makes more fail; a convention
 *       leaves the head and every gradient failing, and to divide mends all but those that are wrong in their own right. So it is granted
 *       to those that share it, and what is wrong under it is wrong: also a gradient that looked right without it, since its mistake
 *       happens to be the same factor. If no owed array gets right by it, only a sign or a count of the batch is granted, which are
 *       how half of all courses write it. Gradients and states that are k times PyTorch's are owed, so there the recorded update has to prove
 *       that it undoes k: wrong by the gradient as it is recorded, and right by the gradient over k. A gradient whose update was
 *       not recorded shares in what others prove. Last, weights before Nesterov's look-ahead: {@link dev.parity.audit.rule.LookAhead}.
 *   <li><b>Then what was gone on with</b>, {@link dev.parity.audit.rule.Follows}. For each failing array that is evidence, in causal order: all
 *       that is made of it is computed from it as it is recorded (moved), and as it should be (unmoved). Each recorded array that the
 *       difference reaches is held against both. If one is nearer to moved, the array was gone on with, and is an origin. If one is plainly
 *       nearer to unmoved, and none to moved, it is a false record, and what follows is judged from what it should be. If nothing that was
 *       recorded moves at all although it is read, what follows masks it. If the difference is of the size of the rounding there, nothing is
 *       proven, and it stands.
 *   <li>The same of a gradient: it is owed, so it is an origin either way, but a weight that was moved by the right one is right.
 *   <li><b>The truth.</b> From the weights at the start of the step alone it is known what the step owes. An owed array that fails by its
 *       operands, but is that, and plainly nearer to it than to what its operands make, is right: its operands are not. In step 1, where
 *       both sides begin alike, an owed array that is not the truth is never cleared by what was granted: it is an origin where none before
 *       it explains it.
 * </ol>
 *
 * <p><b>Over the steps</b>, {@link dev.parity.audit.rule.Ledger}. A convention is one: the same factor in every step, or the same quantity (of
 * the rows of a batch, a learning rate, see {@link dev.parity.audit.rule.Quantities}); of a size that somebody might write; in more than one element, or
 * shared with an array that has more. What is granted in a step is therefore held until the run is over: a factor that was another one in
 * another step, or came once and is no number of the step's, is a mistake where it is owed and a false record where it is not. What was
 * accused once is not tried again in the steps after: its ruling is known, and a look costs as much as a step.
 *
 * <p>{@link dev.parity.audit.rule.Mistake} counts errors rather than arrays.
 */
package dev.parity.audit.rule;
