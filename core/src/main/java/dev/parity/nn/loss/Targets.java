package dev.parity.nn.loss;

import dev.parity.tensor.BadInput;
import dev.parity.tensor.Tensor;
import java.util.Arrays;

/** The numbers that a target may hold. PyTorch computes something for others too, and it means nothing. */
final class Targets {
    private Targets() {}

    /** Refuses a number below {@code low} or above {@code high}. */
    static void between(Loss loss, Tensor target, double low, double high, String what) {
        for (int i = 0; i < target.size(); i++) {
            double t = target.get(i);
            if (!(t >= low && t <= high)) {
                String range = high == Double.POSITIVE_INFINITY ? "not below " + low : "from " + low + " to " + high;
                throw new BadInput(loss.type() + " takes targets " + range + ", " + what + ", and " + at(target, i));
            }
        }
    }

    /** Refuses a number that is neither 1 nor -1. */
    static void sign(Loss loss, Tensor target) {
        for (int i = 0; i < target.size(); i++) {
            if (Math.abs(target.get(i)) != 1) {
                throw new BadInput(loss.type() + " takes targets 1 (alike) and -1 (not alike), and " + at(target, i));
            }
        }
    }

    private static String at(Tensor target, int i) {
        return "the one at " + Arrays.toString(target.shape().index(i)) + " is " + target.get(i);
    }
}
