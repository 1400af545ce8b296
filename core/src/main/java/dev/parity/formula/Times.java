package dev.parity.formula;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A product. */
public record Times(List<Node> factors) implements Node {
    public Times {
        factors = List.copyOf(factors);
    }

    static Times of(Node first, Node... others) {
        List<Node> all = new ArrayList<>();
        add(first, all);
        Arrays.stream(others).forEach(f -> add(f, all));
        return new Times(all);
    }

    private static void add(Node factor, List<Node> to) {
        if (factor instanceof Times product) {
            to.addAll(product.factors);
        } else {
            to.add(factor);
        }
    }

    @Override
    public Values at(Evaluation e) {
        Values product = e.of(factors.get(0));
        for (int i = 1; i < factors.size(); i++) {
            product = product.times(e.of(factors.get(i)));
        }
        return product;
    }

    @Override
    public List<Node> parts() {
        return factors;
    }

    @Override
    public Node with(List<Node> parts) {
        return new Times(parts);
    }

    @Override
    public List<Axis> axes() {
        return Node.union(factors);
    }

    @Override
    public int binds() {
        return 3;
    }

    @Override
    public String text() {
        return factors.stream().map(f -> f.within(3)).collect(Collectors.joining("*"));
    }

    /** Without its i-th factor. */
    public Node without(int i) {
        List<Node> rest = new ArrayList<>(factors);
        rest.remove(i);
        return rest.isEmpty() ? Constant.of(1) : rest.size() == 1 ? rest.get(0) : new Times(rest);
    }

    private Node changed(int i, Node factor) {
        List<Node> other = new ArrayList<>(factors);
        other.set(i, factor);
        return new Times(other);
    }

    @Override
    public List<Slip> slips(Ground ground) {
        List<Slip> all = new ArrayList<>();
        for (int i = 0; i < factors.size(); i++) {
            Node factor = factors.get(i);
            String words = "the factor " + factor.text();
            all.add(new Slip(words + " is missing", without(i), 1));
            all.add(new Slip(words + " is in it twice", changed(i, factor.squared()), 2));
            all.add(new Slip(
                    "it is divided by " + factor.text() + ", not multiplied",
                    without(i).over(factor),
                    2));
            for (int j = 0; j < factors.size(); j++) {
                if (j != i) {
                    String other = factors.get(j).text();
                    all.add(new Slip(
                            other + " stands where " + factor.text() + " belongs", changed(i, factors.get(j)), 2));
                }
            }
        }
        return all;
    }
}
