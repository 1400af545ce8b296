package dev.parity.score;

import dev.parity.engine.Batch;
import dev.parity.engine.Spoiler;
import dev.parity.nn.Array;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Faults planted in a handwritten run, and how far each moved its array. */
final class Spoilt implements Spoiler {
    /**
     * A fault at a site of every step.
     *
     * @param site as of step 0
     */
    record Planting(Site site, Form form, double eps, int at) {
        @Override
        public String toString() {
            return form.name().toLowerCase(java.util.Locale.ROOT)
                    + (form == Form.SCALE || form == Form.ELEMENT ? "(%.1e)".formatted(eps) : "") + " at " + site.name()
                    + " (" + site.phase() + ")";
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
    private final Map<Site, Tensor> before = new HashMap<>();
    private final Map<Site, Move> moved = new HashMap<>();
    private int rows = 1;

    Spoilt(List<Planting> plantings) {
        plantings.forEach(p -> this.plantings.put(p.site(), p));
    }

    @Override
    public void step(Batch batch, Trace trace, Map<String, Array> weights) {
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
        Tensor wrong = planting.form()
                .wrong(right, Optional.ofNullable(before.put(site.at(0), right)), rows, planting.eps(), planting.at());
        moved.merge(site.at(0), move(right, wrong), Move::further);
        return wrong;
    }

    private static Move move(Tensor right, Tensor wrong) {
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
