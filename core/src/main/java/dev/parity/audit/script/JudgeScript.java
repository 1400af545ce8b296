package dev.parity.audit.script;

import dev.parity.audit.Allowance;
import java.util.Map;

/**
 * How the candidate's array is held against what is expected, with the deviation of its rounding: {@code judge.py}.
 *
 * <p>Up to {@link Allowance#DEVIATIONS} deviations is rounding. A row of figures tells of an array how many elements fail, the furthest off in
 * deviations, what would have been rounding there, and how many elements could not be judged; see {@link dev.parity.audit.judge.Judged}.
 */
public final class JudgeScript {
    /** Figures in a row. */
    public static final int WIDTH = 4;

    static final String TEXT = Template.of("judge").fill(Map.of("deviations", Allowance.DEVIATIONS));

    private JudgeScript() {}
}
