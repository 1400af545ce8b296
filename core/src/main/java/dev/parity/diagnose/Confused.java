package dev.parity.diagnose;

import dev.parity.formula.Named;
import dev.parity.formula.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One named part of a formula in place of another: K where V belongs. */
record Confused(String name, String other) implements Change {
    @Override
    public String words() {
        return other + " stands where " + name + " belongs";
    }

    @Override
    public int cost() {
        return 2;
    }

    @Override
    public Optional<Node> in(Node tree, Bench bench) {
        List<Node> here = named(tree, name);
        List<Node> there = named(tree, other);
        return here.isEmpty() || there.isEmpty()
                ? Optional.empty()
                : Optional.of(AtNode.all(tree, here.get(0), there.get(0)));
    }

    private static List<Node> named(Node tree, String name) {
        return Spots.of(tree).all().stream()
                .map(Spots.Spot::node)
                .filter(n -> n instanceof Named part && part.name().equals(name))
                .toList();
    }

    @Override
    public Optional<Written> written(Node tree, Bench bench) {
        return Optional.of(new Written(name, other));
    }

    /** Every two that have the same axes. */
    static List<Confused> all(Spots spots) {
        List<Confused> all = new ArrayList<>();
        for (Spots.Spot one : spots.all()) {
            for (Spots.Spot two : spots.all()) {
                if (one.node() instanceof Named a
                        && two.node() instanceof Named b
                        && !a.name().equals(b.name())
                        && a.axes().size() == b.axes().size()
                        && a.axes().containsAll(b.axes())) {
                    all.add(new Confused(a.name(), b.name()));
                }
            }
        }
        return all;
    }
}
