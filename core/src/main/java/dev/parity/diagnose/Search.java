package dev.parity.diagnose;

import dev.parity.formula.Cut;
import dev.parity.formula.Node;
import dev.parity.formula.Values;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Tries hypotheses about one wrong array, from the plainest on: the right array times a number, the formula with one change (and times a
 * number), other coefficients of its terms, another number for one of its own, another precision; and where none of them agrees, two
 * changes. How long it takes is counted in elements, not in seconds, so that the same array is always told the same.
 */
final class Search {
    private static final long SINGLES = 60_000_000L;
    private static final long PAIRS = 30_000_000L;

    /** First changes from which a second one is tried: those that bring the array nearest. */
    private static final int FIRST = 8;

    /** Once something convinces, only what costs so much more at the most is of interest. */
    private static final int FARTHER = 2;

    private final Bench bench;
    private final double effort;
    private final List<Hit> hits = new ArrayList<>();
    private final List<Near> near = new ArrayList<>();

    /** Pairs of changes after which a number of the formula is solved for: a norm's divisor, the place of its epsilon, and its value. */
    private static final int SOLVED = 6;

    private final List<Pair> nearest = new ArrayList<>();

    /** Two changes after which the array is nearer. */
    private record Pair(Edit edit, double distance) {}

    /** A change after which the array is nearer, if not there. */
    private record Near(Change change, double distance) {}

    /** @param effort the share of what may be spent */
    Search(Bench bench, double effort) {
        this.bench = bench;
        this.effort = effort;
    }

    List<Hit> hits() {
        return hits;
    }

    void run() {
        if (bench.target(Cut.NONE).empty()) {
            tryOut(new Scaled(Scaled.NOTHING, 0, 0, Edit.NONE));
            return; // a sum over nothing, a product with zeros: whatever else would make it empty says less
        }
        factor(Edit.NONE, true);
        for (Candidate candidate : Edits.of(bench.formula.tree(), bench)) {
            if (bench.spent() > effort * SINGLES || candidate.change().cost() > best() + FARTHER) {
                break;
            }
            single(candidate);
        }
        if (best() > FARTHER) {
            others();
        }
        if (hits.stream().noneMatch(this::convinces)) {
            pairs();
        }
    }

    /** What is solved for. */
    private void others() {
        for (Cast.Grid grid : Cast.Grid.values()) {
            if (grid.coarser(bench.evidence.expected().dtype())) {
                tryOut(new Cast(grid));
            }
        }
        Mixtures.of(bench, bench.formula.tree()).forEach(this::tryOut);
        Options.of(bench, Edit.NONE).forEach(this::tryOut);
    }

    /** The cost of the plainest hit that convinces. */
    private int best() {
        return hits.stream()
                .filter(this::convinces)
                .mapToInt(h -> h.cause().cost())
                .min()
                .orElse(Integer.MAX_VALUE / 2);
    }

    /** Whether a hit would be accepted as things stand. */
    private boolean convinces(Hit hit) {
        return hit.surplus(bench.tried()) >= Diagnosis.ACCEPTED;
    }

    private void single(Candidate candidate) {
        Change change = candidate.change();
        Edit edit = Edit.of(change);
        bench.tries(1);
        Cut cut = bench.cutFor(candidate.tree());
        Optional<Values> values = bench.evaluate(candidate.tree(), cut);
        if (values.isEmpty()) {
            return;
        }
        Target target = bench.target(cut);
        if (target.against(values.get(), 1).isPresent()) {
            bench.keep(edit, candidate.tree());
            verified(edit, values.get());
            return;
        }
        factor(edit, values.get(), target, false);
        if (cut.equals(bench.cut)) {
            near.add(new Near(change, target.distance(values.get())));
        }
    }

    private void tryOut(Cause cause) {
        bench.tries(1);
        Cut cut = cause.cut(bench);
        cause.predict(bench, cut)
                .filter(v -> bench.target(cut).against(v, 1).isPresent())
                .ifPresent(v -> verified(cause, v));
    }

