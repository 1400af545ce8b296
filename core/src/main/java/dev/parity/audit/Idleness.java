package dev.parity.audit;

import dev.parity.nn.Hidden;
import dev.parity.spec.Node;
import dev.parity.spec.Wire;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parts of a network in which nothing happens: gradients of zero, units that never fire. */
final class Idleness {
    /** Rounding of a sum that cancels, in units of its terms' last place. */
    private static final double CANCELLED = 64;

    /** By node, the units that were 0 for every row of every step. */
    private final Map<String, BitSet> asleep = new LinkedHashMap<>();
    /** Those of them with an input that was not 0: what made them 0 was this node. */
    private final Map<String, BitSet> fed = new LinkedHashMap<>();

    private final Map<String, Integer> units = new LinkedHashMap<>();

    static List<Hidden> zero(Tensor gradient) {
        return gradient.size() == 0 || !Values.all(gradient, 0)
                ? List.of()
                : List.of(new Hidden(
                        "a gradient with a wrong factor, since it is 0 everywhere at every step",
                        "let the loss depend on it: other data, another seed, or another loss"));
    }

    /**
     * A gradient that is the same everywhere (of a Sum, or an L1Loss far from its target) leaves nothing behind a softmax or
     * a norm but rounding: their outputs have a fixed sum.
     */
    List<Hidden> spent(Node node, Values values) {
        if (node.inputs().size() != 1) {
            return List.of();
        }
        var x = values.of(node.inputs().get(0)).filter(t -> t.dtype().isFloat());
        var dx = values.dx(node);
        var dy = values.dy(node);
        if (x.isEmpty() || dx.isEmpty() || dy.isEmpty() || dy.get().size() < 2) {
            return List.of();
        }
        double g = dy.get().get(0);
        if (g == 0 || !Values.all(dy.get(), g)) {
            return List.of();
        }
        double noise = CANCELLED * dx.get().dtype().roundoff() * Math.abs(g);
        return Values.largest(dx.get()) * Values.largest(x.get()) <= noise && !Values.all(x.get(), 0)
                ? List.of(new Hidden(
                        "anything in the backward of what comes before it, since a gradient that is the same for all its"
                                + " outputs leaves nothing",
                        "weigh the outputs, as an MSELoss against a drawn target does"))
                : List.of();
    }

    /** Strikes the units that fire in this step: features of (N, C) and (N, T, C), channels of images. */
    void units(Node node, Values values) {
        if (node.inputs().size() != 1) {
            return;
        }
        var x = values.of(node.inputs().get(0));
        var y = values.of(new Wire(node.name(), "y"));
        if (x.isEmpty() || y.isEmpty() || !x.get().shape().equals(y.get().shape())) {
            return;
        }
        Shape shape = y.get().shape();
        if (shape.rank() < 2) {
            return;
        }
        int dim = shape.rank() == 3 ? 2 : 1;
        int count = shape.dim(dim);
        int inner = shape.size(dim + 1, shape.rank());
        units.put(node.name(), count);
        BitSet still = asleep.computeIfAbsent(node.name(), n -> all(count));
        for (int i = 0; i < shape.size() && !still.isEmpty(); i++) {
            if (y.get().get(i) != 0) {
                still.clear(i / inner % count);
            }
        }
        if (!still.isEmpty()) {
            BitSet awake = fed.computeIfAbsent(node.name(), n -> new BitSet());
            for (int i = 0; i < shape.size(); i++) {
                if (x.get().get(i) != 0) {
                    awake.set(i / inner % count);
                }
            }
        }
    }

    private static BitSet all(int count) {
        BitSet all = new BitSet();
        all.set(0, count);
        return all;
    }

    List<Hidden> found() {
        List<Hidden> found = new ArrayList<>();
        asleep.forEach((node, still) -> {
            BitSet dead = (BitSet) still.clone();
            dead.and(fed.getOrDefault(node, new BitSet()));
            if (!dead.isEmpty()) {
                int count = units.get(node);
                String which = count == 1
                        ? "the only unit of " + node + ", which is"
                        : dead.cardinality() == 1
                                ? "unit " + dead.nextSetBit(0) + " of " + node + ", which is"
                                : dead.cardinality() + " of the " + count + " units of " + node + ", which are";
                found.add(new Hidden(
                        "anything in the backward of " + which + " 0 for every row at every step",
                        "take another seed or a smaller learning rate"));
            }
        });
        return found;
    }
}
