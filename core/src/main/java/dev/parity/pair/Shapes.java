package dev.parity.pair;

import dev.parity.engine.Engine;
import dev.parity.graph.Graph;
import dev.parity.graph.Sites;
import dev.parity.spec.Experiment;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.Optional;

/** The shapes that a network gives to arrays, which a recorded side may not have. */
public final class Shapes {
    private final Sites sites;

    public Shapes(Experiment experiment) {
        this.sites = new Graph(experiment).sites();
    }

    /** Whether all arrays of a step have the shapes that the network gives them. */
    public boolean fit(int step, Trace trace) {
        return trace.sites().stream()
                .allMatch(site -> fits(step, site, trace.get(site).orElseThrow()));
    }

    private boolean fits(int step, Site site, Tensor array) {
        Shape shape = expected(step, site).orElse(array.shape());
        return shape.equals(array.shape()) || shape.size() == 1 && array.size() == 1;
    }

    /** What a step is fed and its loss are held against the other side's or the start's, whatever their shapes. */
    private Optional<Shape> expected(int step, Site site) {
        return site.phase() == Phase.DATA || site.phase() == Phase.LOSS
                ? Optional.empty()
                : Optional.ofNullable(sites.shapes(step).get(site.slot()));
    }

    /** Refuses a step in which an array has another shape, unless the other side has it too, so that it will be compared. */
    public void check(Engine engine, int step, Trace trace, Trace other) {
        if (engine.choice().ours()) {
            return;
        }
        trace.forEach((site, array) -> {
            if (!fits(step, site, array) && !other.has(site)) {
                throw new BadInput(engine.choice().name() + ": " + site + " has shape " + array.shape()
                        + ", and the network makes it "
                        + expected(step, site).orElseThrow());
            }
        });
    }
}
