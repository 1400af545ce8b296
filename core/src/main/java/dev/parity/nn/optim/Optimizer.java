package dev.parity.nn.optim;

import java.util.List;

/**
 * An optimizer: torch.optim's class of the same name, said by hand and in PyTorch's own words, for one parameter.
 * What holds for a {@code Layer} holds here: the record is the JSON, {@code permits} is the registry.
 */
public sealed interface Optimizer permits SGD {
    default String type() {
        return getClass().getSimpleName();
    }

    /** The learning rate that a schedule starts from. */
    double lr();

    /** The names of its state tensors, as torch.optim names them; each has the parameter's shape and starts at zero. */
    default List<String> state() {
        return List.of();
    }

    /** Takes one step, by hand: changes the weight and the state in place. */
    void step(Update at);

    /**
     * The same step in PyTorch's own words, operation by operation as torch.optim does it: TorchScript that makes new values
     * of {@code w} and of each state tensor from them, from the gradient {@code g}, the learning rate {@code lr} (a float)
     * and the number of the step {@code t} (an int, from 1).
     */
    String torch();
}
