package dev.parity.nn.optim;

import dev.parity.tensor.BadInput;

/** The checks that torch.optim's constructors make. */
final class Options {
    private Options() {}

    static void notNegative(String name, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new BadInput(name + " is a finite number from 0, and here is " + value);
        }
    }
}
