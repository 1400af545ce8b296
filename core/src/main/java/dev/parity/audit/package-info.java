/**
 * Where the error is made: every array that a side recorded is computed again from that side's own operands, by PyTorch in float64, and
 * may differ by what one operation rounds. May import {@code tensor}, {@code trace}, {@code nn}, {@code spec} and {@code engine}.
 *
 * <p>It stands in the makers' wing because it needs libtorch. Errors do not spread from one operation to the next here, and
 * rounding does not grow, so every array that fails is an origin of its own.
 *
 * <p><b>In the order in which a step passes through.</b>
 * <ol>
 *   <li>{@link dev.parity.audit.judge.Auditor} is what the outside knows: a step and its trace in, a {@link dev.parity.audit.judge.Judged} for each array out. It draws up a {@link dev.parity.audit.plan.Plan}
 *       (what is held, what is judged, what is carried), has it written and compiled once, and keeps both for as long as traces
 *       hold the same sites: to compile takes longer than to run.
 *   <li>{@link dev.parity.audit.plan.Walk} writes the step as operations in causal order over whatever is recorded, in three parts that have little in common:
 *       {@link dev.parity.audit.plan.NodeWalk}, {@link dev.parity.audit.plan.LossWalk}, {@link dev.parity.audit.plan.WeightWalk}. An {@link dev.parity.audit.plan.Operand} that is not recorded is what the walk itself made of the
 *       nearest ancestors that are, so any subset of sites can be audited, only more coarsely, and each judged array knows what it
 *       was judged together with. {@link dev.parity.audit.plan.NodeOperands} are what a node reads beside its inputs.
 *   <li>{@link dev.parity.audit.script.StepScript} assembles the program around it: what is expected, and with it the deviations of losses, which are wanted in
 *       nearly every step; {@link dev.parity.audit.script.SuspectScript} what comes after a first look: deviations, then judgement. All of it is TorchScript, since
 *       to carry arrays and call operators from Java, one by one, took several times as long as the training; an operand crosses over once.
 *   <li>{@link dev.parity.audit.judge.StepProgram} runs it. What is expected stays where libtorch has left it, and a {@link dev.parity.audit.judge.Screen} looks at it there: a loop in Java
 *       takes a quarter of the time of the dozen operators that would be called for each array. The steps are in the order of their cost, and
 *       nearly all arrays end at the first.
 *   <li>{@link dev.parity.audit.script.FirstScript} lets pass what can be let pass at less cost than a deviation's. What runs in float32 have {@link dev.parity.audit.judge.Shown} there
 *       is kept in the audit's {@link dev.parity.spec.Memory}, by which the screen goes in the steps that follow.
 *   <li>{@link dev.parity.audit.script.DeviationScript} computes an operation's deviations when they are wanted, of the elements that are far where that is cheaper.
 *   <li>The methods that the program calls are {@link dev.parity.audit.script.AuditScript}'s. {@link dev.parity.audit.script.NodeScript}, {@link dev.parity.audit.script.LossScript} and {@link dev.parity.audit.script.OptimizerScript} make
 *       of each layer, loss or optimizer what is expected, and of the rule beside it ({@link dev.parity.nn.Rounding}; a node's through
 *       {@link dev.parity.audit.script.RoundingScript}) how far rounding moves that; {@link dev.parity.audit.script.NoiseScript} draws it where no rule gives it, {@link dev.parity.audit.script.TogetherScript} where
 *       operations are judged together; {@link dev.parity.audit.script.JudgeScript} holds candidate against expected. {@link dev.parity.audit.script.Methods} is the text under way,
 *       {@link dev.parity.audit.script.Slice} what of a rule is needed for one array.
 *   <li>{@link dev.parity.audit.judge.Roundoffs} says how precise each operation was: the unit roundoff is that of the coarsest array concerned.
 *   <li>{@link dev.parity.audit.judge.SecondLook} is for what is beyond 45 deviations: the same in the candidate's own precision, in {@link dev.parity.audit.judge.OtherOrders} and by
 *       {@link dev.parity.audit.judge.OtherFormulas}. A standard deviation assumes that roundings are independent, and those of a long sum of equal terms are not.
 *       To widen the deviation until they fit would make it blind to a missing term; to try them costs only where something fails.
 *   <li>{@link dev.parity.audit.rule.Closure} rules on what still fails, for recorded sides alone: a convention, a false record, or a bug. The result is a
 *       {@link dev.parity.audit.rule.Ruling}, with each {@link dev.parity.audit.rule.Excused} array. An engine of ours has no conventions, so there every failure stands.
 *   <li>{@link dev.parity.audit.rule.Mistake} counts errors rather than arrays: what follows from a layer's wrong output, or a weight from its wrong state, is part of it.
 *   <li>{@link dev.parity.audit.judge.Trend} is what an array says of itself only over many steps: a lean too small for one of them.
 * </ol>
 *
 * <p>{@link dev.parity.unseen.Vacuity} and {@link dev.parity.unseen.Idleness} ask the opposite question, what would have passed though it were wrong, of the {@link dev.parity.graph.Values}
 * of each step. They need no libtorch, and are here because they read the same graph.
 *
 * <p><b>Decisions.</b> Operands are taken where the graph names them, never from a private copy, so that stale weights or an old mask
 * show at the first array made with them. The threshold is a number of deviations and no worst case: a worst case of a long sum
 * lets a missing term pass. Sigma is of the terms that some right formula adds up, not of the result, which may cancel. An argument that was
 * recorded is exact, so at a kink the branch must be PyTorch's; it is lenient only where it computed the argument itself. And it
 * trusts PyTorch's own expressions; what guards against those is the net under step 1 and, outside this room, the referee.
 */
package dev.parity.audit;