    private void factor(Edit edit, boolean unnamed) {
        Cut cut = edit.cut(bench);
        edit.predict(bench, cut).ifPresent(v -> factor(edit, v, bench.target(cut), unnamed));
    }

    /** Whether it is the array but for a factor, and what that is called. */
    private void factor(Edit edit, Values p, Target target, boolean unnamed) {
        int at = -1;
        for (int i = 0; i < p.size(); i++) {
            if (Double.isFinite(p.value(i))
                    && p.value(i) != 0
                    && (at < 0 || Math.abs(p.value(i)) * p.magnitude(at) > Math.abs(p.value(at)) * p.magnitude(i))) {
                at = i;
            }
        }
        if (at < 0 || p.size() != target.found.length || target.found[at] == 0) {
            return;
        }
        double k = target.found[at] / p.value(at);
        double error = target.tolerance(p, at, k) / Math.abs(p.value(at));
        if (!Double.isFinite(k)
                || Math.abs(k - 1) <= error
                || target.against(p, k).isEmpty()) {
            return;
        }
        List<Name> names = bench.names.of(k, 2 * error);
        for (Name name : names) {
            tryOut(new Scaled(name.text(), name.value(), name.cost(), edit));
        }
        if (names.isEmpty() && unnamed) {
            tryOut(new Scaled("", k, 0, edit));
        }
    }

    /** Of pairs only the nearest are of interest, since there are thousands. */
    private void keep(Edit pair, double distance) {
        nearest.add(new Pair(pair, distance));
        if (nearest.size() > 16 * SOLVED) {
            nearest.sort(Comparator.comparingDouble(Pair::distance));
            nearest.subList(SOLVED, nearest.size()).clear();
        }
    }

    /** What agrees on a part is asked on the whole. */
    private void verified(Cause cause, Values part) {
        boolean done = cause.cut(bench).equals(Cut.NONE);
        Optional<Values> whole = done ? Optional.of(part) : cause.predict(bench, Cut.NONE);
        Cut cut = whole.isPresent() ? Cut.NONE : cause.cut(bench);
        Values values = whole.orElse(part);
        bench.target(cut)
                .against(values, 1)
                .ifPresent(score -> hits.add(new Hit(cause, score, values, cause.price(bench, score))));
    }

    private void pairs() {
        long begin = bench.spent();
        changed(begin);
        if (hits.stream().noneMatch(this::convinces)) {
            nearest.sort(Comparator.comparingDouble(Pair::distance));
            nearest.stream().limit(SOLVED).forEach(p -> Options.of(bench, p.edit)
                    .forEach(this::tryOut));
        }
    }

    private void changed(long begin) {
        near.sort(Comparator.comparingDouble(Near::distance));
        double before = bench.target(bench.cut)
                .distance(bench.evaluate(bench.formula.tree(), bench.cut).orElseThrow());
        int first = 0;
        double last = Double.NaN;
        for (Near one : near) {
            if (first == FIRST
                    || bench.spent() - begin > effort * PAIRS
                    || hits.stream().anyMatch(this::convinces)) {
                return;
            }
            if (one.distance == last || one.distance >= before) {
                continue; // the same array by another way
            }
            last = one.distance;
            first++;
            second(one.change, begin);
        }
    }

    private void second(Change one, long begin) {
        Node tree = one.in(bench.formula.tree(), bench).orElseThrow();
        Options.of(bench, Edit.of(one)).forEach(this::tryOut);
        for (Candidate two : Edits.of(tree, bench)) {
            if (bench.spent() - begin > effort * PAIRS
                    || one.cost() + two.change().cost() + 2 > best() + FARTHER) {
                return;
            }
            bench.tries(1);
            Cut cut = bench.cutFor(two.tree());
            Optional<Values> values = bench.evaluate(two.tree(), cut);
            if (values.isPresent()) {
                Edit pair = new Edit(List.of(one, two.change()));
                if (bench.target(cut).against(values.get(), 1).isPresent()) {
                    bench.keep(pair, two.tree());
                    verified(pair, values.get());
                } else {
                    factor(pair, values.get(), bench.target(cut), false);
                    keep(pair, bench.target(cut).distance(values.get()));
                }
            }
        }
    }
}
