package dev.parity.formula;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A place in a formula: an operand, a number, or what is made of others. Each kind knows how it is computed, how it is written, and
 * what people make of it by mistake.
 */
public sealed interface Node
        permits Add,
                Apply,
                Compare,
                Constant,
                Count,
                Gather,
                Largest,
                Leaf,
                Named,
                Ordered,
                Over,
                Pick,
                Place,
                Power,
                Previous,
                Reduce,
                Rounded,
                Scan,
                Slide,
                Times,
                Where {
    /** Its numbers. Ask {@link Evaluation#of}, which knows what has been computed already. */
    Values at(Evaluation e);

    /** What it is made of. */
    List<Node> parts();

    /** The same made of others, as many. */
    Node with(List<Node> parts);

    /** The axes along which it changes. */
    List<Axis> axes();

    /** As people write it. */
    String text();

    /** How tightly it is written: 1 a sum of terms, 2 a sum over an axis, 3 a product, 4 a power, 9 what needs no brackets. */
    default int binds() {
        return 9;
    }

    /** What people write here by mistake. */
    default List<Slip> slips(Ground ground) {
        return List.of();
    }

    /** Axes of which it needs every place, so that they cannot be cut. */
    default Set<String> whole() {
        Set<String> all = new LinkedHashSet<>();
        parts().forEach(part -> all.addAll(part.whole()));
        return all;
    }

    /** States of a loop that it reads from outside of itself. */
    default Set<String> carries() {
        Set<String> all = new LinkedHashSet<>();
        parts().forEach(part -> all.addAll(part.carries()));
        return all;
    }

    /** In brackets where it binds less than what is around it. */
    default String within(int binding) {
        return binds() < binding ? "(" + text() + ")" : text();
    }

    /** The axes of several, each once. */
    static List<Axis> union(List<Node> nodes) {
        List<Axis> all = new ArrayList<>();
        for (Node node : nodes) {
            for (Axis axis : node.axes()) {
                if (!all.contains(axis)) {
                    all.add(axis);
                }
            }
        }
        return all;
    }

    /** The node at the end of a way from here: at each step, the number of the part. */
    default Node at(List<Integer> path) {
        return path.isEmpty() ? this : parts().get(path.get(0)).at(path.subList(1, path.size()));
    }

    /** The same tree with another node at the end of a way; what lies beside the way is shared. */
    default Node replace(List<Integer> path, Node other) {
        if (path.isEmpty()) {
            return other;
        }
        List<Node> parts = new ArrayList<>(parts());
        int i = path.get(0);
        parts.set(i, parts.get(i).replace(path.subList(1, path.size()), other));
        return with(parts);
    }

    // How formulas are written in Java.

    default Node plus(Node other) {
        return Add.of(this, other, 1);
    }

    default Node minus(Node other) {
        return Add.of(this, other, -1);
    }

    default Node times(Node... others) {
        return Times.of(this, others);
    }

    default Node times(double number) {
        return Times.of(Constant.of(number), this);
    }

    default Node over(Node other) {
        return new Over(this, other);
    }

    default Node over(double number) {
        return new Over(this, Constant.of(number));
    }

    default Node negative() {
        return new Add(List.of(this), List.of(-1));
    }

    default Node sum(Axis... over) {
        return over.length == 0 ? this : new Reduce(Reduce.Kind.SUM, List.of(over), Reduce.Part.ALL, this);
    }

    default Node mean(Axis... over) {
        return over.length == 0 ? this : new Reduce(Reduce.Kind.MEAN, List.of(over), Reduce.Part.ALL, this);
    }

    default Node max(Axis... over) {
        return new Reduce(Reduce.Kind.MAX, List.of(over), Reduce.Part.ALL, this);
    }

    default Node apply(Fn f) {
        return new Apply(f, this);
    }

    default Node squared() {
        return apply(Fn.SQUARE);
    }

    default Node root() {
        return apply(Fn.SQRT);
    }

    default Node is(Compare.Test test, Node other) {
        return new Compare(test, this, other);
    }

    default Node is(Compare.Test test, double number) {
        return new Compare(test, this, Constant.of(number));
    }

    /** The same under a name, by which formulas speak of it. */
    default Node named(String name) {
        return new Named(name, this);
    }

    default Node where(Node condition, Node other) {
        return new Where(condition, this, other);
    }

    default Node where(Node condition, double other) {
        return new Where(condition, this, Constant.of(other));
    }
}
