package dev.parity.audit.judge;

import dev.parity.audit.plan.Operand;
import dev.parity.audit.script.StepScript;
import dev.parity.engine.TorchProgram.Lent;
import dev.parity.tensor.DType;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Numbers that are not finite, made of finite ones, where the reference has finite ones: no rounding, no unstable formula and no missing
 * deviation excuses them. What is made of them later is not put to the test, and so it is only here that their origin can be seen.
 *
 * <p>What an operation reads on its way back says nothing of what it makes on its way forward: a NaN that a layer sent out returns to it
 * as a gradient.
 */
final class Unfounded {
    /** Numbers whose squares have room in a type; beyond them PyTorch itself might leave it on the way. */
    private static final double ROOM = 1e150;

    private static final double ROOM_32 = 1e18;

    private final StepScript script;
    private final List<Tensor> operands;
    private final Tensor roundoffs;
    private final Map<Operand, Boolean> sound = new HashMap<>();

    /**
     * @param operands of the program, in its order
     * @param roundoffs of each operation
     */
    Unfounded(StepScript script, List<Tensor> operands, Tensor roundoffs) {
        this.script = script;
        this.operands = operands;
        this.roundoffs = roundoffs;
    }

    /** How many there are in an array; none where something was not recorded of which it is made, since that may have left the type. */
    long in(Site site, int operation, Set<Site> together, Screen screen, Lent e) {
        if (screen.finite() || !together.isEmpty()) {
            return 0;
        }
        double room = roundoffs.get(operation) > DType.FLOAT64.roundoff() ? ROOM_32 : ROOM;
        long found = 0;
        for (int k = 0; k < screen.far().length; k++) {
            double expected = e.values().get((int) screen.far()[k]);
            found += !Double.isFinite(screen.values()[k]) && Math.abs(expected) <= room ? 1 : 0;
        }
        boolean founded = found > 0
                && script.operation(operation).reads().operands().stream()
                        .filter(o -> reads(site, o))
                        .anyMatch(o -> !sound(o, room));
        return founded ? 0 : found;
    }

    /** Whether an array is made of an operand of its operation. */
    private static boolean reads(Site site, Operand operand) {
        boolean back = operand.kind() == Operand.Kind.RECORDED && operand.site().phase() == Phase.BACKWARD;
        boolean forth = site.phase() == Phase.FORWARD || site.phase() == Phase.LOSS || site.phase() == Phase.STATE;
        return !(back && forth);
    }

    private boolean sound(Operand operand, double room) {
        return sound.computeIfAbsent(operand, o -> {
            int at = script.operands().indexOf(o);
            Tensor array = operands.get(at);
            for (int i = 0; i < array.size(); i++) {
                if (!(Math.abs(array.get(i)) <= room)) {
                    return false;
                }
            }
            return true;
        });
    }
}
