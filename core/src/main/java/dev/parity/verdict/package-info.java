/**
 * Where the wings meet: what was audited and what was compared become a verdict. May import all but the ways in.
 *
 * <p>{@link dev.parity.verdict.Auditing} has each step judged beside the run; {@link dev.parity.verdict.SideAudit} gathers what fails on a
 * side, {@link dev.parity.verdict.Remarks} what is no error, {@link dev.parity.verdict.Judgements} how much was judged. {@link
 * dev.parity.verdict.Conclusion} decides once from what was {@link dev.parity.verdict.Observed}, after {@link dev.parity.verdict.Referee} was
 * asked where a derivative is in dispute. What a program may keep otherwise is {@link dev.parity.verdict.Pending} until other steps bear it out.
 *
 * <p>Of each origin {@link dev.parity.verdict.Spans} says between what and what it lies, and {@link dev.parity.verdict.Inquiry} why: while the step
 * is at hand {@link dev.parity.verdict.Recorded} finds what the array was made of and {@link dev.parity.verdict.Exhibits} makes evidence of it;
 * the search waits until the run is over, and {@link dev.parity.verdict.Told} makes one finding of a named fault and a changed formula. The
 * verdict never waits for a cause, and none can take it away.
 */
package dev.parity.verdict;
