/**
 * Where the error is made: every array that a side recorded is computed again from that side's own operands, by PyTorch in float64, and
 * may differ by what one operation rounds. Errors do not spread from one operation to the next here, and rounding does not grow, so every
 * array that fails is an origin of its own.
 *
 * <p>This room itself holds only {@link dev.parity.audit.Allowance}, the table of what passes, and may import nothing. The work is done in four
 * rooms, each of which may name those before it:
 * <ol>
 *   <li>{@link dev.parity.audit.plan} writes a step as operations: what each reads, what it makes, and where that was recorded;
 *   <li>{@link dev.parity.audit.script} makes a TorchScript program of them, which also knows what rounding does to each;
 *   <li>{@link dev.parity.audit.judge} runs it, and looks at what the candidate has beside what is expected;
 *   <li>{@link dev.parity.audit.rule} says what to make of arrays that fail: a convention, a false record, or a mistake.
 * </ol>
 * They stand in the makers' wing because they need libtorch. {@link dev.parity.unseen} asks the opposite question, what would have passed
 * though it were wrong, and needs none.
 *
 * <h2>One layer followed through</h2>
 *
 * A {@code Linear} of 3 inputs and 4 outputs is named {@code fc}; its x is the batch, a {@code MSELoss} follows it, and {@code SGD} moves its weight and
 * bias. The candidate recorded every array of the step. Say that its {@code dx} is wrong.
 *
 * <p><b>What is held.</b> The {@link dev.parity.audit.plan.Plan} holds and judges the same sites, all that were recorded: {@code forward/fc/y},
 * {@code loss/loss/value}, {@code backward/loss/dx}, {@code backward/fc/dx}, {@code gradient/fc/weight} and so on. Nothing is carried, since the weights
 * after the step before were recorded too.
 *
 * <p><b>What the walk writes.</b> A {@link dev.parity.audit.plan.Walk} has an operation for the node, one for the loss, one for its total, one for each
 * weight's gradient and one for each update. As a program says them, {@code g} being operands in the order in which they were first needed:
 * <pre>
 *   A[0] = [g0, g1, g2, g3]       x of the batch, weight and bias as the step before left them, dL/dy as recorded at backward/loss/dx
 *   B[0] = [g1, g2, g3]           what of that depends on the candidate
 *   E[0] = self.e0(A[0])          y, dx, dweight, dbias: what is expected at forward/fc/y and backward/fc/dx
 *   ...
 *   E[3] = [E[0][2]]              at gradient/fc/weight: what its only use makes of it
 *   A[5] = [rates[0], rates[1], rates[2], g7, g1]      lr, momentum, the number of the update; the gradient as recorded; the weight before
 *   E[5] = self.u0(A[5])          at update/fc/weight
 * </pre>
 * Operation 5 reads the gradient that the candidate recorded, not operation 3's: a wrong gradient is one origin, and not a wrong update besides.
 * Had dL/dy not been recorded, the walk would have put {@code v1_1} in its place, which is the loss's own gradient as expected,
 * and y, dx and the gradients of {@code fc} would be judged together with it.
 *
 * <p><b>The text.</b> {@code e0} is {@code node.py} with its holes filled. It runs {@code n0}, the layer's own words {@code torch.linear(x, weight, bias)},
 * and asks autograd for the gradients. {@code q0} runs the same on squared operands, which adds up the squares of the very products; that and
 * their number give a deviation, s² = u²/4 (S + n/2 (S + C²) + C²), since {@code Linear}'s rule is
 * {@link dev.parity.nn.Rounding.Products}.
 *
 * <p><b>The screen.</b> What is expected stays where libtorch has left it, and a {@link dev.parity.audit.judge.Screen} reads it there beside the
 * candidate's array. An element within 22 u |e| cannot be beyond 45 deviations, whatever these are. Most arrays end here. Of {@code dx}
 * many elements are further off, and not within what a sum of 4 products is off as a rule in their row and column either.
 *
 * <p><b>The judgement.</b> These go back to the program, to {@code suspects}. Their deviations are computed now, of these elements alone,
 * and they are held against 45 of them. A {@link dev.parity.audit.judge.SecondLook} takes what fails: the four terms dy w of an element are added up
 * forward, in reverse and in lanes, in the candidate's own precision, and up to three times the worst of that would have been rounding.
 * Here it is not. The array fails, with what it should be.
 *
 * <p><b>The ruling.</b> Of a recorded side, {@link dev.parity.audit.rule.Closure} asks first whether it is a factor that follows elsewhere: it is none.
 * Then what was made of it, as it is recorded and as it should be. But nothing follows from the gradient with respect to the data, so
 * nothing could show what it was used for: it stands, and is the origin. Were it the {@code dx} of a second layer instead, and the gradients of the
 * first plainly those of the right one, the program went on with another array, and it would be let pass as a false record.
 *
 * <h2>Decisions</h2>
 *
 * Operands are taken where the graph names them, never from a private copy, so that stale weights or an old mask
 * show at the first array made with them. The threshold is a number of deviations and no worst case: a worst case of a long sum
 * lets a missing term pass. A deviation is of the terms that some right formula adds up, not of the result, which may cancel. An argument that was
 * recorded is exact, so at a kink the branch must be PyTorch's; the audit is lenient only where it computed the argument itself. And it
 * trusts PyTorch's own expressions; what guards against those is the net under step 1 and, outside these rooms, the referee.
 */
package dev.parity.audit;
