package dev.parity.nn.layer;

import dev.parity.formula.Axis;
import dev.parity.formula.Constant;
import dev.parity.formula.Formula;
import dev.parity.formula.Leaf;
import dev.parity.formula.Node;
import dev.parity.nn.Axes;
import java.util.ArrayList;
import java.util.List;

/**
 * The formulas of layers that give groups of elements mean 0 and variance 1.
 * <pre>
 *   z = x - mean,  s = √(mean z² + eps),  y = z/s weight + bias        dweight = Σ dy z/s    dbias = Σ dy
 *   g = weight dy,  dx = (g - mean g - z/s mean(g z/s))/s              without own statistics dx = g/s
 * </pre>
 *
 * @param axes of x
 * @param group over which mean and variance run
 * @param shared over which the weight is the same
 * @param weight none, or one
 * @param channel the weight's
 */
record StandardisedFormulas(
        Axis[] axes,
        Axis[] group,
        Axis[] shared,
        boolean centred,
        boolean own,
        Constant eps,
        List<Leaf> weight,
        List<Leaf> bias,
        Axis[] channel) {
    static List<Formula> of(StandardisedFormulas norm) {
        Node shifted = norm.shifted();
        Node variance = norm.own ? shifted.squared().mean(norm.group) : Leaf.of("running_var", norm.channel);
        Node spread = variance.plus(norm.eps).root().named("s");
        Node standard = shifted.over(spread).named("xhat");
        Node dy = Leaf.of("dy", norm.axes);
        Node g = norm.weight.isEmpty() ? dy : dy.times(norm.weight.get(0)).named("g");
        Node y = norm.weight.isEmpty() ? standard : standard.times(norm.weight.get(0));
        List<Formula> all = new ArrayList<>();
        all.add(Formula.of("y", "y", norm.bias.isEmpty() ? y : y.plus(norm.bias.get(0)), norm.axes));
        Node inner = norm.centred ? g.minus(g.mean(norm.group)) : g;
        Node dx = norm.own ? inner.minus(standard.times(g.times(standard).mean(norm.group))) : g;
        all.add(Formula.of("dx", "dx", dx.over(spread), norm.axes));
        if (!norm.weight.isEmpty()) {
            all.add(Formula.of("weight", "dweight", dy.times(standard).sum(norm.shared), norm.channel));
        }
        if (!norm.bias.isEmpty()) {
            all.add(Formula.of("bias", "dbias", dy.sum(norm.shared), norm.channel));
        }
        return all;
    }

    private Node x() {
        return Leaf.of("x", axes);
    }

    private Node shifted() {
        return !centred ? x() : x().minus(own ? x().mean(group) : Leaf.of("running_mean", channel));
    }

    /** The running statistics, of which a share is the batch's own. */
    List<Formula> tracked(Node share) {
        Axis[] samples = Axes.without(axes, Axes.join(group, channel));
        double n = 1;
        for (Axis axis : group) {
            n *= axis.size();
        }
        Node unbiased = shifted().squared().mean(group).times(Constant.of(n)).over(Constant.of(n - 1));
        return List.of(
                moved("running_mean", x().mean(group).mean(samples), share),
                moved("running_var", unbiased.mean(samples), share));
    }

    private Formula moved(String name, Node now, Node share) {
        Node old = Leaf.of(name, channel);
        return Formula.of(name, name, Constant.of(1).minus(share).times(old).plus(share.times(now)), channel);
    }
}
