package dev.parity.formula;

import java.util.List;

/** The number of the place along an axis, from 0: what labels, tokens and positions are compared with. */
public record Place(Axis axis) implements Node {
    @Override
    public Values at(Evaluation e) {
        Values y = Values.room(e.cut().of(List.of(axis)));
        for (int i = 0; i < y.size(); i++) {
            y.v[i] = e.cut().place(axis.name(), i);
            y.m[i] = y.v[i];
        }
        return y;
    }

    @Override
    public List<Node> parts() {
        return List.of();
    }

    @Override
    public Node with(List<Node> parts) {
        return this;
    }

    @Override
    public List<Axis> axes() {
        return List.of(axis);
    }

    @Override
    public String text() {
        return axis.name();
    }

    @Override
    public List<Slip> slips(Ground ground) {
        return List.of(
                new Slip("the " + axis.word() + " are counted from 1", plus(Constant.of(1)), 2),
                new Slip("the " + axis.word() + " are counted from -1", minus(Constant.of(1)), 2));
    }
}
