/**
 * The program that judges a step, in TorchScript: what is expected, how far rounding moves it, and the judgement. May import what {@code
 * audit.plan} may, and {@code audit.plan}. Nothing here runs: texts go in and a text comes out, without libtorch.
 *
 * <p>It is TorchScript because to carry arrays and call operators from Java, one by one, took several times as long as the training; so an
 * operand crosses over once. What is constant of it stands in files beside the classes that fill their holes, see {@link
 * dev.parity.audit.script.Template}: they open in an editor as Python, and their comments say what each method does.
 *
 * <ul>
 *   <li>{@link dev.parity.audit.script.AuditScript} is what does not depend on what was recorded: the methods of each layer, loss and optimizer.
 *       {@link dev.parity.audit.script.NodeScript}, {@link dev.parity.audit.script.LossScript} and {@link dev.parity.audit.script.OptimizerScript} make what is
 *       expected of the formula in {@code nn}; the rounding beside it becomes deviations, of a node through {@link
 *       dev.parity.audit.script.RoundingScript} and one {@link dev.parity.audit.script.RuleScript} for each kind of {@link dev.parity.nn.Rounding}.
 *   <li>{@link dev.parity.audit.script.StepScript} is what does: a step's operations, in the order of a walk, and the ways to judge them.
 *       {@link dev.parity.audit.script.SuspectScript} judges what the screen found, by {@link dev.parity.audit.script.JudgeScript}. The ways to a deviation are in the order of
 *       their cost: {@link dev.parity.audit.script.FirstScript} lets pass what can be let pass at less, {@link dev.parity.audit.script.DeviationScript}
 *       computes it, of the elements that are far where that is cheaper, {@link dev.parity.audit.script.NoiseScript} draws it where no rule gives
 *       it, and {@link dev.parity.audit.script.TogetherScript} where operations are judged together.
 *   <li>{@link dev.parity.audit.script.Methods} is a text under way, and {@link dev.parity.audit.script.Slice} what of a rule is needed for one array.
 * </ul>
 *
 * <p>A test holds the texts of all examples to what they were, byte for byte, so that a change which means none makes none.
 */
package dev.parity.audit.script;
