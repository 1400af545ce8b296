package dev.parity.engine;

import dev.parity.nn.layer.Layer;
import dev.parity.nn.loss.Loss;
import dev.parity.nn.optim.Optimizer;

/** In which words a PyTorch program says each layer, loss and optimizer. Others than PyTorch's own add up in other orders. */
interface Expressions {
    /** The words beside the formulas in {@code nn}: PyTorch's own operators. */
    Expressions PYTORCH = new Expressions() {};

    default String of(Layer layer) {
        return layer.torch();
    }

    default String of(Loss loss) {
        return loss.torch();
    }

    default String of(Optimizer optimizer) {
        return optimizer.torch();
    }
}
