package dev.parity.nn.optim;

import dev.parity.nn.Array;
import dev.parity.nn.Rows;
import dev.parity.nn.Strip;
import dev.parity.tensor.DType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One step for one parameter.
 *
 * @param weight changed in place
 * @param gradient read only; after clipping
 * @param state by torch.optim's names, changed in place
 * @param lr the learning rate of this step
 * @param momentum of this step, {@link Optimizer#momentum()} unless a schedule moves it
 * @param t the number of this step, from 1
 */
public record Update(Array weight, Array gradient, Map<String, Array> state, double lr, double momentum, int t) {
    /**
     * Every thread's own part, by type. Made anew for each parameter, it would be most of what a step allocates: 6 MB for a
     * transformer of two blocks.
     */
    private static final ThreadLocal<Map<DType, Part>> ROOM = ThreadLocal.withInitial(() -> new EnumMap<>(DType.class));

    /** A state that is a single number. */
    Array scalar(String name) {
        return state.get(name);
    }

    /** Counts this step in the state {@code step}. */
    void count() {
        scalar("step").set(0, t);
    }

    /** Runs a formula over the parameter, strip by strip; what it makes of the weight and the state is written back. */
    void each(Consumer<Part> formula) {
        int n = weight.size();
        int strips = (n + Strip.LENGTH - 1) / Strip.LENGTH;
        Rows.each(strips, Math.min(n, Strip.LENGTH), (from, to) -> {
            Part part = ROOM.get().computeIfAbsent(weight.dtype(), Part::new).open(this);
            for (int s = from; s < to; s++) {
                int start = s * Strip.LENGTH;
                part.load(this, start, Math.min(Strip.LENGTH, n - start));
                formula.accept(part);
                part.store(this, start);
            }
        });
    }

    /** A stretch of the parameter, with all that belongs to it. */
    static final class Part {
        /** The weight. */
        final Strip w;
        /** The gradient, which a formula may change: nobody else sees it. */
        final Strip g;
        /** Room for a formula. */
        final Strip u;

        final Strip v;
        private final DType dtype;
        private final List<Strip> room = new ArrayList<>();
        private final Map<String, Strip> strips = new LinkedHashMap<>();

        Part(DType dtype) {
            this.dtype = dtype;
            w = strip();
            g = strip();
            u = strip();
            v = strip();
        }

        private Strip strip() {
            return Strip.of(dtype, Strip.LENGTH);
        }

        /** Makes room for the state of a parameter. */
        private Part open(Update at) {
            strips.clear();
            at.state.forEach((name, array) -> {
                if (array.shape().equals(at.weight.shape())) {
                    if (room.size() == strips.size()) {
                        room.add(strip());
                    }
                    strips.put(name, room.get(strips.size()));
                }
            });
            return this;
        }

        /** ±g + λ w, with which every optimizer of torch.optim begins. */
        Strip gradient(boolean maximize, double weightDecay) {
            if (maximize) {
                g.scale(-1);
            }
            return weightDecay == 0 ? g : g.add(weightDecay, w);
        }

        Strip state(String name) {
            return strips.get(name);
        }

        private void load(Update at, int start, int length) {
            w.load(at.weight, start, length);
            g.load(at.gradient, start, length);
            strips.forEach((name, strip) -> strip.load(at.state.get(name), start, length));
        }

        private void store(Update at, int start) {
            w.store(at.weight, start);
            strips.forEach((name, strip) -> strip.store(at.state.get(name), start));
        }
    }
}
