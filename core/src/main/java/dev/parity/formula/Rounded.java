package dev.parity.formula;

import java.util.List;

/** A number that is known no better than another one beside it: of the move of a weight, the weight. */
public record Rounded(Node of, Node beside) implements Node {
    @Override
    public Values at(Evaluation e) {
        return Values.zip(e.of(of), e.of(beside), (x, w) -> x, (x, m, w, q, y) -> m + q);
    }

    @Override
    public List<Node> parts() {
        return List.of(of, beside);
    }

    @Override
    public Node with(List<Node> parts) {
        return new Rounded(parts.get(0), parts.get(1));
    }

    @Override
    public List<Axis> axes() {
        return Node.union(parts());
    }

    @Override
    public int binds() {
        return of.binds();
    }

    @Override
    public String text() {
        return of.text();
    }
}
