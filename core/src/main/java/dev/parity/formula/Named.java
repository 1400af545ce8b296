package dev.parity.formula;

import java.util.List;

/** A part of a formula that has a name of its own: {@code z = x - mean_m x}. */
public record Named(String name, Node of) implements Node {
    @Override
    public Values at(Evaluation e) {
        return e.of(of);
    }

    @Override
    public List<Node> parts() {
        return List.of(of);
    }

    @Override
    public Node with(List<Node> parts) {
        return new Named(name, parts.get(0));
    }

    @Override
    public List<Axis> axes() {
        return of.axes();
    }

    @Override
    public String text() {
        return name;
    }
}
