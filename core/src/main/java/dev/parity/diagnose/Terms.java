package dev.parity.diagnose;

import dev.parity.formula.Add;
import dev.parity.formula.Axis;
import dev.parity.formula.Named;
import dev.parity.formula.Node;
import dev.parity.formula.Over;
import dev.parity.formula.Pick;
import dev.parity.formula.Reduce;
import dev.parity.formula.Rounded;
import dev.parity.formula.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A formula taken apart into what is added up: {@code y*(dy - t)} is {@code y*dy} and {@code -y*t}. */
final class Terms {
    private Terms() {}

    /** Terms whose sum is the tree. */
    static List<Node> of(Node tree) {
        List<Node> all = new ArrayList<>();
        if (tree instanceof Add sum) {
            for (int i = 0; i < sum.terms().size(); i++) {
                boolean minus = sum.signs().get(i) < 0;
                of(sum.terms().get(i)).forEach(t -> all.add(minus ? t.negative() : t));
            }
            return all;
        }
        int linear = linear(tree);
        if (linear >= 0) {
            for (Node term : of(tree.parts().get(linear))) {
                List<Node> parts = new ArrayList<>(tree.parts());
                parts.set(linear, term);
                all.add(tree.with(parts));
            }
            return all;
        }
        return List.of(tree);
    }

    /** The part in which a node is linear and that is a sum itself, or -1. */
    private static int linear(Node node) {
        if (node instanceof Times product) {
            for (int i = 0; i < product.factors().size(); i++) {
                if (of(product.factors().get(i)).size() > 1) {
                    return i;
                }
            }
            return -1;
        }
        boolean passes = node instanceof Over
                || node instanceof Named
                || node instanceof Rounded
                || node instanceof Reduce sum && sum.kind().linear();
        return passes && of(node.parts().get(0)).size() > 1 ? 0 : -1;
    }

    /** The axes of the outermost sums. */
    static List<Axis> summed(Node tree) {
        return outermost(tree).map(Reduce::over).orElse(List.of());
    }

    /** What each place of an axis adds to the outermost sum. */
    static List<Node> along(Node tree, String axis) {
        List<Node> all = new ArrayList<>();
        outermost(tree).ifPresent(sum -> {
            for (Axis over : sum.over()) {
                for (int i = 0; over.name().equals(axis) && i < over.size(); i++) {
                    Node picked = new Pick(sum.body(), over, i);
                    List<Axis> rest =
                            sum.over().stream().filter(a -> !a.equals(over)).toList();
                    Node term = rest.isEmpty() ? picked : new Reduce(Reduce.Kind.SUM, rest, sum.part(), picked);
                    all.add(AtNode.all(tree, sum, term));
                }
            }
        });
        return all;
    }

    /** The outermost sum on the linear way down. */
    private static Optional<Reduce> outermost(Node tree) {
        if (tree instanceof Reduce sum) {
            return sum.kind() == Reduce.Kind.SUM ? Optional.of(sum) : Optional.empty();
        }
        boolean passes = tree instanceof Over || tree instanceof Named || tree instanceof Rounded;
        return passes ? outermost(tree.parts().get(0)) : Optional.empty();
    }
}
