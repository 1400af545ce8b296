package dev.parity.unseen;

import dev.parity.graph.StepArrays;
import dev.parity.nn.Hidden;
import dev.parity.spec.Node;
import dev.parity.spec.Wire;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parts of a network in which nothing happens: gradients of zero, units that never fire. */
final class Idleness {
    /** Rounding of a sum that cancels, in units of its terms' last place. */
    private static final double CANCELLED = 64;

    /** By where they are, the units that were 0 for every row of every step. */
    private final Map<Units, BitSet> asleep = new LinkedHashMap<>();
    /** Those of them with an input that was not 0: what made them 0 was this node. */
    private final Map<Units, BitSet> fed = new LinkedHashMap<>();

    /** The slices of a node's output along one of its dimensions. */
    private record Units(String node, int rank, int dim, int count) {
        /** Strikes those that have an element other than 0. */
        void awake(Tensor array, BitSet still) {
            int inner = array.shape().size(dim + 1, rank);
            for (int i = 0; i < array.size() && !still.isEmpty(); i++) {
                if (array.get(i) != 0) {
                    still.clear(i / inner % count);
                }
            }
        }

        String words(BitSet dead) {
            int first = dead.nextSetBit(0);
            if (count == 1) {
                return "the only unit of " + node + ", which is";
            }
            if (dead.cardinality() > 1) {
                return dead.cardinality() + " of the " + count + " units of " + node
                        + (rank == 3 ? " along dimension " + dim : "") + ", which are";
            }
            return rank == 3
                    ? "y[" + (dim == 1 ? ":, " + first : ":, :, " + first) + "] of " + node + ", which is"
                    : "unit " + first + " of " + node + ", which is";
        }
    }

    static List<Hidden> zero(Tensor gradient) {
        return gradient.size() == 0 || !StepArrays.all(gradient, 0)
                ? List.of()
                : List.of(Hidden.vacuous(
                        "a gradient with a wrong factor, since it is 0 everywhere at every step",
                        "let the loss depend on it: other data, another seed, or another loss"));
    }

    /**
     * A gradient that is the same everywhere (of a Sum, or an L1Loss far from its target) leaves nothing behind a softmax or
     * a norm but rounding: their outputs have a fixed sum.
     */
    List<Hidden> spent(Node node, StepArrays values) {
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
        if (g == 0 || !StepArrays.all(dy.get(), g)) {
            return List.of();
        }
        double noise = CANCELLED * dx.get().dtype().roundoff() * Math.abs(g);
        return StepArrays.largest(dx.get()) * StepArrays.largest(x.get()) <= noise && !StepArrays.all(x.get(), 0)
                ? List.of(Hidden.vacuous(
                        "anything in the backward of what comes before it, since a gradient that is the same for all its"
                                + " outputs leaves nothing",
                        "weigh the outputs, as an MSELoss against a drawn target does"))
                : List.of();
    }

    /**
     * Strikes the units that fire in this step: features of (N, C), channels of images, and of three dimensions both of the last,
     * since (N, C, L) of a convolution and (N, T, C) of a sequence look alike. A layer with weights has gradients of its own to show.
     */
    void units(Node node, StepArrays values) {
        if (node.inputs().size() != 1 || !node.layer().parameters().isEmpty()) {
            return;
        }
        var x = values.of(node.inputs().get(0));
        var y = values.of(new Wire(node.name(), "y"));
        if (x.isEmpty() || y.isEmpty() || !x.get().shape().equals(y.get().shape())) {
            return;
        }
        Shape shape = y.get().shape();
        for (int dim = 1; dim < Math.min(shape.rank(), shape.rank() == 3 ? 3 : 2); dim++) {
            Units units = new Units(node.name(), shape.rank(), dim, shape.dim(dim));
            BitSet still = asleep.computeIfAbsent(units, u -> all(u.count()));
            units.awake(y.get(), still);
            if (!still.isEmpty()) {
                BitSet unfed = all(units.count());
                units.awake(x.get(), unfed);
                BitSet awake = all(units.count());
                awake.andNot(unfed);
                fed.computeIfAbsent(units, u -> new BitSet()).or(awake);
            }
        }
    }

    private static BitSet all(int count) {
        BitSet all = new BitSet();
        all.set(0, count);
        return all;
    }

    List<Hidden> found() {
        Map<String, Hidden> found = new LinkedHashMap<>();
        asleep.forEach((units, still) -> {
            BitSet dead = (BitSet) still.clone();
            dead.and(fed.getOrDefault(units, new BitSet()));
            if (!dead.isEmpty()) {
                // along one dimension is enough, where it shows along two
                found.putIfAbsent(
                        units.node(),
                        Hidden.vacuous(
                                "anything in the backward of " + units.words(dead) + " 0 for every row at every step",
                                "take another seed or a smaller learning rate"));
            }
        });
        return List.copyOf(found.values());
    }
}
