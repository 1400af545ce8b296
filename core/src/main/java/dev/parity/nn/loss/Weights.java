package dev.parity.nn.loss;

import dev.parity.nn.Array;
import dev.parity.nn.Frame;

/** The factors of a loss's elements: an operand that broadcasts to the prediction, or 1 everywhere. */
@FunctionalInterface
interface Weights {
    /** The factor of the prediction's i-th element. */
    double at(int i);

    static Weights of(Frame at, String name) {
        if (!at.hasParam(name)) {
            return i -> 1;
        }
        Array weight = at.param(name);
        Stretched broadcast = Stretched.of("a " + name, weight.shape(), at.x().shape());
        return i -> weight.get(broadcast.at(i));
    }
}
