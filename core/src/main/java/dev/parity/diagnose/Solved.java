package dev.parity.diagnose;

import dev.parity.formula.Constant;
import dev.parity.formula.Node;
import java.util.List;
import java.util.Optional;

/**
 * Another number in place of one of the formula's: eps 1e-3 in place of 1e-5.
 *
 * @param constant which: everywhere where it stands
 * @param name by which the number is found again in other data; blank where it has none
 */
record Solved(List<Integer> path, Constant constant, String name, double value, int named) implements Change {
    @Override
    public String words() {
        String number = name.isBlank() ? Constant.number(value) : name + " = " + Constant.number(value);
        return (constant.option() ? constant.name() : "a number") + " is " + number + ", not "
                + Constant.number(constant.value());
    }

    @Override
    public int cost() {
        return 3 + named;
    }

    @Override
    public Optional<Node> in(Node tree, Bench bench) {
        if (!AtNode.exists(tree, path) || !(tree.at(path) instanceof Constant here)) {
            return Optional.empty();
        }
        double number =
                name.isBlank() ? value : bench.names.get(name).map(Name::value).orElse(value);
        return Optional.of(AtNode.all(tree, here, new Constant(name, number)));
    }

    @Override
    public Optional<Written> written(Node tree, Bench bench) {
        String right = constant.option() ? constant.name() + " = " : "";
        return Optional.of(new Written(right + Constant.number(constant.value()), Constant.number(value)));
    }

    /** Whether it is a number of three digits at most, as people write them. */
    boolean isRound() {
        double power = Math.pow(10, Math.floor(Math.log10(Math.abs(value))) - 2);
        return Math.abs(Math.rint(value / power) * power - value) <= 1e-12 * Math.abs(value);
    }
}
