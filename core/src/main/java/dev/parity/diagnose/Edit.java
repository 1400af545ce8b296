package dev.parity.diagnose;

import dev.parity.formula.Cut;
import dev.parity.formula.Node;
import dev.parity.formula.Values;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** One change to the formula, or two. None is the right array. */
record Edit(List<Change> changes) implements Cause {
    static final Edit NONE = new Edit(List.of());

    Edit {
        changes = List.copyOf(changes);
    }

    static Edit of(Change change) {
        return new Edit(List.of(change));
    }

    Optional<Node> tree(Bench bench) {
        return bench.tree(this, () -> {
            Optional<Node> tree = Optional.of(bench.formula.tree());
            for (Change change : changes) {
                tree = tree.flatMap(t -> change.in(t, bench));
            }
            return tree;
        });
    }

    @Override
    public String id() {
        return changes.isEmpty() ? "right" : changes.get(0) instanceof Solved ? "option" : "formula";
    }

    @Override
    public int cost() {
        return changes.stream().mapToInt(Change::cost).sum() + 2 * Math.max(0, changes.size() - 1);
    }

    @Override
    public Optional<Values> predict(Bench bench, Cut cut) {
        return tree(bench).flatMap(t -> bench.evaluate(t, cut));
    }

    @Override
    public Cut cut(Bench bench) {
        return Cause.cutFor(tree(bench), bench);
    }

    @Override
    public double price(Bench bench, Score score) {
        double price = 10.0 * Math.max(0, changes.size() - 1);
        for (Change change : changes) {
            if (change instanceof Solved solved) {
                price += !solved.name().isBlank()
                        ? Cause.bits(bench.names.size())
                        : solved.isRound() ? 10 : score.best();
            }
        }
        return price;
    }

    @Override
    public boolean unnamed() {
        return changes.stream().anyMatch(c -> c instanceof Solved s && s.name().isBlank());
    }

    @Override
    public boolean named() {
        return changes.stream().anyMatch(c -> c instanceof Solved s && !s.name().isBlank());
    }

    @Override
    public String words(Bench bench) {
        return changes.stream().map(Change::words).collect(Collectors.joining("; and "));
    }

    @Override
    public String yours(Bench bench) {
        return tree(bench).map(t -> bench.formula.with(t).text()).orElse(bench.formula.label());
    }

    @Override
    public String advice(Bench bench) {
        Node tree = bench.formula.tree();
        StringBuilder advice = new StringBuilder();
        for (Change change : changes) {
            change.written(tree, bench).ifPresent(w -> advice.append(advice.isEmpty() ? "Write " : " and ")
                    .append(w.right())
                    .append(" in place of ")
                    .append(w.wrong()));
            tree = change.in(tree, bench).orElse(tree);
        }
        return advice.isEmpty() ? "Write " + bench.formula.text() : advice.toString();
    }
}
