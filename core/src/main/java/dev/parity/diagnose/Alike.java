package dev.parity.diagnose;

import dev.parity.formula.Constant;
import dev.parity.formula.Ground;
import dev.parity.formula.Leaf;
import dev.parity.formula.Named;
import dev.parity.formula.Node;
import dev.parity.formula.Slide;
import dev.parity.formula.Slip;
import java.util.ArrayList;
import java.util.IdentityHashMap;
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
    /** How deep a node is looked into. */
    private static final int DEEP = 4;

    @Override
    public Optional<Node> in(Node tree, Bench bench) {
        int[] count = {0};
        Node changed = changed(tree, bench.ground(), new IdentityHashMap<>(), count);
        return count[0] > 1 ? Optional.of(changed) : Optional.empty();
    }

    /** From the inside out, so that what stands within each other changes too. */
    private Node changed(Node node, Ground ground, Map<Node, Node> done, int[] count) {
        Node known = done.get(node);
        if (known != null) {
            return known;
        }
        List<Node> parts = new ArrayList<>();
        boolean other = false;
        for (Node part : node.parts()) {
            Node next = changed(part, ground, done, count);
            other |= next != part;
            parts.add(next);
        }
        Node result = other ? node.with(parts) : node;
        if (form(node).equals(form)) {
            List<Slip> slips = result.slips(ground);
            if (number < slips.size()) {
                result = slips.get(number).instead();
                count[0]++;
            }
        }
        done.put(node, result);
        return result;
    }

    @Override
    public Optional<Written> written(Node tree, Bench bench) {
        return Optional.empty();
    }

    static String form(Node node) {
        return form(node, DEEP);
    }

    private static String form(Node node, int deep) {
        if (node instanceof Named || node instanceof Leaf || deep == 0) {
            return "_";
        }
        if (node instanceof Constant constant) {
            return constant.option() ? "o" : constant.text();
        }
        if (node instanceof Slide) {
            return "Slide"; // over one axis, and within it over the next
        }
        return node.getClass().getSimpleName()
                + node.parts().stream().map(p -> form(p, deep - 1)).collect(Collectors.joining(",", "(", ")"));
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
