package dev.parity.diagnose;

import dev.parity.formula.Add;
import dev.parity.formula.Axis;
import dev.parity.formula.Ground;
import dev.parity.formula.Leaf;
import dev.parity.formula.Named;
import dev.parity.formula.Node;
import dev.parity.formula.Slip;
import dev.parity.formula.Times;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** All single changes of a formula, the plainest first. */
final class Edits {
    private Edits() {}

    static List<Candidate> of(Node tree, Bench bench) {
        Spots spots = Spots.of(tree);
        List<Candidate> all = new ArrayList<>();
        List<Change> others = new ArrayList<>();
        for (Spots.Spot spot : spots.all()) {
            if (!(spot.node() instanceof Named)) {
                slips(tree, spot, bench.ground(), all);
                exchanges(spot, bench, others);
                moves(spot, spots, others);
            }
        }
        others.addAll(Together.all(spots, bench.ground()));
        others.addAll(Along.all(bench));
        others.addAll(Alike.all(tree, spots, bench.ground()));
        others.addAll(Running.all(bench));
        for (Change other : others) {
            other.in(tree, bench).ifPresent(t -> all.add(new Candidate(other, t)));
        }
        all.sort(Comparator.comparingInt(c -> c.change().cost()));
        return all;
    }

    private static void slips(Node tree, Spots.Spot spot, Ground ground, List<Candidate> all) {
        for (Slip slip : Slips.of(spot.node(), ground)) {
            boolean several = spot.paths().size() > 1;
            AtNode first = new AtNode(spot.path(), slip.words(), slip.cost(), several);
            all.add(new Candidate(first, first.replaced(tree, slip.instead())));
            for (int i = 0; several && i < spot.paths().size(); i++) {
                AtNode one = new AtNode(spot.paths().get(i), slip.words() + ", in one place", slip.cost() + 1, false);
                all.add(new Candidate(one, one.replaced(tree, slip.instead())));
            }
        }
    }

    /** An operand taken for another one throughout what hangs on a node. */
    private static void exchanges(Spots.Spot spot, Bench bench, List<Change> all) {
        if (spot.node().parts().isEmpty()) {
            return;
        }
        for (Leaf leaf : bench.ground().leaves()) {
            int size = leaf.over().stream().mapToInt(Axis::size).reduce(1, (a, b) -> a * b);
            bench.ground().operands().forEach((name, n) -> {
                if (n == size && !name.equals(leaf.operand())) {
                    all.add(new Exchanged(spot.path(), leaf.operand(), name));
                }
            });
        }
    }

    /** A term or a factor that stands elsewhere. */
    private static void moves(Spots.Spot from, Spots spots, List<Change> all) {
        if (from.node() instanceof Add sum && sum.terms().size() > 1) {
            for (int i = 0; i < sum.terms().size(); i++) {
                moves(from, i, sum.terms().get(i), "the term ", spots, 2, all);
            }
        }
        if (from.node() instanceof Times product) {
            for (int i = 0; i < product.factors().size(); i++) {
                moves(from, i, product.factors().get(i), "the factor ", spots, 3, all);
            }
        }
    }

    private static void moves(
            Spots.Spot from, int number, Node part, String what, Spots spots, int cost, List<Change> all) {
        for (Spots.Spot to : spots.all()) {
            boolean itself = to.path().size() >= from.path().size() + 1
                    && to.path().subList(0, from.path().size()).equals(from.path())
                    && to.path().get(from.path().size()) == number;
            if (!itself
                    && to != from
                    && !(to.node() instanceof Named)
                    && to.node().axes().containsAll(part.axes())) {
                String words = what + part.text() + " stands with " + to.node().text() + ", not in "
                        + from.node().text();
                all.add(new Moved(from.path(), number, to.path(), words, cost));
            }
        }
    }
}
