package dev.parity.audit.script;

import dev.parity.audit.Allowance;
import java.util.Map;

/**
 * How the candidate's array c is held against what is expected, e, with the deviation s of its rounding: TorchScript methods.
 * <pre>
 *   judge(c, e, s, u, n)  a row of figures, see {@link dev.parity.audit.judge.Judged}, of elements of an array of n
 *   scatter(v, s, n)   the deviations of what n runs with noise are off by, √(Σ d²) = v: no less than what a tenth of the mean square of its
 *                      row makes (all dimensions but the first), for a few runs may all be small, and rounding s of its own
 *   root(a)            √Σ t² over the list, elementwise, without squares, which vanish below 1e-162
 *   sound(b, u)        whether operands are finite, and their squares; else nothing that fails is put to the test
 *   representable(e, u)  likewise of what the same operation made before: where exp x leaves the type's range, 0 exp x is NaN
 * </pre>
 *
 * <p>Up to {@link Allowance#DEVIATIONS} deviations is rounding, and no deviation is below half a unit in the last place of the result; where it is infinite,
 * rounding can do anything, and nothing fails. Below the smallest numbers of a type nothing is judged: there processors flush to
 * zero. A number that leaves the type's range on the way from float64 is as good infinite, and so is one that was a mean's sum before,
 * or up to 64 times as large. Nearly everything passes, which the furthest element tells by itself.
 */
public final class JudgeScript {
    /** Figures in a row. */
    public static final int WIDTH = 4;

    static final String TEXT = Template.of("judge").fill(Map.of("deviations", Allowance.DEVIATIONS));

    private JudgeScript() {}
}
