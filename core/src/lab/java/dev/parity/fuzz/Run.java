package dev.parity.fuzz;

import dev.parity.engine.Engine;
import dev.parity.engine.HandwrittenEngine;
import dev.parity.engine.Start;
import dev.parity.engine.TorchEngine;
import dev.parity.graph.Batch;
import dev.parity.spec.Experiment;
import dev.parity.trace.Trace;
import java.util.ArrayList;
import java.util.List;

/** All steps of an experiment, as both sides compute them from one start. */
record Run(Start start, List<Batch> batches, List<Trace> reference, List<Trace> candidate) {
    static Run of(Experiment experiment) {
        Start start = Start.draw(experiment);
        List<Batch> batches = new ArrayList<>();
        for (int step = 1; step <= experiment.steps(); step++) {
            batches.add(start.batch(step));
        }
        try (Engine torch = new TorchEngine(experiment, start, 1);
                Engine handwritten = new HandwrittenEngine(experiment, start, 1, experiment.inject())) {
            return new Run(
                    start,
                    batches,
                    batches.stream().map(torch::step).toList(),
                    batches.stream().map(handwritten::step).toList());
        }
    }
}
