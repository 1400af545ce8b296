package dev.parity.score;

import dev.parity.engine.Engine;
import dev.parity.engine.HandwrittenEngine;
import dev.parity.engine.Start;
import dev.parity.engine.TorchEngine;
import dev.parity.spec.Experiment;
import java.util.List;

/** Who computes what is audited, and does it right. */
enum Side {
    HANDWRITTEN,
    TORCH,
    PLAIN,
    OTHER;

    Engine open(Experiment experiment, Start start) {
        return switch (this) {
            case HANDWRITTEN -> new HandwrittenEngine(experiment, start, 1, List.of());
            case TORCH -> new TorchEngine(experiment, start, 1);
            case PLAIN -> Second.PLAIN.open(experiment, start);
            case OTHER -> Second.OTHER.open(experiment, start);
        };
    }

    /** The two that a network is tried with: PyTorch and the second set of formulas take turns. */
    static List<Side> of(int number) {
        return List.of(HANDWRITTEN, values()[1 + number % 3]);
    }
}
