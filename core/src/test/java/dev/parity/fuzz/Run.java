package dev.parity.fuzz;

import dev.parity.engine.Batch;
import dev.parity.engine.Engine;
import dev.parity.engine.HandwrittenEngine;
import dev.parity.engine.Start;
import dev.parity.engine.TorchEngine;
import dev.parity.spec.Experiment;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** All steps of an experiment, as each side computes them. */
final class Run {
    private Run() {}

    /** PyTorch's side. */
    static List<Trace> reference(Experiment experiment) {
        return reference(experiment, UnaryOperator.identity());
    }

    /** PyTorch's side, with every array that it starts from changed first. */
    static List<Trace> reference(Experiment experiment, UnaryOperator<Tensor> change) {
        Start start = Start.draw(experiment);
        start.weights().replaceAll((name, value) -> change.apply(value));
        try (Engine engine = new TorchEngine(experiment, start, 1)) {
            return steps(experiment, start, engine, change);
        }
    }

    static List<Trace> candidate(Experiment experiment) {
        Start start = Start.draw(experiment);
        try (Engine engine = new HandwrittenEngine(experiment, start, 1, List.of())) {
            return steps(experiment, start, engine, UnaryOperator.identity());
        }
    }

    private static List<Trace> steps(Experiment experiment, Start start, Engine engine, UnaryOperator<Tensor> change) {
        List<Trace> traces = new ArrayList<>();
        for (int step = 1; step <= experiment.steps(); step++) {
            Batch batch = start.batch(step);
            Map<String, Tensor> columns = new LinkedHashMap<>();
            batch.columns().forEach((key, column) -> columns.put(key, change.apply(column)));
            Trace trace = engine.step(new Batch(step, columns, batch.masks()));
            columns.forEach((key, column) -> trace.put(Site.data(batch.step(), key), column));
            traces.add(trace);
        }
        return traces;
    }
}
