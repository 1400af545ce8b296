package dev.parity.diagnose;

import dev.parity.formula.Axis;
import dev.parity.formula.Constant;
import dev.parity.formula.Fn;
import dev.parity.formula.Ground;
import dev.parity.formula.Leaf;
import dev.parity.formula.Node;
import dev.parity.formula.Orders;
import dev.parity.formula.Pick;
import dev.parity.formula.Slip;
import java.util.ArrayList;
import java.util.List;

/** All that may have gone wrong at one node: what its kind knows, and what can befall any part of a formula. */
final class Slips {
    private Slips() {}

    static List<Slip> of(Node node, Ground ground) {
        List<Slip> all = new ArrayList<>(node.slips(ground));
        if (!node.axes().isEmpty()) {
            all.addAll(Orders.of(node));
        }
        if (!(node instanceof Constant)) {
            anywhere(node, all);
        }
        if (!node.parts().isEmpty() && !node.axes().isEmpty()) {
            operands(node, ground, all);
        }
        return all;
    }

    /** A recorded array of the same axes in place of what is computed here. */
    private static void operands(Node node, Ground ground, List<Slip> all) {
        int size = node.axes().stream().mapToInt(Axis::size).reduce(1, (a, b) -> a * b);
        ground.operands().forEach((name, n) -> {
            if (n == size) {
                all.add(new Slip(name + " stands where " + node.text() + " belongs", new Leaf(name, node.axes()), 2));
            }
        });
    }

    private static void anywhere(Node node, List<Slip> all) {
        String text = node.text();
        String belongs = " stands where " + text + " belongs";
        Node one = Constant.of(1);
        all.add(new Slip("1 + " + text + belongs, one.plus(node), 2));
        all.add(new Slip("1 - " + text + belongs, one.minus(node), 2));
        all.add(new Slip(text + " - 1" + belongs, node.minus(one), 2));
        all.add(new Slip(text + " has the wrong sign", node.negative(), 2));
        all.add(new Slip(text + " is in it twice", node.times(2), 2));
        all.add(new Slip(text + " is in it by half", node.times(0.5), 2));
        all.add(new Slip(text + " is squared", node.squared(), 2));
        all.add(new Slip("the root of " + text + belongs, node.root(), 3));
        all.add(new Slip("the absolute value of " + text + belongs, node.apply(Fn.ABS), 3));
        all.add(new Slip(text + " is clipped to [-1, 1]", node.apply(Fn.CLIP), 3));
        all.add(new Slip("the sign of " + text + belongs, node.apply(Fn.SIGN), 3));
        all.add(new Slip("1/" + text + belongs, one.over(node), 3));
        if (node instanceof Leaf) {
            for (Fn f : List.of(Fn.TANH, Fn.SIGMOID, Fn.RELU, Fn.EXP, Fn.LOG)) {
                all.add(new Slip(
                        f.name().toLowerCase(java.util.Locale.ROOT) + " of " + text + belongs, node.apply(f), 3));
            }
            all.add(new Slip(text + "*(1 - " + text + ")" + belongs, node.times(one.minus(node)), 3));
            all.add(new Slip("1 - " + text + "^2" + belongs, one.minus(node.squared()), 3));
        }
        for (Axis axis : node.axes()) {
            if (axis.size() > 1) {
                String word = axis.word();
                all.add(new Slip(
                        "the mean over the " + word + " is taken from " + text, node.minus(node.mean(axis)), 3));
                all.add(new Slip("the mean over the " + word + " of " + text + belongs, node.mean(axis), 3));
                all.add(new Slip("the sum over the " + word + " of " + text + belongs, node.sum(axis), 3));
                all.add(new Slip(
                        "the first of the " + word + " of " + text + " stands for all", new Pick(node, axis, 0), 3));
                all.add(new Slip(
                        "the last of the " + word + " of " + text + " stands for all",
                        new Pick(node, axis, axis.size() - 1),
                        3));
            }
        }
    }
}
