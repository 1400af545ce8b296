package dev.parity.nn.optim;

import dev.parity.formula.Axis;
import dev.parity.formula.Constant;
import dev.parity.formula.Formula;
import dev.parity.formula.Leaf;
import dev.parity.formula.Node;
import dev.parity.formula.Power;
import dev.parity.formula.Rounded;
import dev.parity.tensor.Shape;

/** How formulas of an optimizer begin and end: g ← ±g + λ w, means that are moved, and the move of the weight. */
record StepFormulas(Shape weight, boolean maximize, double weightDecay, double lr, int t) {
    private static final String[] NAMES = {"o", "i", "a", "b", "f"};

    private Axis[] axes() {
        Axis[] axes = new Axis[weight.rank()];
        for (int d = 0; d < axes.length; d++) {
            axes[d] = Axis.of(d < NAMES.length ? NAMES[d] : "x" + d, weight.dim(d));
        }
        return axes;
    }

    Node state(String name) {
        return Leaf.of(name, axes());
    }

    private Node decay(double by) {
        return Constant.option("weight_decay", by).times(state("weight"));
    }

    /** ±g + λ w. */
    Node gradient() {
        Node g = maximize ? state("gradient").negative() : state("gradient");
        return weightDecay == 0 ? g : g.plus(decay(weightDecay)).named("g");
    }

    /** β s + (1 - β) x. */
    Node mean(String state, Node beta, Node x) {
        return beta.times(state(state)).plus(Constant.of(1).minus(beta).times(x));
    }

    /** 1 - βᵗ. */
    Node correction(Node beta) {
        return Constant.of(1).minus(new Power(beta, Constant.option("t", t)));
    }

    Formula made(String state, Node of) {
        return Formula.of(state, state, of, axes());
    }

    /** -lr (step + λ w), known no better than the weight. */
    Formula move(Node step, double decoupled) {
        Node whole = decoupled == 0 ? step : step.plus(decay(decoupled));
        Node move = Constant.option("lr", lr).times(whole).negative();
        return Formula.of("move", "move", new Rounded(move, state("weight")), axes());
    }
}
