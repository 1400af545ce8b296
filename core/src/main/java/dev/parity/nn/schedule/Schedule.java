package dev.parity.nn.schedule;

import java.util.stream.Stream;

/** A scheduler of {@code torch.optim.lr_scheduler}: the record is the JSON, {@code permits} is the registry. */
public sealed interface Schedule permits Rule, SequentialLR {
    /** What PyTorch's constructor does: takes hold of a group, and may change it. Returns what follows each update. */
    Runnable attach(Group group);

    /** The one-cycle schedules in it, which want to know how long a run is and whether there is a momentum. */
    default Stream<OneCycleLR> cycles() {
        return Stream.empty();
    }
}
