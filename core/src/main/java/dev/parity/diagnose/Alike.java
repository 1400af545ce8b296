package dev.parity.diagnose;

import dev.parity.formula.Constant;
import dev.parity.formula.Ground;
import dev.parity.formula.Leaf;
import dev.parity.formula.Named;
import dev.parity.formula.Node;
import dev.parity.formula.Slip;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The same slip at all nodes that look alike: both corrections of Adam multiplied where they divide.
 *
 * @param form what they look like, operands and options left blank
 * @param number which slip of each of them
 */
record Alike(String form, int number, String words, int cost) implements Change {
    @Override
    public Optional<Node> in(Node tree, Bench bench) {
        Node changed = tree;
        int count = 0;
        for (Spots.Spot spot : Spots.of(tree).all()) {
            List<Slip> slips = form(spot.node()).equals(form) ? spot.node().slips(bench.ground()) : List.of();
            if (number < slips.size()) {
                changed = AtNode.all(changed, spot.node(), slips.get(number).instead());
                count++;
            }
        }
        return count > 1 ? Optional.of(changed) : Optional.empty();
    }

    @Override
    public Optional<Written> written(Node tree, Bench bench) {
        return Optional.empty();
    }

    static String form(Node node) {
        if (node instanceof Named || node instanceof Leaf) {
            return "_";
        }
        if (node instanceof Constant constant) {
            return constant.option() ? "o" : constant.text();
        }
        return node.getClass().getSimpleName()
                + node.parts().stream().map(Alike::form).collect(Collectors.joining(",", "(", ")"));
    }

    /** Groups of two to four that look alike and are made of others. */
    static List<Alike> all(Node tree, Spots spots, Ground ground) {
        Map<String, List<Node>> groups = new LinkedHashMap<>();
        for (Spots.Spot spot : spots.all()) {
            if (!spot.node().parts().isEmpty() && !(spot.node() instanceof Named)) {
                groups.computeIfAbsent(form(spot.node()), f -> new ArrayList<>())
                        .add(spot.node());
            }
        }
        List<Alike> all = new ArrayList<>();
        groups.forEach((form, nodes) -> {
            if (nodes.size() > 1 && nodes.size() < 5) {
                List<Slip> slips = nodes.get(0).slips(ground);
                List<Slip> second = nodes.get(1).slips(ground);
                for (int i = 0; i < Math.min(slips.size(), second.size()); i++) {
                    String words =
                            slips.get(i).words() + "; and " + second.get(i).words();
                    all.add(new Alike(form, i, words, slips.get(i).cost() + 1));
                }
            }
        });
        return all;
    }
}
