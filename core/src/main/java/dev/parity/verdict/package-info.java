/**
 * Where the wings meet: what was audited and what was compared become a verdict. May import all but the ways in.
 *
 * <p>{@link dev.parity.verdict.Auditing} has each step judged beside the run; {@link dev.parity.verdict.SideAudit} gathers what fails on a
 * side, {@link dev.parity.verdict.Remarks} what is no error, {@link dev.parity.verdict.Judgements} how much was judged. {@link
 * dev.parity.verdict.Conclusion} decides from both, after {@link dev.parity.verdict.Referee} was asked where a derivative is in dispute.
 */
package dev.parity.verdict;
