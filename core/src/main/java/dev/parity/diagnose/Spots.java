package dev.parity.diagnose;

import dev.parity.formula.Node;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** The places of a formula, each node once with the ways to it: what is shared stands in several places. */
record Spots(List<Spot> all) {
    /** Ways to a node beyond these are not remembered. */
    private static final int WAYS = 4;

    /** A formula may be a web in which ways multiply. */
    private static final int MOST = 4000;

    record Spot(Node node, List<List<Integer>> paths) {
        List<Integer> path() {
            return paths.get(0);
        }
    }

    static Spots of(Node tree) {
        Map<Node, Spot> met = new IdentityHashMap<>();
        List<Spot> all = new ArrayList<>();
        walk(tree, new ArrayList<>(), met, all);
        return new Spots(all);
    }

    private static void walk(Node node, List<Integer> path, Map<Node, Spot> met, List<Spot> all) {
        Spot spot = met.get(node);
        if (spot == null && node.parts().isEmpty()) {
            spot = all.stream()
                    .filter(s -> AtNode.same(s.node, node))
                    .findFirst()
                    .orElse(null);
        }
        if (spot == null) {
            spot = new Spot(node, new ArrayList<>());
            met.put(node, spot);
            all.add(spot);
        }
        if (spot.paths.size() >= WAYS || all.size() > MOST) {
            return;
        }
        spot.paths.add(List.copyOf(path));
        for (int i = 0; i < node.parts().size(); i++) {
            path.add(i);
            walk(node.parts().get(i), path, met, all);
            path.remove(path.size() - 1);
        }
    }
}
