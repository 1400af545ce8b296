package dev.parity.nn.layer;

import dev.parity.formula.Axis;
import dev.parity.formula.Compare;
import dev.parity.formula.Count;
import dev.parity.formula.Fn;
import dev.parity.formula.Formula;
import dev.parity.formula.Leaf;
import dev.parity.formula.Node;
import dev.parity.formula.Orders;
import dev.parity.formula.Pick;
import dev.parity.formula.Place;
import dev.parity.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The formulas of attention, with queries l, keys s, heads e of width d; see {@link MultiheadAttention} and {@link Heads}. */
final class AttentionFormulas {
    private static final List<String> NAMES = List.of("q", "k", "v");

    private final MultiheadAttention layer;
    private final boolean several;
    private final Axis l;
    private final Axis s;
    private final Axis n;
    private final Axis e;
    private final Axis d;
    private final Axis o;
    private final Axis part = Axis.of("qkv", 3);
    private final Axis[] in = new Axis[3];
    private final Node[] x = new Node[3];
    private final Node[] weight = new Node[3];
    private final Node[] projected = new Node[3];

    AttentionFormulas(MultiheadAttention layer, Shape... shapes) {
        this.layer = layer;
        several = shapes.length > 1;
        int time = layer.batch_first() ? 1 : 0;
        l = Axis.of("l", shapes[0].dim(time));
        s = Axis.of("s", shapes[shapes.length / 2].dim(time));
        n = Axis.of("n", shapes[0].dim(1 - time));
        e = Axis.of("e", layer.num_heads());
        d = Axis.of("d", layer.embed_dim() / layer.num_heads());
        o = Axis.of("o", layer.embed_dim());
        for (int i = 0; i < 3; i++) {
            int input = several ? i : 0;
            in[i] = Axis.of("i", shapes[input].dim(2));
            x[i] = Leaf.of(several ? "x" + i : "x", timed(i == 0 ? l : s, in[i]));
            weight[i] = layer.packed()
                    ? new Pick(Leaf.of("in_proj_weight", part, e, d, in[i]), part, i)
                    : Leaf.of(NAMES.get(i) + "_proj_weight", e, d, in[i]);
            Node sum = x[i].times(weight[i]).sum(in[i]);
            projected[i] = layer.bias() ? sum.plus(new Pick(Leaf.of("in_proj_bias", part, e, d), part, i)) : sum;
            projected[i] = projected[i].named(NAMES.get(i).toUpperCase(Locale.ROOT));
        }
    }

    private Axis[] timed(Axis time, Axis last) {
        return layer.batch_first() ? new Axis[] {n, time, last} : new Axis[] {time, n, last};
    }

    /** softmax(Q Kᵀ / √d), where a key that is forbidden has the score minus infinity. */
    private Node weights() {
        Node scores = projected[0].times(projected[1]).sum(d).over(Count.of(d).root());
        double never = Double.NEGATIVE_INFINITY;
        if (layer.is_causal()) {
            scores = scores.where(new Place(s).is(Compare.Test.UP_TO, new Place(l)), never);
        }
        if (layer.key_padding_mask().isPresent()) {
            scores = scores.where(Leaf.of("key_padding_mask", n, s).is(Compare.Test.EQUAL, 0), never);
        }
        scores = scores.named("scores");
        Node exp = scores.minus(scores.max(s)).apply(Fn.EXP).named("e");
        return exp.over(exp.sum(s)).named("weights");
    }

    List<Formula> all() {
        if (layer.attn_mask().isPresent()) {
            return List.of(); // a mask of numbers is added and one of whole numbers forbids, which shapes do not tell
        }
        List<Formula> all = new ArrayList<>();
        Node weights = weights();
        Node context = weights.times(projected[2]).sum(s).named("context");
        Node out = Leaf.of("out_proj.weight", o, e, d);
        Node dy = Leaf.of("dy", timed(l, o));
        Node y = context.times(out).sum(e, d);
        all.add(Formula.of("y", "y", layer.bias() ? y.plus(Leaf.of("out_proj.bias", o)) : y, timed(l, o)));

        Node dcontext = dy.times(out).sum(o).named("dcontext");
        Node dweights = dcontext.times(projected[2]).sum(d).named("dweights");
        Node dscores = weights.times(dweights.minus(dweights.times(weights).sum(s)))
                .over(Count.of(d).root())
                .named("dscores");
        Node[] back = {
            dscores.times(projected[1]).sum(s).named("dQ"),
            dscores.times(projected[0]).sum(l).named("dK"),
            weights.times(dcontext).sum(l).named("dV")
        };
        inputs(back, all);
        parameters(back, all);
        all.add(Formula.of(
                "out_proj.weight", "dout_proj.weight", dy.times(context).sum(l, n), o, e, d));
        if (layer.bias()) {
            all.add(Formula.of("out_proj.bias", "dout_proj.bias", dy.sum(l, n), o));
        }
        return all;
    }

    private void inputs(Node[] back, List<Formula> all) {
        Node[] dx = new Node[3];
        for (int i = 0; i < 3; i++) {
            dx[i] = back[i].times(weight[i]).sum(e, d);
        }
        if (several) {
            for (int i = 0; i < 3; i++) {
                all.add(Formula.of("dx" + i, "dx" + i, dx[i], timed(i == 0 ? l : s, in[i])));
            }
            return;
        }
        Node sum = dx[0].plus(Orders.renamed(dx[1], s, l)).plus(Orders.renamed(dx[2], s, l));
        all.add(Formula.of("dx", "dx", sum, timed(l, in[0])));
    }

    private void parameters(Node[] back, List<Formula> all) {
        List<Node> dweights = new ArrayList<>();
        List<Node> dbiases = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Axis time = i == 0 ? l : s;
            Node mine = back[i].times(x[i]).sum(time, n);
            if (!layer.packed()) {
                String name = NAMES.get(i) + "_proj_weight";
                all.add(Formula.of(name, "d" + name, mine, e, d, in[i]));
            }
            Node here = new Place(part).is(Compare.Test.EQUAL, i);
            dweights.add(here.times(mine));
            dbiases.add(here.times(back[i].sum(time, n)));
        }
        if (layer.packed()) {
            all.add(Formula.of("in_proj_weight", "din_proj_weight", sum(dweights), part, e, d, in[0]));
        }
        if (layer.bias()) {
            all.add(Formula.of("in_proj_bias", "din_proj_bias", sum(dbiases), part, e, d));
        }
    }

    private static Node sum(List<Node> three) {
        return three.get(0).plus(three.get(1)).plus(three.get(2));
    }
}
