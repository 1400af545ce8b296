package dev.parity.formula;

import java.util.ArrayList;
import java.util.List;

/**
 * An operand, read with axes of its own names: {@code weight} as (o, i).
 *
 * @param over its dimensions in their order, one of them perhaps as several axes
 */
public record Leaf(String operand, List<Axis> over) implements Node {
    public Leaf {
        over = List.copyOf(over);
    }

    public static Leaf of(String operand, Axis... over) {
        return new Leaf(operand, List.of(over));
    }

    @Override
    public Values at(Evaluation e) {
        return e.operand(operand, over);
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
        return over;
    }

    @Override
    public String text() {
        return operand;
    }

    /** Another operand of as many elements; or the same, plus an option times another. */
    @Override
    public List<Slip> slips(Ground ground) {
        List<Slip> all = new ArrayList<>();
        int n = Values.count(over);
        ground.operands().forEach((name, size) -> {
            if (size == n && !name.equals(operand)) {
                Leaf other = new Leaf(name, over);
                all.add(new Slip(name + " stands where " + operand + " belongs", other, 1));
                all.add(new Slip(name + " is added to " + operand, plus(other), 3));
                for (Constant option : ground.options()) {
                    all.add(new Slip(
                            option.name() + " times " + name + " is added to " + operand,
                            plus(option.times(other)),
                            3));
                }
            }
        });
        for (Leaf other : ground.leaves()) {
            if (!other.operand.equals(operand)
                    && !other.over.equals(over)
                    && Values.count(other.over) != n
                    && !over.isEmpty()
                    && over.containsAll(other.over)) {
                all.add(new Slip(other.operand + " stands where " + operand + " belongs", other, 2));
            }
        }
        return all;
    }
}
