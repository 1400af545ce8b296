package dev.parity.formula;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A number of the formula itself, or, with a name, an option: {@code lr}. */
public record Constant(String name, double value) implements Node {
    private static final double[] PLAIN = {0, 1, 2, 0.5, -1, 3, 4};

    public static Constant of(double number) {
        return new Constant("", number);
    }

    public static Constant option(String name, double value) {
        return new Constant(name, value);
    }

    public boolean option() {
        return !name.isEmpty();
    }

    @Override
    public Values at(Evaluation e) {
        return Values.scalar(value);
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
        return option() ? name : number(value);
    }

    /** As short as it is exact. */
    public static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e6) {
            return String.valueOf((long) value);
        }
        String shortest = String.format(Locale.ROOT, "%.6g", value);
        String plain = Double.toString(value);
        return plain.length() <= 10 ? plain : shortest;
    }

    @Override
    public List<Slip> slips(Ground ground) {
        List<Slip> all = new ArrayList<>();
        if (option()) {
            for (Constant other : ground.options()) {
                if (!other.name.equals(name)) {
                    all.add(new Slip(other.name + " stands where " + name + " belongs", other, 2));
                }
            }
            all.add(new Slip("1 - " + name + " stands where " + name + " belongs", of(1).minus(this), 2));
            all.add(new Slip("1/" + name + " stands where " + name + " belongs", of(1).over(this), 2));
            all.add(new Slip(name + " is squared", squared(), 2));
            all.add(new Slip(name + " stands without its root", root(), 3));
            for (double step : new double[] {1, -1}) {
                String words = name + (step > 0 ? " + 1" : " - 1") + " stands where " + name + " belongs";
                all.add(new Slip(words, option(name + (step > 0 ? "+1" : "-1"), value + step), 2));
            }
        }
        for (double other : PLAIN) {
            if (other != value) {
                all.add(new Slip(number(other) + " stands where " + text() + " belongs", of(other), option() ? 2 : 3));
            }
        }
        return all;
    }
}
