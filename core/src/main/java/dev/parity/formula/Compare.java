package dev.parity.formula;

import java.util.ArrayList;
import java.util.List;

/** 1 where a comparison holds, 0 elsewhere: {@code [x > 0]}. */
public record Compare(Test test, Node left, Node right) implements Node {
    /** The comparisons. */
    public enum Test {
        ABOVE(">"),
        FROM(">="),
        BELOW("<"),
        UP_TO("<="),
        EQUAL("="),
        OTHER("!=");

        private final String text;

        Test(String text) {
            this.text = text;
        }

        boolean holds(double a, double b) {
            return switch (this) {
                case ABOVE -> a > b;
                case FROM -> a >= b;
                case BELOW -> a < b;
                case UP_TO -> a <= b;
                case EQUAL -> a == b;
                case OTHER -> a != b;
            };
        }
    }

    @Override
    public Values at(Evaluation e) {
        return Values.zip(e.of(left), e.of(right), (a, b) -> test.holds(a, b) ? 1 : 0, (a, m, b, q, y) -> y);
    }

    @Override
    public List<Node> parts() {
        return List.of(left, right);
    }

    @Override
    public Node with(List<Node> parts) {
        return new Compare(test, parts.get(0), parts.get(1));
    }

    @Override
    public List<Axis> axes() {
        return Node.union(parts());
    }

    @Override
    public String text() {
        return "[" + left.text() + " " + test.text + " " + right.text() + "]";
    }

    @Override
    public List<Slip> slips(Ground ground) {
        List<Slip> all = new ArrayList<>();
        for (Test other : Test.values()) {
            if (other != test) {
                Compare instead = new Compare(other, left, right);
                all.add(new Slip(instead.text() + " stands where " + text() + " belongs", instead, 2));
            }
        }
        all.add(new Slip("the condition " + text() + " is missing", Constant.of(1), 1));
        all.add(new Slip("the condition " + text() + " never holds", Constant.of(0), 2));
        return all;
    }
}
