package dev.parity.formula;

import java.util.List;

/** One or the other, by a condition that is 1 or 0. What is not chosen may be anything, even not a number. */
public record Where(Node condition, Node then, Node otherwise) implements Node {
    @Override
    public Values at(Evaluation e) {
        Values c = e.of(condition);
        Values a = e.of(then);
        Values b = e.of(otherwise);
        Values y = Values.room(Values.union(List.of(c, a, b)));
        Rounds walk = new Rounds(y.axes(), c, a, b);
        for (int i = 0; i < y.size(); i++, walk.next()) {
            boolean holds = c.v[walk.at[0]] != 0;
            Values chosen = holds ? a : b;
            int at = walk.at[holds ? 1 : 2];
            y.v[i] = chosen.v[at];
            y.m[i] = chosen.m[at];
        }
        return y;
    }

    @Override
    public List<Node> parts() {
        return List.of(condition, then, otherwise);
    }

    @Override
    public Node with(List<Node> parts) {
        return new Where(parts.get(0), parts.get(1), parts.get(2));
    }

    @Override
    public List<Axis> axes() {
        return Node.union(parts());
    }

    @Override
    public int binds() {
        return 0;
    }

    @Override
    public String text() {
        return then.within(1) + " where " + condition.text() + ", else " + otherwise.within(1);
    }

    @Override
    public List<Slip> slips(Ground ground) {
        return List.of(
                new Slip("it is " + then.text() + " everywhere, not only where " + condition.text(), then, 1),
                new Slip("it is " + otherwise.text() + " everywhere, also where " + condition.text(), otherwise, 1),
                new Slip(
                        "the two cases of " + condition.text() + " are exchanged",
                        new Where(condition, otherwise, then),
                        2),
                new Slip("both cases of " + condition.text() + " are added", then.plus(otherwise), 3));
    }
}
