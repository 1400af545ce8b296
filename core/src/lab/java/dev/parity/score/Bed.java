package dev.parity.score;

import dev.parity.engine.Engine;
import dev.parity.engine.HandwrittenEngine;
import dev.parity.engine.Start;
import dev.parity.spec.Experiment;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A network to plant the catalogue's faults in, one after the other: drawn once, and the audit's programs compiled once for all. */
public final class Bed implements AutoCloseable {
    private final Experiment experiment;
    private final Start start;
    private final Audit audit;

    public Bed(Experiment experiment) {
        this.experiment = experiment;
        this.start = Start.draw(experiment);
        this.audit = new Audit(experiment, start);
    }

    /** The steps of a handwritten run with these faults, as FAULT or FAULT@LAYER. */
    public List<Trace> run(List<String> faults) {
        try (Engine engine = new HandwrittenEngine(experiment, start, 1, faults)) {
            return IntStream.rangeClosed(1, experiment.steps())
                    .mapToObj(step -> engine.step(start.batch(step)))
                    .toList();
        }
    }

    /** Where the audit finds that an error is made, step by step in causal order. */
    public List<Site> origins(List<Trace> steps) {
        List<Site> origins = new ArrayList<>();
        try (Audit afresh = audit.afresh()) {
            for (int step = 1; step <= steps.size(); step++) {
                afresh.step(start.batch(step), steps.get(step - 1)).stream()
                        .filter(Audit.Finding::origin)
                        .forEach(f -> origins.add(f.site()));
            }
        }
        return origins;
    }

    @Override
    public void close() {
        audit.close();
    }
}
