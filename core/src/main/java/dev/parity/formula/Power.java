package dev.parity.formula;

import java.util.List;

/** b to the power of t. */
public record Power(Node base, Node exponent) implements Node {
    @Override
    public Values at(Evaluation e) {
        return Values.zip(
                e.of(base),
                e.of(exponent),
                Math::pow,
                (b, m, t, q, y) -> Math.abs(y) * Math.max(1, b == 0 ? 1 : Math.abs(t) * m / Math.abs(b)));
    }

    @Override
    public List<Node> parts() {
        return List.of(base, exponent);
    }

    @Override
    public Node with(List<Node> parts) {
        return new Power(parts.get(0), parts.get(1));
    }

    @Override
    public List<Axis> axes() {
        return Node.union(parts());
    }

    @Override
    public int binds() {
        return 4;
    }

    @Override
    public String text() {
        return base.within(5) + "^" + exponent.within(5);
    }

    @Override
    public List<Slip> slips(Ground ground) {
        return List.of(
                new Slip("the power " + exponent.text() + " of " + base.text() + " is missing", base, 1),
                new Slip(
                        base.text() + " is multiplied by " + exponent.text() + ", not raised to it",
                        base.times(exponent),
                        3));
    }
}
