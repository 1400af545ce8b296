package dev.parity.diagnose;

import dev.parity.formula.Leaf;
import dev.parity.formula.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One operand read in place of another throughout a part of the formula, or throughout the whole. */
record Exchanged(List<Integer> path, String operand, String other) implements Change {
    Exchanged {
        path = List.copyOf(path);
    }

    @Override
    public String words() {
        return other + " is taken for " + operand + (path.isEmpty() ? "" : " in one part of the formula");
    }

    @Override
    public int cost() {
        return path.isEmpty() ? 1 : 2;
    }

    @Override
    public Optional<Node> in(Node tree, Bench bench) {
        if (!AtNode.exists(tree, path)) {
            return Optional.empty();
        }
        Node part = tree.at(path);
        Node changed = changed(part);
        return changed == part ? Optional.empty() : Optional.of(tree.replace(path, changed));
    }

    private Node changed(Node node) {
        if (node instanceof Leaf leaf && leaf.operand().equals(operand)) {
            return new Leaf(other, leaf.over());
        }
        List<Node> parts = new ArrayList<>();
        boolean changed = false;
        for (Node part : node.parts()) {
            Node next = changed(part);
            changed |= next != part;
            parts.add(next);
        }
        return changed ? node.with(parts) : node;
    }

    @Override
    public Optional<Written> written(Node tree, Bench bench) {
        return Optional.of(new Written(operand, other));
    }
}
