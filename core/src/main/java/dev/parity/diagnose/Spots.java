package dev.parity.diagnose;

import dev.parity.formula.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** The places of a formula, each node once with the ways to it: what is shared stands in several places. The outermost come first. */
record Spots(List<Spot> all) {
    /** Ways to a node beyond these are not remembered. */
    private static final int WAYS = 4;

    /** A formula may be a web without end, as that of a loop within a loop: so many of its nodes are looked at. */
    private static final int MOST = 160;

    record Spot(Node node, List<List<Integer>> paths) {
        List<Integer> path() {
            return paths.get(0);
        }
    }

    private record Way(Node node, List<Integer> path) {}

    static Spots of(Node tree) {
        Map<Node, Spot> met = new IdentityHashMap<>();
        List<Spot> all = new ArrayList<>();
        Deque<Way> next = new ArrayDeque<>(List.of(new Way(tree, List.of())));
        while (!next.isEmpty() && all.size() < MOST) {
            Way way = next.poll();
            Spot spot = met.get(way.node);
            if (spot == null && way.node.parts().isEmpty()) {
                spot = all.stream()
                        .filter(s -> AtNode.same(s.node, way.node))
                        .findFirst()
                        .orElse(null);
            }
            if (spot == null) {
                spot = new Spot(way.node, new ArrayList<>());
                met.put(way.node, spot);
                all.add(spot);
            }
            if (spot.paths.size() < WAYS) {
                spot.paths.add(way.path);
                for (int i = 0; i < way.node.parts().size(); i++) {
                    List<Integer> path = new ArrayList<>(way.path);
                    path.add(i);
                    next.add(new Way(way.node.parts().get(i), path));
                }
            }
        }
        return new Spots(all);
    }
}
