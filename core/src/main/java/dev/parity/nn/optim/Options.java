package dev.parity.nn.optim;

import dev.parity.tensor.BadInput;
import java.util.List;

/** The checks that torch.optim's constructors make. */
final class Options {
    private Options() {}

    static void notNegative(String name, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new BadInput(name + " is a finite number from 0, and here is " + value);
        }
    }

    static void betas(List<Double> betas) {
        if (betas.size() != 2 || !betas.stream().allMatch(b -> b >= 0 && b < 1)) {
            throw new BadInput("betas are two numbers from 0 and below 1, and here is " + betas);
        }
    }
}
