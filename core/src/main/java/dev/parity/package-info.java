/**
 * The doorway: {@link dev.parity.Parity} runs a {@link dev.parity.Request} on one page. May import all of core.
 *
 * <ul>
 *   <li>Sides: {@code Opener} opens each engine on a thread of its own ({@code Worker}), and {@code Repeats} runs it again.
 *   <li>End to end: {@code Pairing} brings their arrays together; {@code Strays}, {@code Shapes} and {@code Views} are what may be the matter
 *       with recorded ones.
 *   <li>Audit: {@code Auditing} has each step judged beside the run; {@code SideAudit} gathers what fails on a side, {@code Remarks} what
 *       is no error, {@code Judgements} how much was judged.
 *   <li>Verdict: {@code Conclusion}, from both, after {@code Referee} was asked where a derivative is in dispute.
 * </ul>
 *
 * <p>{@link dev.parity.Diff} and {@link dev.parity.Recording} are the other two ways in.
 */
package dev.parity;
