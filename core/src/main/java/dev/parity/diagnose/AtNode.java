package dev.parity.diagnose;

import dev.parity.formula.Node;
import dev.parity.formula.Slip;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A slip at one node.
 *
 * @param path to it
 * @param everywhere whether wherever the same stands, the same is wrong: a mean that is computed once and used three times
 */
record AtNode(List<Integer> path, String words, int cost, boolean everywhere) implements Change {
    AtNode {
        path = List.copyOf(path);
    }

    @Override
    public Optional<Node> in(Node tree, Bench bench) {
        return slip(tree, bench).map(slip -> replaced(tree, slip.instead()));
    }

    Node replaced(Node tree, Node instead) {
        return everywhere ? all(tree, tree.at(path), instead) : tree.replace(path, instead);
    }

    private Optional<Slip> slip(Node tree, Bench bench) {
        if (!exists(tree, path)) {
            return Optional.empty();
        }
        return Slips.of(tree.at(path), bench.ground()).stream()
                .filter(s -> words.equals(s.words()) || words.equals(s.words() + ", in one place"))
                .findFirst();
    }

    static boolean exists(Node tree, List<Integer> path) {
        Node node = tree;
        for (int i : path) {
            if (i >= node.parts().size()) {
                return false;
            }
            node = node.parts().get(i);
        }
        return true;
    }

    /** With one node in place of all that are the same as another; what was shared stays shared. */
    static Node all(Node tree, Node what, Node instead) {
        return all(tree, what, instead, new IdentityHashMap<>());
    }

    private static Node all(Node tree, Node what, Node instead, Map<Node, Node> done) {
        if (same(tree, what)) {
            return instead;
        }
        Node known = done.get(tree);
        if (known != null) {
            return known;
        }
        List<Node> parts = new ArrayList<>();
        boolean changed = false;
        for (Node part : tree.parts()) {
            Node other = all(part, what, instead, done);
            changed |= other != part;
            parts.add(other);
        }
        Node result = changed ? tree.with(parts) : tree;
        done.put(tree, result);
        return result;
    }

    /** The very same; operands and numbers by what they say. */
    static boolean same(Node a, Node b) {
        return a == b || a.parts().isEmpty() && a.equals(b);
    }

    @Override
    public Optional<Written> written(Node tree, Bench bench) {
        return slip(tree, bench)
                .map(s -> new Written(tree.at(path).text(), s.instead().text()));
    }
}
