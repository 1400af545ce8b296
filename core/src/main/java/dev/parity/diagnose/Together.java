package dev.parity.diagnose;

import dev.parity.formula.Axis;
import dev.parity.formula.Ground;
import dev.parity.formula.Node;
import dev.parity.formula.Reduce;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every sum, mean and maximum over some axes taken over others: a softmax over the batch, statistics of the whole array. */
record Together(List<String> over, List<String> axes) implements Change {
    @Override
    public String words() {
        return "what runs over " + String.join(", ", over) + " runs over " + String.join(", ", axes);
    }

    @Override
    public int cost() {
        return 2;
    }

    @Override
    public Optional<Node> in(Node tree, Bench bench) {
        List<Axis> other = bench.ground().axes().stream()
                .filter(a -> axes.contains(a.name()))
                .toList();
        return other.size() == axes.size()
                ? Optional.of(changed(tree, other, new IdentityHashMap<>()))
                : Optional.empty();
    }

    private Node changed(Node node, List<Axis> other, Map<Node, Node> done) {
        Node known = done.get(node);
        if (known != null) {
            return known;
        }
        List<Node> parts = new ArrayList<>();
        boolean changed = false;
        for (Node part : node.parts()) {
            Node next = changed(part, other, done);
            changed |= next != part;
            parts.add(next);
        }
        Node same = changed ? node.with(parts) : node;
        Node result = same instanceof Reduce one && names(one).equals(over) ? one.over(one.kind(), other) : same;
        done.put(node, result);
        return result;
    }

    private static List<String> names(Reduce reduce) {
        return reduce.over().stream().map(Axis::name).toList();
    }

    @Override
    public Optional<Written> written(Node tree, Bench bench) {
        return Optional.empty();
    }

    /** Of each set of axes that several nodes run over, all sets of the output's axes. */
    static List<Together> all(Spots spots, Ground ground) {
        List<Together> all = new ArrayList<>();
        Map<List<String>, Integer> met = new LinkedHashMap<>();
        for (Spots.Spot spot : spots.all()) {
            if (spot.node() instanceof Reduce reduce) {
                met.merge(names(reduce), 1, Integer::sum);
            }
        }
        List<String> names = ground.output().stream().map(Axis::name).toList();
        met.forEach((over, count) -> {
            for (int set = 1; count > 1 && names.size() < 6 && set < 1 << names.size(); set++) {
                List<String> chosen = new ArrayList<>();
                for (int d = 0; d < names.size(); d++) {
                    if ((set >> d & 1) == 1) {
                        chosen.add(names.get(d));
                    }
                }
                if (!chosen.equals(over)) {
                    all.add(new Together(over, chosen));
                }
            }
        });
        return all;
    }
}
