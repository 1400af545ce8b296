package dev.parity.diagnose;

import dev.parity.formula.Axis;
import dev.parity.formula.Cut;
import dev.parity.formula.Leaf;
import dev.parity.formula.Node;
import dev.parity.formula.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Coefficients of the terms of a formula, of what is added up along one of its sums, and of an array that has no place in it. */
final class Mixtures {
    /** Contributions that are told apart. */
    private static final int MOST = 256;

    private Mixtures() {}

    static List<Cause> of(Bench bench, Node tree) {
        List<Cause> all = new ArrayList<>();
        List<Node> terms = Terms.of(tree);
        if (terms.size() > 1 && terms.size() < 12) {
            solve(bench, new Parts(List.of()), 0, 3).ifPresent(all::add);
        }
        bench.ground().operands().forEach((name, size) -> {
            if (size == bench.evidence.found().size()) {
                solve(bench, new Parts(List.of(name)), 1, 3).ifPresent(all::add);
            }
        });
        for (Axis axis : Terms.summed(tree)) {
            if (axis.size() > 1 && axis.size() <= MOST) {
                solve(bench, new Contributions(axis.name()), 0, 4).ifPresent(all::add);
            }
        }
        return all;
    }

    /** The terms of the formula, and arrays that may have been added. */
    record Parts(List<String> strangers) implements Mixture.Source {
        @Override
        public List<Node> terms(Bench bench) {
            List<Node> all = new ArrayList<>(Terms.of(bench.formula.tree()));
            strangers.forEach(name -> all.add(new Leaf(name, bench.formula.axes())));
            return all;
        }

        @Override
        public String words(Bench bench, List<Mixture.Weight> weights) {
            List<Node> terms = terms(bench);
            List<String> said = new ArrayList<>();
            for (int i = 0; i < weights.size(); i++) {
                boolean stranger = i >= terms.size() - strangers.size();
                Mixture.Weight w = weights.get(i);
                String times = Mixture.list(List.of(w));
                if (stranger) {
                    String by = w.value() == 1 ? "" : times + " times ";
                    said.add(by + strangers.get(strangers.size() - terms.size() + i) + " is added to it");
                } else if (w.value() == 0) {
                    said.add("the term " + terms.get(i).text() + " is missing");
                } else if (w.value() != 1) {
                    said.add("the term " + terms.get(i).text() + " is in it " + times + " times");
                }
            }
            return String.join("; and ", said);
        }
    }

    /** What stands at each place of an axis that is summed over. */
    record Contributions(String axis) implements Mixture.Source {
        @Override
        public List<Node> terms(Bench bench) {
            return Terms.along(bench.formula.tree(), axis);
        }

        @Override
        public String words(Bench bench, List<Mixture.Weight> weights) {
            String word = bench.ground().axes().stream()
                    .filter(a -> a.name().equals(axis))
                    .map(Axis::word)
                    .findFirst()
                    .orElse(axis);
            String list = weights.size() <= 12 ? Mixture.list(weights) : Mixture.list(weights.subList(0, 12)) + ", ...";
            return "the " + word + " are not all in it once (coefficients " + list + ")";
        }
    }

    private static Optional<Cause> solve(Bench bench, Mixture.Source source, int strangers, int cost) {
        List<Node> terms = source.terms(bench);
        if (terms.isEmpty() || terms.size() > MOST) {
            return Optional.empty();
        }
        Cut cut = bench.cut;
        for (Node term : terms) {
            cut = cut.sparing(term.whole());
        }
        List<Values> columns = new ArrayList<>();
        for (Node term : terms) {
            Optional<Values> values = bench.evaluate(term, cut);
            if (values.isEmpty()) {
                return Optional.empty();
            }
            columns.add(values.get());
        }
        bench.tries(1);
        Target target = bench.target(cut);
        if (target.found.length < 1.5 * terms.size()) {
            return Optional.empty();
        }
        return LeastSquares.solve(columns, target).map(solution -> {
            List<Mixture.Weight> weights = new ArrayList<>();
            for (int i = 0; i < solution.length; i++) {
                weights.add(named(bench, solution[i][0], solution[i][1]));
            }
            return (Cause) new Mixture(source, weights, cost + strangers);
        });
    }

    /** 0, 1, or what has a name; else as it is. */
    private static Mixture.Weight named(Bench bench, double value, double error) {
        double tolerance = Math.max(error, 1e-12);
        for (double plain : new double[] {1, 0}) {
            if (Math.abs(value - plain) <= tolerance) {
                return new Mixture.Weight("", plain, false);
            }
        }
        List<Name> names = bench.names.of(value, tolerance);
        return names.isEmpty()
                ? new Mixture.Weight("", value, true)
                : new Mixture.Weight(names.get(0).text(), names.get(0).value(), false);
    }
}
