package dev.parity.diagnose;

import dev.parity.formula.Axis;
import dev.parity.formula.Constant;
import dev.parity.formula.Formula;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The numbers that have a name where an array is made: sizes, options, and what is made of them. A factor of 6 says little; that 6 is N,
 * the batch size, says what is missing.
 */
final class Names {
    /** Sizes that people take together: the places of an image, of its output, of a kernel. */
    private static final Map<String, String> WITHIN = Map.of("H", "W", "H'", "W'", "kH", "kW", "N", "T");

    private final List<Name> all = new ArrayList<>();

    private Names() {}

    static Names of(Formula formula, Map<String, Double> further) {
        Names names = new Names();
        Map<String, Double> options = new LinkedHashMap<>();
        for (Constant option : formula.options()) {
            options.put(option.name(), option.value());
        }
        options.putAll(further);
        names.numbers();
        names.options(options);
        names.sizes(formula);
        return names;
    }

    /** Options come before sizes, so that lr is called lr where it happens to be 1/out. */
    private void options(Map<String, Double> options) {
        List<Name> plain = new ArrayList<>();
        options.forEach((name, v) -> plain.add(new Name(name, v, 1)));
        for (Name o : plain) {
            add(o);
            add(new Name("1/" + o.text(), 1 / o.value(), 2));
            add(new Name("1 - " + o.text(), 1 - o.value(), 2));
            add(new Name("1/(1 - " + o.text() + ")", 1 / (1 - o.value()), 2));
            add(new Name("1 + " + o.text(), 1 + o.value(), 2));
            add(new Name("1/(1 + " + o.text() + ")", 1 / (1 + o.value()), 3));
            add(new Name(o.text() + "/(1 - " + o.text() + ")", o.value() / (1 - o.value()), 3));
            add(new Name("(1 - " + o.text() + ")/" + o.text(), (1 - o.value()) / o.value(), 3));
            add(new Name(o.text() + "^2", o.value() * o.value(), 3));
            add(new Name("sqrt(" + o.text() + ")", Math.sqrt(o.value()), 3));
            add(new Name("2*" + o.text(), 2 * o.value(), 2));
            add(new Name(o.text() + "/2", o.value() / 2, 2));
            add(o.negative());
        }
        for (int i = 0; i < plain.size(); i++) {
            for (int j = i + 1; j < plain.size(); j++) {
                Name a = plain.get(i);
                Name b = plain.get(j);
                add(new Name(a.text() + "*" + b.text(), a.value() * b.value(), 3));
                add(new Name(a.text() + "/" + b.text(), a.value() / b.value(), 4));
                add(new Name(a.text() + "*(1 - " + b.text() + ")", a.value() * (1 - b.value()), 4));
                add(new Name(b.text() + "*(1 - " + a.text() + ")", b.value() * (1 - a.value()), 4));
            }
        }
    }

    private void numbers() {
        for (double v : new double[] {-1, 2, 0.5}) {
            add(new Name(Constant.number(v), v, 1));
        }
        add(new Name("-2", -2, 2));
        add(new Name("-1/2", -0.5, 2));
        for (int n = 3; n <= 6; n++) {
            add(new Name("" + n, n, 3));
            add(new Name("1/" + n, 1.0 / n, 3));
        }
        for (double v : new double[] {8, 10, 16, 100, 1000, 255, 256, Math.PI, Math.E, Math.sqrt(2), Math.log(2)}) {
            String text = v == Math.PI
                    ? "pi"
                    : v == Math.E
                            ? "e"
                            : v == Math.sqrt(2) ? "sqrt(2)" : v == Math.log(2) ? "log(2)" : Constant.number(v);
            add(new Name(text, v, 4));
            add(new Name("1/" + text, 1 / v, 4));
        }
        add(new Name("2/3", 2 / 3.0, 4));
        add(new Name("3/2", 1.5, 4));
    }

    private void sizes(Formula formula) {
        List<Name> sizes = new ArrayList<>();
        for (Axis axis : formula.allAxes()) {
            sizes.add(new Name(axis.symbol(), axis.size(), axis.name().equals("n") ? 1 : 2));
        }
        if (formula.axes().size() > 1) {
            double elements = formula.axes().stream().mapToDouble(Axis::size).reduce(1, (a, b) -> a * b);
            sizes.add(new Name("the number of all elements", elements, 3));
        }
        int single = sizes.size();
        for (int i = 0; i < single; i++) {
            for (int j = i + 1; j < single; j++) {
                Name a = sizes.get(i);
                Name b = sizes.get(j);
                boolean image = b.text().equals(WITHIN.get(a.text()));
                sizes.add(new Name(a.text() + "*" + b.text(), a.value() * b.value(), image ? 2 : a.cost() + b.cost()));
                add(new Name(a.text() + "/" + b.text(), a.value() / b.value(), 4));
                add(new Name(b.text() + "/" + a.text(), b.value() / a.value(), 4));
            }
        }
        for (Name s : sizes) {
            String text = s.text().contains("*") ? "(" + s.text() + ")" : s.text();
            double n = s.value();
            int cost = s.cost();
            add(s);
            add(new Name("1/" + text, 1 / n, cost));
            add(new Name("-" + s.text(), -n, cost + 1));
            add(new Name("-1/" + text, -1 / n, cost + 1));
            add(new Name("2/" + text, 2 / n, cost + 1));
            add(new Name(text + "/2", n / 2, cost + 1));
            add(new Name("1/(2*" + text + ")", 0.5 / n, cost + 1));
            add(new Name("2*" + text, 2 * n, cost + 1));
            add(new Name("4/" + text, 4 / n, cost + 3));
            add(new Name("1/" + text + "^2", 1 / n / n, cost + 2));
            add(new Name(text + "^2", n * n, cost + 2));
            add(new Name("sqrt(" + s.text() + ")", Math.sqrt(n), cost + 2));
            add(new Name("1/sqrt(" + s.text() + ")", 1 / Math.sqrt(n), cost + 2));
            if (n > 1) {
                add(new Name(text + "/(" + text + " - 1)", n / (n - 1), cost + 3));
                add(new Name("(" + text + " - 1)/" + text, (n - 1) / n, cost + 3));
                add(new Name("sqrt((" + text + " - 1)/" + text + ")", Math.sqrt((n - 1) / n), cost + 3));
                add(new Name("sqrt(" + text + "/(" + text + " - 1))", Math.sqrt(n / (n - 1)), cost + 3));
                add(new Name("1/(" + text + " - 1)", 1 / (n - 1), cost + 3));
                add(new Name(text + " - 1", n - 1, cost + 3));
            }
        }
    }

    /** What is no number, or changes nothing, has no name. */
    private void add(Name name) {
        if (Double.isFinite(name.value()) && name.value() != 0 && Math.abs(name.value() - 1) > 1e-9) {
            all.add(name);
        }
    }

    int size() {
        return all.size();
    }

    /** Names of a number that is known to an error, the plainest first. */
    List<Name> of(double value, double error) {
        return all.stream()
                .filter(n -> Math.abs(n.value() - value) <= error)
                .sorted(java.util.Comparator.comparingInt(Name::cost))
                .toList();
    }

    /** The number that a name stands for here. */
    Optional<Name> get(String text) {
        return all.stream().filter(n -> n.text().equals(text)).findFirst();
    }
}
