package dev.parity.diagnose;

import dev.parity.formula.Constant;
import dev.parity.formula.Cut;
import dev.parity.formula.Node;
import dev.parity.formula.Values;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The terms or contributions of the formula with other coefficients than 1, all solved for at once: the last sample alone, the decay
 * with half its weight.
 *
 * @param source how the terms are taken from the formula, here and in other data
 * @param weights of each, by name; blank where it has none
 */
record Mixture(Source source, List<Weight> weights, int cost) implements Cause {
    /** A coefficient: 1 is right for terms of the formula, 0 for an array that has no place in it. */
    record Weight(String name, double value, boolean free) {}

    /** Where terms come from. */
    interface Source {
        List<Node> terms(Bench bench);

        /** What is told of the coefficients. */
        String words(Bench bench, List<Weight> weights);
    }

    @Override
    public String id() {
        return "terms";
    }

    private Optional<Node> tree(Bench bench) {
        List<Node> terms = source.terms(bench);
        if (terms.size() != weights.size()) {
            return Optional.empty();
        }
        Node sum = Constant.of(0);
        for (int i = 0; i < terms.size(); i++) {
            Weight w = weights.get(i);
            double value = w.name.isBlank()
                    ? w.value
                    : bench.names.get(w.name).map(Name::value).orElse(w.value);
            if (value != 0) {
                Node term = value == 1 ? terms.get(i) : new Constant(w.name, value).times(terms.get(i));
                sum = sum instanceof Constant ? term : sum.plus(term);
            }
        }
        return Optional.of(sum);
    }

    @Override
    public Optional<Values> predict(Bench bench, Cut cut) {
        return tree(bench).flatMap(t -> bench.evaluate(t, cut));
    }

    @Override
    public Cut cut(Bench bench) {
        return Cause.cutFor(tree(bench), bench);
    }

    @Override
    public double price(Bench bench, Score score) {
        double price = 0;
        for (Weight w : weights) {
            price += w.free ? score.best() : w.name.isBlank() ? 2 : Cause.bits(bench.names.size());
        }
        return price;
    }

    @Override
    public boolean unnamed() {
        return weights.stream().anyMatch(Weight::free);
    }

    @Override
    public boolean named() {
        return weights.stream().anyMatch(w -> !w.name.isBlank());
    }

    @Override
    public String words(Bench bench) {
        return source.words(bench, weights);
    }

    @Override
    public String yours(Bench bench) {
        return tree(bench).map(t -> bench.formula.with(t).text()).orElse(bench.formula.label());
    }

    @Override
    public String advice(Bench bench) {
        return "Write " + bench.formula.text();
    }

    static String list(List<Weight> weights) {
        return weights.stream()
                .map(w -> w.name.isBlank() ? Constant.number(w.value) : w.name)
                .collect(Collectors.joining(", "));
    }
}
