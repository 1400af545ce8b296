package dev.parity.nn.loss;

import dev.parity.nn.Only;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Shape;

/** How the elements' losses become one number; spelled as PyTorch spells it. */
public enum Reduction {
    mean,
    sum,
    /** KLDivLoss only: the sum divided by the first dimension. */
    @Only("KLDivLoss")
    batchmean;

    /** Refuses {@code batchmean} for losses that do not have it. */
    void notBatchmean(String loss) {
        if (this == batchmean) {
            throw new BadInput(
                    "the reduction of " + loss + " is \"mean\" or \"sum\"; only KLDivLoss has \"batchmean\"");
        }
    }

    /** The code that ATen's functions take; batchmean is a sum that is divided afterwards. */
    int torch() {
        return this == mean ? 1 : 2;
    }

    /** What a sum over the elements of a shape is divided by. */
    int divisor(Shape elements) {
        return switch (this) {
            case mean -> elements.size();
            case sum -> 1;
            case batchmean -> elements.rank() == 0 ? 1 : elements.dim(0);
        };
    }
}
