package dev.parity.formula;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** How many places some axes have together: N. */
public record Count(List<Axis> over) implements Node {
    public Count {
        over = List.copyOf(over);
    }

    public static Count of(Axis... over) {
        return new Count(List.of(over));
    }

    public double value() {
        return Values.work(over);
    }

    @Override
    public Values at(Evaluation e) {
        return Values.scalar(value());
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
        return List.of();
    }

    @Override
    public String text() {
        return over.isEmpty() ? "1" : over.stream().map(Axis::symbol).collect(Collectors.joining("*"));
    }

    @Override
    public int binds() {
        return over.size() > 1 ? 3 : 9;
    }

    @Override
    public List<Slip> slips(Ground ground) {
        List<Slip> all = new ArrayList<>();
        for (Axis axis : ground.axes()) {
            if (!over.equals(List.of(axis))) {
                all.add(new Slip(axis.symbol() + " stands where " + text() + " belongs", of(axis), 2));
            }
        }
        if (!ground.output().equals(over) && ground.output().size() > 1) {
            all.add(new Slip(
                    "the number of all elements stands where " + text() + " belongs", new Count(ground.output()), 2));
        }
        all.add(new Slip(text() + " - 1 stands where " + text() + " belongs", minus(Constant.of(1)), 2));
        all.add(new Slip(text() + " + 1 stands where " + text() + " belongs", plus(Constant.of(1)), 3));
        all.add(new Slip("the division by " + text() + " is missing", Constant.of(1), 1));
        all.add(new Slip(text() + " stands twice", squared(), 2));
        return all;
    }
}
