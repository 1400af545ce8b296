package dev.parity.nn.loss;

import dev.parity.tensor.BadInput;

/** How the elements' losses become one number; spelled as PyTorch spells it. */
public enum Reduction {
    mean,
    sum,
    /** KLDivLoss only: the sum divided by the first dimension. */
    batchmean;

    /** Refuses {@code batchmean} for losses that do not have it. */
    void notBatchmean(String loss) {
        if (this == batchmean) {
            throw new BadInput("the reduction of " + loss + " is \"mean\" or \"sum\"; only KLDivLoss has \"batchmean\"");
        }
    }

    /** The code that ATen's functions take; batchmean is a sum that is divided afterwards. */
    int torch() {
        return this == mean ? 1 : 2;
    }

    /** What a sum over {@code n} elements is divided by. */
    int divisor(int n) {
        return this == mean ? n : 1;
    }
}
