package dev.parity.score;

import dev.parity.engine.Batch;
import dev.parity.engine.Planted;
import dev.parity.engine.Spoiler;
import dev.parity.nn.Array;
import dev.parity.spec.Experiment;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Faults planted in a handwritten run, and how far each moved its array. */
final class Spoilt implements Spoiler {
    /**
     * A fault at a site.
     *
     * @param site as of step 0
     * @param catalogued the id of the fault in the catalogue that it is; if empty, it has a form
     * @param step at which it happens alone, or 0 for every step
     */
    record Planting(Site site, Form form, double eps, int at, Optional<String> catalogued, int step) {
        @Override
        public String toString() {
            String kind = form.name().toLowerCase(Locale.ROOT)
                    + (form == Form.SCALE || form == Form.ELEMENT ? "(%.1e)".formatted(eps) : "");
            return catalogued.orElse(kind) + " at " + site.name() + " (" + site.phase() + ")"
                    + (step > 0 ? " in step " + step : "");
        }

        boolean happens(int now) {
            return step == 0 || step == now;
        }
    }

    /**
     * How far a fault moved its array in the step in which it moved it most.
     *
     * @param most of all elements
     * @param size of the array's largest element
     */
    record Move(double most, double size) {
        static final Move NONE = new Move(0, 0);

        double relative() {
            return size == 0 ? 0 : most / size;
        }

        private Move further(Move other) {
            return other.relative() > relative() ? other : this;
        }
    }

    private final Map<Site, Planting> plantings = new HashMap<>();
    private final Map<Site, Planted> catalogued = new HashMap<>();
    private final Map<Site, Tensor> before = new HashMap<>();
    private final Map<Site, Move> moved = new HashMap<>();
    private int rows = 1;

    Spoilt(Experiment experiment, List<Planting> plantings) {
        for (Planting planting : plantings) {
            this.plantings.put(planting.site(), planting);
            planting.catalogued()
                    .ifPresent(id -> catalogued.put(
                            planting.site(),
                            new Planted(
                                    experiment,
                                    List.of(id + "@" + planting.site().layer()))));
        }
    }

    @Override
    public void step(Batch batch, Trace trace, Map<String, Array> weights) {
        catalogued.values().forEach(p -> p.step(batch, trace, weights));
        rows = batch.columns().values().stream()
                .filter(c -> c.shape().rank() > 0)
                .mapToInt(c -> c.shape().dim(0))
                .findFirst()
                .orElse(1);
    }

    @Override
    public Tensor spoil(Site site, Tensor right) {
        Planting planting = plantings.get(site.at(0));
        if (planting == null) {
            return right;
        }
        Optional<Tensor> last = Optional.ofNullable(before.put(site.at(0), right));
        Planted fault = catalogued.get(site.at(0));
        Tensor wrong = fault != null
                ? fault.spoil(site, right)
                : planting.form().wrong(right, last, rows, planting.eps(), planting.at());
        if (!planting.happens(site.step())) {
            return right;
        }
        moved.merge(site.at(0), move(right, wrong), Move::further);
        return wrong;
    }

    static Move move(Tensor right, Tensor wrong) {
        double most = 0;
        double size = 0;
        for (int i = 0; i < right.size(); i++) {
            most = Math.max(most, Math.abs(wrong.get(i) - right.get(i)));
            size = Math.max(size, Math.abs(right.get(i)));
        }
        return new Move(most, size);
    }

    Move moved(Planting planting) {
        return moved.getOrDefault(planting.site(), Move.NONE);
    }
}
