package dev.parity.formula;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The rows of a table that whole numbers name: {@code weight[x]}. A number that names no row reads 0. */
public record Gather(Node table, Axis axis, Node index) implements Node {
    @Override
    public Values at(Evaluation e) {
        Values t = e.of(table);
        Values x = e.of(index);
        List<Axis> others =
                t.axes().stream().filter(a -> !a.name().equals(axis.name())).toList();
        Values y = Values.room(Values.union(List.of(x, Values.room(others))));
        int stride = t.stride(axis.name());
        Rounds walk = new Rounds(y.axes(), x, t);
        for (int i = 0; i < y.size(); i++, walk.next()) {
            double row = x.v[walk.at[0]];
            if (row >= 0 && row < axis.size()) {
                int at = walk.at[1] + (int) row * stride;
                y.v[i] = t.v[at];
                y.m[i] = t.m[at];
            }
        }
        return y;
    }

    @Override
    public List<Node> parts() {
        return List.of(table, index);
    }

    @Override
    public Node with(List<Node> parts) {
        return new Gather(parts.get(0), axis, parts.get(1));
    }

    @Override
    public List<Axis> axes() {
        List<Axis> all = new ArrayList<>(index.axes());
        table.axes().stream().filter(a -> !a.equals(axis) && !all.contains(a)).forEach(all::add);
        return all;
    }

    @Override
    public Set<String> whole() {
        Set<String> all = new LinkedHashSet<>(table.whole());
        all.addAll(index.whole());
        all.add(axis.name());
        return all;
    }

    @Override
    public String text() {
        return table.within(9) + "[" + index.text() + "]";
    }

    @Override
    public List<Slip> slips(Ground ground) {
        return List.of(
                new Slip(
                        "each " + index.text() + " reads the row after",
                        with(List.of(table, index.plus(Constant.of(1)))),
                        2),
                new Slip(
                        "each " + index.text() + " reads the row before",
                        with(List.of(table, index.minus(Constant.of(1)))),
                        2));
    }
}
