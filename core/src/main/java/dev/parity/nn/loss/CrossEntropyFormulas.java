package dev.parity.nn.loss;

import dev.parity.formula.Axis;
import dev.parity.formula.Compare;
import dev.parity.formula.Constant;
import dev.parity.formula.Count;
import dev.parity.formula.Fn;
import dev.parity.formula.Formula;
import dev.parity.formula.Gather;
import dev.parity.formula.Leaf;
import dev.parity.formula.Node;
import dev.parity.formula.Place;
import dev.parity.nn.Axes;
import dev.parity.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * The formulas of the cross-entropy, as plain as the options allow: {@code dx = (p - [k = target])/N} without weights, smoothing and
 * labels that are left out, {@code dx = (p sum_k a - a)/d} with them; see {@link CrossEntropyLoss} for a and d.
 */
final class CrossEntropyFormulas {
    private final CrossEntropyLoss loss;
    private final Axis[] axes;
    private final Axis k;
    private final Axis[] rows;
    private final boolean labels;
    private final boolean weighted;
    private final boolean smooth;
    private final boolean ignored;

    CrossEntropyFormulas(CrossEntropyLoss loss, Map<String, Tensor> operands) {
        this.loss = loss;
        axes = Labels.axes(operands.get("x").shape());
        k = axes[Labels.classDim(operands.get("x").shape())];
        rows = Axes.without(axes, k);
        Tensor target = operands.get("target");
        labels = !target.dtype().isFloat();
        weighted = operands.containsKey("weight");
        smooth = loss.label_smoothing() != 0;
        ignored = labels && Labels.ignored(target, loss.ignore_index());
    }

    private Node label() {
        return Leaf.of("target", rows);
    }

    private Node counts() {
        return label().is(Compare.Test.OTHER, loss.ignore_index());
    }

    /** What the logarithm of each class is multiplied by, but for its sign. */
    private Node share() {
        Node given = labels ? label().is(Compare.Test.EQUAL, new Place(k)) : Leaf.of("target", axes);
        if (smooth) {
            Node eps = Constant.option("label_smoothing", loss.label_smoothing());
            given = given.times(Constant.of(1).minus(eps)).plus(eps.over(Count.of(k)));
        }
        if (weighted) {
            given = Leaf.of("weight", k).times(given);
        }
        return ignored ? given.times(counts()) : given;
    }

    private Node divisor() {
        if (!labels || !weighted && !ignored) {
            return Count.of(rows);
        }
        Node w = weighted ? new Gather(Leaf.of("weight", k), k, label()) : Constant.of(1);
        return (ignored ? w.times(counts()) : w).sum(rows);
    }

    List<Formula> all(double scale) {
        Node x = Leaf.of("x", axes);
        Node shifted = x.minus(x.max(k));
        Node exp = shifted.apply(Fn.EXP).named("e");
        Node p = exp.over(exp.sum(k)).named("p");
        Node log = shifted.minus(exp.sum(k).apply(Fn.LOG));
        Node share = weighted || smooth ? share().named("a") : share();
        boolean plain = labels && !weighted && !ignored;
        Node slope = plain ? p.minus(share) : p.times(share.sum(k)).minus(share);
        Node sum = share.times(log).sum(axes).negative();
        boolean mean = loss.reduction() == Reduction.mean;
        Node divisor = divisor();
        Node dx = mean ? slope.over(divisor) : slope;
        return List.of(
                Formula.of("value", "loss", loss.scaled(mean ? sum.over(divisor) : sum, scale)),
                Formula.of("dx", "dx", loss.scaled(ignored ? dx.where(counts(), 0) : dx, scale), axes));
    }
}
