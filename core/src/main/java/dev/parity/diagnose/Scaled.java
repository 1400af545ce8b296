package dev.parity.diagnose;

import dev.parity.formula.Constant;
import dev.parity.formula.Cut;
import dev.parity.formula.Values;
import java.util.Optional;

/**
 * A constant factor on the right array, or on one that is wrong otherwise too.
 *
 * @param name what the factor is called; blank where it has no name
 */
record Scaled(String name, double value, int nameCost, Edit of) implements Cause {
    /** What a factor is called that leaves nothing of an array. */
    static final String NOTHING = "0";

    @Override
    public String id() {
        return of.changes().isEmpty() ? "factor" : "formula";
    }

    @Override
    public int cost() {
        return of.cost() + (name.isBlank() ? 6 : nameCost) + (of.changes().isEmpty() ? 0 : 1);
    }

    private double value(Bench bench) {
        return name.isBlank() || name.equals(NOTHING)
                ? value
                : bench.names.get(name).map(Name::value).orElse(Double.NaN);
    }

    @Override
    public Optional<Values> predict(Bench bench, Cut cut) {
        double k = value(bench);
        return Double.isNaN(k) ? Optional.empty() : of.predict(bench, cut).map(v -> v.scaled(k));
    }

    @Override
    public Cut cut(Bench bench) {
        return of.cut(bench);
    }

    @Override
    public double price(Bench bench, Score score) {
        double number = name.isBlank() ? score.best() : Cause.bits(bench.names.size());
        return of.price(bench, score) + number + (of.changes().isEmpty() ? 0 : 10);
    }

    @Override
    public boolean unnamed() {
        return name.isBlank() || of.unnamed();
    }

    @Override
    public boolean named() {
        return !name.isBlank();
    }

    @Override
    public String words(Bench bench) {
        String times = times(bench, value(bench));
        return of.changes().isEmpty() ? times : of.words(bench) + "; and " + times;
    }

    private String times(Bench bench, double k) {
        String number = Constant.number(Math.abs(k));
        String sign = k < 0 ? ", and has the wrong sign" : "";
        if (k == -1) {
            return "it has the wrong sign";
        }
        if (k == 0) {
            return "it is zero everywhere: nothing was ever added to it";
        }
        String size = Math.abs(k) == 2
                ? "it is twice as large as it should be"
                : Math.abs(k) == 0.5
                        ? "it is half as large as it should be"
                        : Math.abs(k) > 1
                                ? "it is " + number + " times too large"
                                : "it is " + number + " times what it should be";
        return size + sign + (said() ? ": " + Constant.number(k) + " is " + name + meaning(bench) : "");
    }

    /** What a size is the size of. */
    private String meaning(Bench bench) {
        return bench.ground().axes().stream()
                .filter(a -> name.equals(a.symbol()) || name.equals("1/" + a.symbol()))
                .findFirst()
                .map(a -> (name.startsWith("1/") ? ", " + a.symbol() : "") + (name.startsWith("1/") ? " the" : ", the")
                        + " number of " + a.word())
                .orElse("");
    }

    /** Whether the name says more than the number. */
    private boolean said() {
        return !name.isBlank() && name.chars().anyMatch(Character::isLetter);
    }

    @Override
    public String yours(Bench bench) {
        if (name.equals(NOTHING)) {
            return NOTHING;
        }
        String factor = name.isBlank() ? Constant.number(value) : name;
        String brackets = factor.contains(" ") ? "(" + factor + ")" : factor;
        return of.changes().isEmpty()
                ? brackets + "*(" + bench.formula.tree().text() + ")"
                : brackets + " times " + of.yours(bench);
    }

    @Override
    public String advice(Bench bench) {
        if (name.equals(NOTHING)) {
            return "add up what belongs there: " + bench.formula.tree().text();
        }
        String number = name.isBlank() ? Constant.number(value(bench)) : name;
        return (of.changes().isEmpty() ? "" : of.advice(bench) + ", and ") + "take the factor " + number + " out";
    }
}
