package dev.parity.diagnose;

import dev.parity.formula.Constant;
import dev.parity.formula.Cut;
import dev.parity.formula.Node;
import dev.parity.formula.Values;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;

/** For each number of a formula: with which other one would it give the wrong array? Solved on the worst element, asked on all. */
final class Options {
    private static final int STEPS = 40;

    private Options() {}

    static List<Cause> of(Bench bench, Edit after) {
        List<Cause> all = new ArrayList<>();
        Optional<Node> tree = after.tree(bench);
        if (tree.isEmpty()) {
            return all;
        }
        Set<Constant> met = new HashSet<>();
        for (Spots.Spot spot : Spots.of(tree.get()).all()) {
            if (spot.node() instanceof Constant constant && met.add(constant)) {
                solved(bench, tree.get(), constant, after, spot.path(), all);
            }
        }
        return all;
    }

    private static void solved(
            Bench bench, Node tree, Constant constant, Edit after, List<Integer> path, List<Cause> all) {
        Cut cut = bench.cutFor(tree);
        Target target = bench.target(cut);
        if (target.worst < 0) {
            return;
        }
        int at = target.worst;
        DoubleUnaryOperator off = v -> bench.evaluate(AtNode.all(tree, constant, new Constant(constant.name(), v)), cut)
                .map(p -> p.value(at) - target.found[at])
                .orElse(Double.NaN);
        double v = root(off, constant.value());
        if (!Double.isFinite(v)) {
            return;
        }
        Optional<Values> p = bench.evaluate(AtNode.all(tree, constant, new Constant(constant.name(), v)), cut);
        double step = Math.max(Math.abs(v), 1e-30) * 1e-6;
        double slope = (off.applyAsDouble(v + step) - off.applyAsDouble(v - step)) / (2 * step);
        if (p.isEmpty() || slope == 0 || !Double.isFinite(slope)) {
            return;
        }
        double error = 2 * target.tolerance(p.get(), at, 1) / Math.abs(slope) + 1e-14 * Math.abs(v);
        if (Math.abs(v - constant.value()) <= error || error > 0.05 * Math.abs(v)) {
            return;
        }
        List<Change> before = after.changes();
        for (Name name : bench.names.of(v, error)) {
            all.add(with(before, new Solved(path, constant, name.text(), name.value(), name.cost())));
        }
        double round = rounded(v, error);
        all.add(with(before, new Solved(path, constant, "", round, round == v ? 6 : 3)));
    }

    private static Edit with(List<Change> before, Change last) {
        List<Change> all = new ArrayList<>(before);
        all.add(last);
        return new Edit(all);
    }

    /** The number of fewest digits within an error, of three at most; else the number itself. */
    private static double rounded(double v, double error) {
        for (int digits = 1; digits <= 3; digits++) {
            double round = Double.parseDouble(String.format(java.util.Locale.ROOT, "%." + (digits - 1) + "e", v));
            if (Math.abs(round - v) <= error) {
                return round;
            }
        }
        return v;
    }

    /** Where a function is 0, by secants from a number and one a little beside it. */
    private static double root(DoubleUnaryOperator f, double start) {
        double a = start;
        double fa = f.applyAsDouble(a);
        double b = start == 0 ? 1e-3 : start * 1.01;
        double fb = f.applyAsDouble(b);
        for (int i = 0; i < STEPS && Double.isFinite(fb); i++) {
            if (fb == 0 || fb == fa) {
                break;
            }
            double c = b - fb * (b - a) / (fb - fa);
            if (!(Math.abs(c - b) > 1e-15 * Math.abs(c))) {
                return c;
            }
            a = b;
            fa = fb;
            b = c;
            fb = f.applyAsDouble(b);
        }
        return Double.isFinite(fb) ? b : Double.NaN;
    }
}
