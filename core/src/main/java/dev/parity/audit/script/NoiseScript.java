package dev.parity.audit.script;

import dev.parity.audit.Allowance;
import java.util.Map;

/** How rounding is drawn, where no rule gives its deviation: {@code noise.py}. */
public final class NoiseScript {
    /** Draws of a scatter; where an array fails by them it is drawn again, {@link DeviationScript#AGAIN} times as often. */
    static final int DRAWS = 4;

    /**
     * How far off a point nearby is, relative to each operand: in float32 it moves a tanh of 0.999, whose slope is 2e-3, to another number,
     * and how badly anything is conditioned is the same there.
     */
    private static final double NEARBY = 0x1p-14;

    static final String TEXT = Template.of("noise")
            .fill(Map.of("draws", DRAWS, "floor32", Allowance.FLOOR32, "floor64", Allowance.FLOOR64, "nearby", NEARBY));

    private NoiseScript() {}
}
