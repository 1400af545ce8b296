package dev.parity.score;

import dev.parity.engine.Planted;
import dev.parity.engine.Spoiler;
import dev.parity.engine.Start;
import dev.parity.graph.Batch;
import dev.parity.nn.Array;
import dev.parity.spec.Experiment;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Site;
import dev.parity.trace.Slot;
import dev.parity.trace.Trace;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Faults planted in a handwritten run, and how far each moved its array. */
final class Spoilt implements Spoiler {
    /**
     * A fault at an array.
     *
     * @param catalogued the id of the fault in the catalogue that it is; if empty, it has a form
     * @param step at which it happens alone, or 0 for every step
     */
    record Planting(Slot slot, Form form, double eps, int at, Optional<String> catalogued, int step) {
        @Override
        public String toString() {
            String kind = form.name().toLowerCase(Locale.ROOT)
                    + (form == Form.SCALE || form == Form.ELEMENT ? "(%.1e)".formatted(eps) : "");
            return catalogued.orElse(kind) + " at " + slot.name() + " (" + slot.phase() + ")"
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

    private final Map<Slot, Planting> plantings = new HashMap<>();
    private final Map<Slot, Planted> catalogued = new HashMap<>();
    private final Map<Slot, Tensor> before = new HashMap<>();
    private final Map<Slot, Move> moved = new HashMap<>();
    private int rows = 1;

    Spoilt(Experiment experiment, List<Planting> plantings) {
        for (Planting planting : plantings) {
            this.plantings.put(planting.slot(), planting);
            planting.catalogued()
                    .ifPresent(id -> catalogued.put(
                            planting.slot(),
                            new Planted(
                                    experiment,
                                    List.of(id + "@" + planting.slot().layer()))));
        }
    }

    @Override
    public void begin(Start start) {
        catalogued.values().forEach(p -> p.begin(start));
    }

    @Override
    public void update(String weight, double lr, double momentum, int t) {
        catalogued.values().forEach(p -> p.update(weight, lr, momentum, t));
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
        Tensor made = made(site, right);
        catalogued.values().forEach(p -> p.see(site, made));
        return made;
    }

    private Tensor made(Site site, Tensor right) {
        Planting planting = plantings.get(site.slot());
        if (planting == null) {
            return right;
        }
        Optional<Tensor> last = Optional.ofNullable(before.put(site.slot(), right));
        Planted fault = catalogued.get(site.slot());
        Tensor wrong = fault != null
                ? fault.spoil(site, right)
                : planting.form().wrong(right, last, rows, planting.eps(), planting.at());
        if (!planting.happens(site.step())) {
            return right;
        }
        moved.merge(site.slot(), move(right, wrong), Move::further);
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
        return moved.getOrDefault(planting.slot(), Move.NONE);
    }
}
