package dev.parity.diagnose;

import dev.parity.formula.Axis;
import dev.parity.formula.Cut;
import dev.parity.formula.Evaluation;
import dev.parity.formula.Formula;
import dev.parity.formula.Ground;
import dev.parity.formula.Leaf;
import dev.parity.formula.Node;
import dev.parity.formula.Values;
import dev.parity.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where hypotheses about one wrong array are tried: its formula, the part of it that is looked at, and what has been spent.
 *
 * <p>An array without a formula, or whose formula does not give the right array, is looked at as the right array itself: it may still be
 * transposed, too large by N, or another array.
 */
final class Bench {
    /** Elements of the largest thing that a formula makes on its way. */
    static final long SLICE = 20_000;

    /** The same where a change needs axes whole that the slice cuts. */
    private static final long WHOLE = 4_000_000;

    /** What a trial costs beside its elements, in elements. */
    private static final long TRIAL = 2_000;

    private static final String EXPECTED = "the right array";

    final Evidence evidence;
    final Formula formula;
    final boolean known;
    final Names names;
    final Cut cut;
    private final Ground ground;
    private final Map<String, Tensor> operands;
    private final Map<Cut, View> views = new HashMap<>();
    private final Map<Edit, Optional<Node>> trees = new HashMap<>();
    private long spent;
    private int tried;

    /** One cut of all arrays. */
    private record View(Evaluation evaluation, Target target) {}

    Bench(Evidence evidence) {
        this.evidence = evidence;
        Map<String, Tensor> all = new LinkedHashMap<>(evidence.operands());
        all.put(EXPECTED, evidence.expected());
        operands = all;
        Optional<Formula> fits = evidence.formula().filter(this::gives);
        known = fits.isPresent();
        formula = fits.orElseGet(this::itself);
        Map<String, Integer> sizes = new LinkedHashMap<>();
        evidence.operands().forEach((name, tensor) -> sizes.put(name, tensor.size()));
        ground = formula.ground(sizes);
        names = Names.of(formula, evidence.options());
        cut = chosen(formula.tree());
    }

    private Formula itself() {
        List<String> names = List.of("n", "k", "h", "w");
        List<Axis> axes = new ArrayList<>();
        for (int d = 0; d < evidence.expected().shape().rank(); d++) {
            axes.add(Axis.of(
                    d < names.size() ? names.get(d) : "x" + d,
                    evidence.expected().shape().dim(d)));
        }
        return new Formula("", "it", axes, new Leaf(EXPECTED, axes));
    }

    /** Whether a formula's operands are all here, and it gives the right array. */
    private boolean gives(Formula other) {
        if (!operands.keySet().containsAll(other.operands()) || work(other.tree(), Cut.NONE) > 64 * WHOLE) {
            return false;
        }
        for (Leaf leaf : other.leaves()) {
            if (operands.get(leaf.operand()).size()
                    != leaf.over().stream().mapToInt(Axis::size).reduce(1, (a, b) -> a * b)) {
                return false;
            }
        }
        Cut some = chosen(other.tree(), other.axes());
        Target target = new Target(evidence, other, some);
        Values values = new Evaluation(operands, some)
                .remember(other.tree())
                .of(other.tree())
                .arranged(cutAxes(other, some));
        double[] allowed = Target.numbers(evidence.allowed(), other.axes(), some);
        for (int i = 0; i < values.size(); i++) {
            double off = Math.abs(values.value(i) - target.expected[i]);
            boolean none = !Double.isFinite(target.expected[i]);
            if (!none && !(off <= 4 * Math.max(allowed[i], target.tolerance(values, i, 1)))) {
                return false;
            }
        }
        return true;
    }

    static List<Axis> cutAxes(Formula formula, Cut cut) {
        return formula.axes().stream().map(cut::of).toList();
    }

    Ground ground() {
        return ground;
    }

    /** Elements of the largest thing that a tree makes. */
    static long work(Node tree, Cut cut) {
        return work(tree, cut, new IdentityHashMap<>());
    }

    private static long work(Node node, Cut cut, Map<Node, Long> done) {
        Long known = done.get(node);
        if (known != null) {
            return known;
        }
        long most = 1;
        for (Axis axis : node.axes()) {
            most *= cut.of(axis).size();
        }
        for (Node part : node.parts()) {
            most = Math.max(most, work(part, cut, done));
        }
        done.put(node, most);
        return most;
    }

    private Cut chosen(Node tree) {
        return chosen(tree, formula.axes());
    }

    /** Fewer and fewer places of the longest axis that may be cut: half of them where it is wrong the most, half anywhere. */
    private Cut chosen(Node tree, List<Axis> axes) {
        Map<String, Integer> kept = new LinkedHashMap<>();
        axes.stream().filter(a -> !tree.whole().contains(a.name())).forEach(a -> kept.put(a.name(), a.size()));
        Cut cut = Cut.NONE;
        while (work(tree, cut) > SLICE) {
            Map.Entry<String, Integer> longest =
                    kept.entrySet().stream().max(Map.Entry.comparingByValue()).orElse(null);
            if (longest == null || longest.getValue() <= 2) {
                return cut;
            }
            longest.setValue((longest.getValue() + 1) / 2);
            Map<String, List<Integer>> places = new LinkedHashMap<>();
            for (Axis axis : axes) {
                int keep = kept.getOrDefault(axis.name(), axis.size());
                if (keep < axis.size()) {
                    places.put(axis.name(), Places.of(evidence, axes, axis, keep));
                }
            }
            cut = new Cut(places);
        }
        return cut;
    }

    private View view(Cut wanted) {
        return views.computeIfAbsent(
                wanted,
                c -> new View(new Evaluation(operands, c).remember(formula.tree()), new Target(evidence, formula, c)));
    }

    Target target(Cut wanted) {
        return view(wanted).target;
    }

    /** What of the array is looked at for a tree. */
    Cut cutFor(Node tree) {
        return cut.sparing(tree.whole());
    }

    /** The numbers that a tree gives, in the order of the array; empty where it makes no such array or too much work. */
    Optional<Values> evaluate(Node tree, Cut wanted) {
        if (!formula.axes().containsAll(tree.axes())) {
            return Optional.empty();
        }
        long work = work(tree, wanted);
        if (work > (wanted.equals(Cut.NONE) ? 16 * WHOLE : WHOLE)) {
            return Optional.empty();
        }
        spent += work + TRIAL;
        return Optional.of(view(wanted).evaluation.of(tree).arranged(cutAxes(formula, wanted)));
    }

    /** The formula as an edit leaves it, made once. */
    Optional<Node> tree(Edit edit, Supplier<Optional<Node>> made) {
        Optional<Node> tree = trees.get(edit);
        if (tree == null) {
            tree = made.get();
            trees.put(edit, tree);
        }
        return tree;
    }

    /** A formula that has been made already. */
    void keep(Edit edit, Node tree) {
        trees.put(edit, Optional.of(tree));
    }

    /** Elements that have been computed, and trials as so many elements. */
    long spent() {
        return spent;
    }

    void tries(int more) {
        tried += more;
    }

    int tried() {
        return tried;
    }
}
