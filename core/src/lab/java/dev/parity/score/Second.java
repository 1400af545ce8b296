package dev.parity.score;

import dev.parity.engine.Engine;
import dev.parity.engine.OtherWords;
import dev.parity.engine.Start;
import dev.parity.spec.Experiment;

/**
 * A second set of correct formulas and orders of summation: PyTorch's autograd over other words, in the network's own type.
 *
 * <pre>
 *                 PLAIN                              OTHER
 *   products      term by term, the bias first       the same in up to 32 blocks, from the last to the first
 *   convolution   a matrix of patches                kernel position by kernel position, the bias first
 *   norms         folded: x a + b                    sums from one element to the next
 *   softmax       exp(z - max) / sum                 exp(z - logsumexp z)
 *   sigmoid       PyTorch's                          (1 + tanh(x / 2)) / 2
 * </pre>
 */
enum Second {
    PLAIN,
    OTHER;

    Engine open(Experiment experiment, Start start) {
        return OtherWords.open(
                experiment,
                start,
                1,
                layer -> SecondLayers.of(layer, this),
                loss -> SecondLosses.of(loss, this),
                SecondOptimizers::of);
    }
}
