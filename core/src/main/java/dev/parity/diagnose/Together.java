package dev.parity.diagnose;

import dev.parity.formula.Axis;
import dev.parity.formula.Ground;
import dev.parity.formula.Node;
import dev.parity.formula.Reduce;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Every mean of a formula taken over other axes: statistics of the whole array, or of a sample. */
record Together(List<String> axes) implements Change {
    @Override
    public String words() {
        return "the means run over " + String.join(", ", axes);
    }

    @Override
    public int cost() {
        return 2;
    }

    @Override
    public Optional<Node> in(Node tree, Bench bench) {
        List<Axis> other = bench.ground().axes().stream().filter(a -> axes.contains(a.name())).toList();
        return other.size() == axes.size() ? Optional.of(changed(tree, other)) : Optional.empty();
    }

    private static Node changed(Node node, List<Axis> other) {
        List<Node> parts = new ArrayList<>();
        boolean changed = false;
        for (Node part : node.parts()) {
            Node next = changed(part, other);
            changed |= next != part;
            parts.add(next);
        }
        Node same = changed ? node.with(parts) : node;
        return same instanceof Reduce mean && mean.kind() != Reduce.Kind.SUM && !mean.over().equals(other)
                ? mean.over(mean.kind(), other)
                : same;
    }

    @Override
    public Optional<Written> written(Node tree, Bench bench) {
        return Optional.empty();
    }

    /** All sets of the output's axes. */
    static List<Together> all(Ground ground) {
        List<Together> all = new ArrayList<>();
        List<String> names = ground.output().stream().map(Axis::name).collect(Collectors.toList());
        for (int set = 1; names.size() < 6 && set < 1 << names.size(); set++) {
            List<String> chosen = new ArrayList<>();
            for (int d = 0; d < names.size(); d++) {
                if ((set >> d & 1) == 1) {
                    chosen.add(names.get(d));
                }
            }
            all.add(new Together(chosen));
        }
        return all;
    }
}
