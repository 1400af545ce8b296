package dev.parity.nn.layer;

import dev.parity.formula.Axis;
import dev.parity.formula.Compare;
import dev.parity.formula.Constant;
import dev.parity.formula.Formula;
import dev.parity.formula.Leaf;
import dev.parity.formula.Node;
import dev.parity.formula.Orders;
import dev.parity.formula.Pick;
import dev.parity.formula.Place;
import dev.parity.formula.Scan;
import dev.parity.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * The formulas of one level of a recurrent layer in one direction: a loop over time that makes the states, and one back that makes the
 * gradients of the gates' sums, both around the formula of a step.
 */
final class RecurrentFormulas {
    /** What a step makes of the sums and the states before it: the states in the order in which they are made. */
    record Step(List<String> states, List<Node> made) {}

    /** What it makes on the way back: d(sums of x) and d(sums of h) by gate, and what goes to each state directly. */
    record Back(List<Node> dgates, List<Node> dhidden, Node dh, List<Node> dc) {}

    private final Recurrent layer;
    private final boolean given;
    final Axis t;
    final Axis n;
    final Axis unit;
    private final Axis i;
    private final Axis g;
    private final Axis from;

    RecurrentFormulas(Recurrent layer, Shape... x) {
        this.layer = layer;
        given = x.length > 1;
        t = Axis.of("t", x[0].dim(layer.batch_first() ? 1 : 0));
        n = Axis.of("n", x[0].dim(layer.batch_first() ? 0 : 1));
        i = Axis.of("i", layer.input_size());
        g = Axis.of("g", layer.gates());
        unit = Axis.of("u", layer.hidden_size());
        from = Axis.of("j", layer.hidden_size());
    }

    private Axis[] timed(Axis last) {
        return layer.batch_first() ? new Axis[] {n, t, last} : new Axis[] {t, n, last};
    }

    private Node x() {
        return Leaf.of(given ? "x0" : "x", timed(i));
    }

    /** What is before the first step: zero, or given. */
    private Node first(String state) {
        int number = layer.states().indexOf(state) + 1;
        return given ? Leaf.of("x" + number, n, unit) : Constant.of(0).times(new Place(n), new Place(unit));
    }

    private Node biased(Node sum, String bias) {
        return layer.bias() ? sum.plus(Leaf.of(bias, g, unit)) : sum;
    }

    private Node gates() {
        return biased(x().times(Leaf.of("weight_ih_l0", g, unit, i)).sum(i), "bias_ih_l0")
                .named("a");
    }

    private Node hidden(Node h) {
        Node w = Leaf.of("weight_hh_l0", g, unit, from);
        return biased(Orders.renamed(h, unit, from).times(w).sum(from), "bias_hh_l0")
                .named("b");
    }

    /** One of the gates of a sum. */
    Node gate(Node sum, int gate) {
        return g.size() == 1 ? new Pick(sum, g, 0) : new Pick(sum, g, gate);
    }

    private Node scan(Node result) {
        Step step = layer.step(this, gates(), hidden(Scan.before("h", n, unit)));
        List<Node> first = step.states().stream().map(this::first).toList();
        return new Scan(t, false, step.states(), first, step.made(), result);
    }

    List<Formula> all() {
        List<Formula> all = new ArrayList<>();
        all.add(Formula.of("y", "y", scan(Scan.made("h", n, unit)), timed(unit)));
        for (String state : layer.states()) {
            Node last = new Pick(scan(Scan.made(state, n, unit)), t, t.size() - 1);
            all.add(Formula.of(state + "_n", state + "_n", last, n, unit));
        }
        Node before = scan(Scan.before("h", n, unit)).named("h before");
        Node a = gates();
        Node b = hidden(before);
        Node dh = Leaf.of("dy", timed(unit)).plus(Scan.before("dh", n, unit));
        boolean cell = layer.states().contains("c");
        Node c = cell ? scan(Scan.made("c", n, unit)).named("c after") : Constant.of(0);
        Node cBefore = cell ? scan(Scan.before("c", n, unit)).named("c before") : Constant.of(0);
        Back back = layer.back(this, a, b, cell ? cBefore : before, c, dh);
        Node dgates = stacked(back.dgates());
        Node dhidden = stacked(back.dhidden());
        Node w = Leaf.of("weight_hh_l0", g, unit, from);
        Node handed = back.dh().plus(Orders.renamed(dhidden.times(w).sum(g, unit), from, unit));
        Node da = backwards(dgates, handed, back.dc()).named("da");
        Node db = layer.mixes() ? backwards(dhidden, handed, back.dc()).named("db") : da;
        all.add(Formula.of(
                given ? "dx0" : "dx",
                given ? "dx0" : "dx",
                da.times(Leaf.of("weight_ih_l0", g, unit, i)).sum(g, unit),
                timed(i)));
        all.add(Formula.of("weight_ih_l0", "dweight_ih_l0", da.times(x()).sum(t, n), g, unit, i));
        Node seen = Orders.renamed(before, unit, from);
        all.add(Formula.of("weight_hh_l0", "dweight_hh_l0", db.times(seen).sum(t, n), g, unit, from));
        if (layer.bias()) {
            all.add(Formula.of("bias_ih_l0", "dbias_ih_l0", da.sum(t, n), g, unit));
            all.add(Formula.of("bias_hh_l0", "dbias_hh_l0", db.sum(t, n), g, unit));
        }
        return all;
    }

    /** The gates side by side again. */
    private Node stacked(List<Node> gates) {
        Node all = Constant.of(0);
        for (int k = 0; k < gates.size(); k++) {
            Node here = new Place(g).is(Compare.Test.EQUAL, k).times(gates.get(k));
            all = k == 0 ? here : all.plus(here);
        }
        return all;
    }

    private Node backwards(Node result, Node dh, List<Node> dc) {
        List<String> states = new ArrayList<>(List.of("dh"));
        List<Node> made = new ArrayList<>(List.of(dh));
        if (!dc.isEmpty()) {
            states.add("dc");
            made.addAll(dc);
        }
        List<Node> first = states.stream()
                .map(s -> Constant.of(0).times(new Place(n), new Place(unit)))
                .toList();
        return new Scan(t, true, states, first, made, result);
    }
}
