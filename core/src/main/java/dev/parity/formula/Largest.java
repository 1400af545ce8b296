package dev.parity.formula;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** 1 at the largest over some axes, 0 elsewhere: of equal ones at the first, unless another rule is said. */
public record Largest(Tie tie, List<Axis> over, Node of) implements Node {
    /** Which of equal ones. */
    public enum Tie {
        FIRST("the first"),
        LAST("the last"),
        /** The first when the axes are walked through in the other order. */
        COLUMN_FIRST("the first by columns"),
        EACH("each"),
        SHARED("a share of each");

        private final String text;

        Tie(String text) {
            this.text = text;
        }
    }

    public static Largest first(Node of, Axis... over) {
        return new Largest(Tie.FIRST, List.of(over), of);
    }

    @Override
    public Values at(Evaluation e) {
        Values x = e.of(of);
        List<Axis> rest = x.axes().stream()
                .filter(a -> over.stream().noneMatch(o -> o.name().equals(a.name())))
                .toList();
        List<Axis> window = new ArrayList<>(over);
        if (tie == Tie.COLUMN_FIRST) {
            java.util.Collections.reverse(window);
        }
        List<Axis> all = new ArrayList<>(rest);
        all.addAll(window);
        Values y = Values.room(x.axes());
        Rounds walk = new Rounds(all, x);
        int n = Values.count(window);
        int[] at = new int[n];
        for (int r = 0, rows = Values.count(rest); r < rows; r++) {
            int best = -1;
            int equal = 0;
            for (int j = 0; j < n; j++, walk.next()) {
                at[j] = walk.at[0];
                double v = x.v[at[j]];
                if (best < 0 || v > x.v[best]) {
                    best = at[j];
                    equal = 1;
                } else if (v == x.v[best]) {
                    best = tie == Tie.LAST ? at[j] : best;
                    equal++;
                }
            }
            for (int j = 0; n > 0 && j < n; j++) {
                boolean is = tie == Tie.EACH || tie == Tie.SHARED ? x.v[at[j]] == x.v[best] : at[j] == best;
                y.v[at[j]] = is ? (tie == Tie.SHARED ? 1.0 / equal : 1) : 0;
                y.m[at[j]] = y.v[at[j]];
            }
        }
        return y;
    }

    @Override
    public List<Node> parts() {
        return List.of(of);
    }

    @Override
    public Node with(List<Node> parts) {
        return new Largest(tie, over, parts.get(0));
    }

    @Override
    public List<Axis> axes() {
        return of.axes();
    }

    @Override
    public Set<String> whole() {
        Set<String> all = new LinkedHashSet<>(of.whole());
        over.forEach(axis -> all.add(axis.name()));
        return all;
    }

    @Override
    public String text() {
        return "[" + tie.text + " largest of " + of.text() + " over "
                + over.stream().map(Axis::name).collect(Collectors.joining(",")) + "]";
    }

    @Override
    public List<Slip> slips(Ground ground) {
        List<Slip> all = new ArrayList<>();
        for (Tie other : Tie.values()) {
            if (other != tie) {
                all.add(new Slip(
                        "of equal largest ones it takes " + other.text + ", not " + tie.text,
                        new Largest(other, over, of),
                        2));
            }
        }
        return all;
    }
}
