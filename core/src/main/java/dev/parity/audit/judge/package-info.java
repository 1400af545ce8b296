/**
 * Runs the program, and looks at what it leaves: a first look in Java, a judgement by deviations, a second look in the candidate's own
 * precision. May import what {@code audit.script} may, {@code audit.script} and {@code engine}.
 *
 * <p>{@link dev.parity.audit.judge.Auditor} is what the outside knows: a step and its trace in, a {@link dev.parity.audit.judge.Judged} for each array out. It draws
 * up the plan, has the program written and compiled once, and keeps both for as long as traces hold the same sites, since to compile takes
 * longer than to run. What a step leaves behind and was not recorded it carries to the next.
 *
 * <p>{@link dev.parity.audit.judge.StepProgram} is the program at work. The looks are in the order of their cost, and nearly all arrays end at the first:
 * <ol>
 *   <li>{@link dev.parity.audit.judge.Screen}: a loop in Java over what libtorch has left, which takes a quarter of the time of the dozen operators that
 *       would be called for each array. It knows no deviation. Where deviations are drawn it goes by what runs in float32 were off in
 *       the steps before: {@link dev.parity.audit.judge.Float32Error}, which {@link dev.parity.audit.judge.RecentErrors} keeps.
 *   <li>The program's {@code suspects}, by deviations. {@link dev.parity.audit.judge.Roundoffs} says how precise each operation was: the unit roundoff is that
 *       of the coarsest array concerned.
 *   <li>{@link dev.parity.audit.judge.SecondLook} for what is beyond 45 of them: the same in the candidate's own precision, in {@link
 *       dev.parity.audit.judge.OtherOrders} and by {@link dev.parity.audit.judge.OtherFormulas}. A standard deviation assumes that roundings are independent, and
 *       those of a long sum of equal terms are not. To widen the deviation until they fit would make it blind to a missing term; to try
 *       them costs only where something fails.
 * </ol>
 * {@link dev.parity.audit.judge.Trend} is what an array says of itself only over many steps: a lean too small for one of them.
 */
package dev.parity.audit.judge;
