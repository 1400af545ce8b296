package dev.parity.nn.optim;

import dev.parity.nn.Array;
import dev.parity.nn.Rows;
import dev.parity.nn.Strip;
import java.util.LinkedHashMap;
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
            Part part = new Part(Math.min(n, Strip.LENGTH));
            for (int s = from; s < to; s++) {
                int start = s * Strip.LENGTH;
                part.load(start, Math.min(Strip.LENGTH, n - start));
                formula.accept(part);
                part.store(start);
            }
        });
    }

    /** A stretch of the parameter, with all that belongs to it. */
    final class Part {
        /** The weight. */
        final Strip w;
        /** The gradient, which a formula may change: nobody else sees it. */
        final Strip g;
        /** Room for a formula. */
        final Strip u;

        final Strip v;
        private final Map<String, Strip> strips = new LinkedHashMap<>();

        Part(int capacity) {
            w = strip(capacity);
            g = strip(capacity);
            u = strip(capacity);
            v = strip(capacity);
            state.forEach((name, array) -> {
                if (array.shape().equals(weight.shape())) {
                    strips.put(name, strip(capacity));
                }
            });
        }

        private Strip strip(int capacity) {
            return Strip.of(weight.dtype(), capacity);
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

        private void load(int start, int length) {
            w.load(weight, start, length);
            g.load(gradient, start, length);
            strips.forEach((name, strip) -> strip.load(state.get(name), start, length));
        }

        private void store(int start) {
            w.store(weight, start);
            strips.forEach((name, strip) -> strip.store(state.get(name), start));
        }
    }
}
