package dev.parity.diagnose;

import dev.parity.formula.Axis;
import dev.parity.formula.Leaf;
import dev.parity.formula.Node;
import dev.parity.formula.Reduce;
import java.util.List;
import java.util.Optional;

/** Mean and variance of the batch taken from what was kept of earlier ones, as where a network only predicts. */
record Running() implements Change {
    private static final String MEAN = "running_mean";
    private static final String VARIANCE = "running_var";

    @Override
    public String words() {
        return "the running statistics stand where those of the batch belong";
    }

    @Override
    public int cost() {
        return 2;
    }

    /** The innermost mean is that of x, the next one around it the variance. */
    @Override
    public Optional<Node> in(Node tree, Bench bench) {
        Node changed = tree;
        for (String name : List.of(VARIANCE, MEAN)) {
            int depth = name.equals(MEAN) ? 0 : 1;
            Node before = changed;
            for (Spots.Spot spot : Spots.of(before).all()) {
                if (spot.node() instanceof Reduce mean
                        && mean.kind() == Reduce.Kind.MEAN
                        && means(mean.body()) == depth) {
                    List<Axis> left = mean.axes();
                    int size = left.stream().mapToInt(Axis::size).reduce(1, (a, b) -> a * b);
                    if (bench.ground().operands().getOrDefault(name, -1) != size) {
                        return Optional.empty();
                    }
                    changed = AtNode.all(changed, mean, new Leaf(name, left));
                }
            }
        }
        return changed == tree ? Optional.empty() : Optional.of(changed);
    }

    /** How many means stand within each other. */
    private static int means(Node node) {
        int most = 0;
        for (Node part : node.parts()) {
            most = Math.max(most, means(part));
        }
        return most + (node instanceof Reduce reduce && reduce.kind() == Reduce.Kind.MEAN ? 1 : 0);
    }

    @Override
    public Optional<Written> written(Node tree, Bench bench) {
        return Optional.empty();
    }

    static List<Change> all(Bench bench) {
        return bench.ground().operands().containsKey(MEAN)
                        && bench.ground().operands().containsKey(VARIANCE)
                ? List.of(new Running())
                : List.of();
    }
}
