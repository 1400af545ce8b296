package dev.parity.formula;

import java.util.List;

/** A quotient. */
public record Over(Node above, Node below) implements Node {
    @Override
    public Values at(Evaluation e) {
        return e.of(above).over(e.of(below));
    }

    @Override
    public List<Node> parts() {
        return List.of(above, below);
    }

    @Override
    public Node with(List<Node> parts) {
        return new Over(parts.get(0), parts.get(1));
    }

    @Override
    public List<Axis> axes() {
        return Node.union(parts());
    }

    @Override
    public int binds() {
        return 3;
    }

    @Override
    public String text() {
        return above.within(3) + "/" + below.within(4);
    }

    @Override
    public List<Slip> slips(Ground ground) {
        String divisor = below.text();
        return List.of(
                new Slip("the division by " + divisor + " is missing", above, 1),
                new Slip("it is divided by " + divisor + " twice", above.over(below.squared()), 2),
                new Slip("it is multiplied by " + divisor + ", not divided", above.times(below), 2),
                new Slip(above.text() + " and " + divisor + " are exchanged in the quotient", below.over(above), 3),
                new Slip(
                        "1 stands where " + above.text() + " belongs",
                        Constant.of(1).over(below),
                        3),
                new Slip("it is divided by the root of " + divisor, above.over(below.root()), 3));
    }
}
