package dev.parity.fault;

import java.util.List;

/**
 * Faults of one kind of thing, in a file of their own.
 *
 * @param name as {@code parity list faults} heads them
 */
public record Family(String name, List<Fault> faults) {
    static final List<Family> ALL = List.of(
            new Family("Linear layers", LinearFaults.ALL),
            new Family("Activations", ActivationFaults.ALL),
            new Family("Softmax", SoftmaxFaults.ALL),
            new Family("Cross-entropy", CrossEntropyFaults.ALL),
            new Family("Other losses", LossFaults.ALL),
            new Family("Convolution", ConvolutionFaults.ALL),
            new Family("Pooling, embedding, dropout", PickFaults.ALL),
            new Family("Batch norm", BatchNormFaults.ALL),
            new Family("Other norms", NormFaults.ALL),
            new Family("Recurrent layers", RecurrentFaults.ALL),
            new Family("Attention", AttentionFaults.ALL),
            new Family("Between layers", GraphFaults.ALL),
            new Family("Penalty", PenaltyFaults.ALL),
            new Family("SGD and RMSprop", SgdFaults.ALL),
            new Family("Adam", AdamFaults.ALL),
            new Family("Loop, data, precision", LoopFaults.ALL));
}
