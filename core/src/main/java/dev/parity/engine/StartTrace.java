package dev.parity.engine;

import dev.parity.graph.Batch;
import dev.parity.graph.Graph;
import dev.parity.spec.Data;
import dev.parity.spec.Experiment;
import dev.parity.spec.Source;
import dev.parity.spec.Weight;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;

/** A {@link Start} under its sites: what a trace of a whole run begins with, and what a recorded one is held to. */
public final class StartTrace {
    private final Experiment experiment;
    private final Start start;

    public StartTrace(Experiment experiment, Start start) {
        this.experiment = experiment;
        this.start = start;
    }

    /** The initial buffers and weights: {@code 0/state/LAYER/NAME}, {@code 0/update/LAYER/NAME}. */
    public Trace weights() {
        Trace trace = new Trace();
        for (boolean buffers : new boolean[] {true, false}) {
            experiment.weights().stream()
                    .filter(weight -> weight.buffer() == buffers)
                    .forEach(w -> trace.put(Graph.left(w).at(0), start.weights().get(w.name())));
        }
        return trace;
    }

    /** What a step is fed: {@code N/data/KEY}, {@code N/data/LAYER/mask}. */
    public Trace data(int step) {
        return data(start.batch(step));
    }

    /** The same of a batch that is at hand: masks of a step that lies behind would be drawn from the first on. */
    public static Trace data(Batch batch) {
        Trace trace = new Trace();
        batch.columns().forEach((key, column) -> trace.put(Site.data(batch.step(), key), column));
        batch.masks().forEach((node, mask) -> trace.put(Graph.mask(node).at(batch.step()), mask));
        return trace;
    }

    /** What a step must leave of frozen weights, if it is recorded: what they were at the start. */
    public Trace frozen(int step) {
        Trace trace = new Trace();
        experiment.weights().stream()
                .filter(Weight::frozen)
                .forEach(w -> trace.put(Graph.left(w).at(step), start.weights().get(w.name())));
        return trace;
    }

    /** Whether steps are fed differently, so that the first does not stand for all. */
    public boolean varies() {
        return !experiment.data().whole() || !start.batch(1).masks().isEmpty();
    }

    /** Whether an array comes from NumPy's normals, which the logarithm leaves good to two units in the last place. */
    public boolean isNormalOfNumpy(Site site) {
        if (experiment.generator() != Experiment.Generator.numpy) {
            return false;
        }
        if (site.phase() == Phase.DATA) {
            Data.Column column = experiment.data().columns().get(site.array());
            return column != null && isNormal(column.tensor());
        }
        return experiment.weights().stream()
                .filter(weight -> Graph.left(weight).at(0).equals(site))
                .anyMatch(weight -> weight.value() instanceof Weight.Value.From from && isNormal(from.tensor()));
    }

    private boolean isNormal(String tensor) {
        return experiment.tensors().get(tensor) instanceof Source.Randn;
    }
}
