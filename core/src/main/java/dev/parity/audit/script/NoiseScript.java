package dev.parity.audit.script;

import dev.parity.audit.Allowance;
import java.util.Map;

/**
 * How rounding is drawn, where no rule gives its deviation.
 * <pre>
 *   r(t, u), a(t, m, u) t with a rounding's noise, relative and at the size m
 *   shaken(a)           operands at a point nearby
 * </pre>
 * Noise is drawn in float32, which is several times as fast. {@code u} is the unit roundoff of the coarsest array concerned.
 */
public final class NoiseScript {
    /** Draws of a scatter; where an array fails by them it is drawn again, {@link DeviationScript#AGAIN} times as often. */
    static final int DRAWS = 4;

    /**
     * How far off a point nearby is, relative to each operand: in float32 it moves a tanh of 0.999, whose slope is 2e-3, to another number,
     * and how badly anything is conditioned is the same there.
     */
    private static final double NEARBY = 0x1p-14;

    /**
     * Noise below 2^-30 would drown in the rounding of the draw itself, so it is drawn larger and scaled back. A few draws may
     * all be small, so an element has at least the deviation of a tenth of the mean square in its row. Squares vanish below 1e-150.
     */
    static final String TEXT = Template.of("noise")
            .fill(Map.of("draws", DRAWS, "floor32", Allowance.FLOOR32, "floor64", Allowance.FLOOR64, "nearby", NEARBY));

    private NoiseScript() {}
}
