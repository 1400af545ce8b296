package dev.parity.formula;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one array is: {@code dx[n,k] = y*(dy - sum_k dy*y)}.
 *
 * @param array as in the site: dx, or weight for the gradient of a weight
 * @param label as in formulas: dx, dweight
 * @param axes of the array's dimensions in their order; one dimension may be several axes (the gates, and the units of a gate)
 */
public record Formula(String array, String label, List<Axis> axes, Node tree) {
    public Formula {
        axes = List.copyOf(axes);
        if (!axes.containsAll(tree.axes())) {
            throw new IllegalArgumentException(
                    label + " has the axes " + axes + ", and its formula makes " + tree.axes() + ": " + tree.text());
        }
    }

    public static Formula of(String array, String label, Node tree, Axis... axes) {
        return new Formula(array, label, List.of(axes), tree);
    }

    public Formula with(Node other) {
        return new Formula(array, label, axes, other);
    }

    /** The operands that it reads. */
    public Set<String> operands() {
        return leaves().stream().map(Leaf::operand).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    public List<Leaf> leaves() {
        Set<Leaf> all = new LinkedHashSet<>();
        collect(tree, Leaf.class, all);
        return new ArrayList<>(all);
    }

    /** Its options, each name once. */
    public List<Constant> options() {
        Set<Constant> all = new LinkedHashSet<>();
        collect(tree, Constant.class, all);
        return all.stream().filter(Constant::option).toList();
    }

    private static <T> void collect(Node node, Class<T> kind, Set<T> into) {
        if (kind.isInstance(node)) {
            into.add(kind.cast(node));
        }
        node.parts().forEach(part -> collect(part, kind, into));
    }

    /** All axes that it speaks of. */
    public List<Axis> allAxes() {
        Set<Axis> all = new LinkedHashSet<>(axes);
        leaves().forEach(leaf -> all.addAll(leaf.over()));
        return new ArrayList<>(all);
    }

    public Ground ground(Map<String, Integer> operands) {
        return new Ground(allAxes(), axes, options(), operands, leaves());
    }

    /** As people write it, with what stands behind its names: {@code dx[n,m] = ... , where z = x - mean_m x}. */
    public String text() {
        Map<String, String> names = new LinkedHashMap<>();
        define(tree, names);
        String where = names.entrySet().stream()
                .map(e -> e.getKey() + " = " + e.getValue())
                .collect(Collectors.joining(", "));
        return (axes.isEmpty()
                        ? label
                        : label + axes.stream().map(Axis::name).collect(Collectors.joining(",", "[", "]")))
                + " = "
                + tree.text()
                + (where.isEmpty() ? "" : ", where " + where);
    }

    /** Names in the order in which a reader meets them. One that stands for two things is told twice. */
    private static void define(Node node, Map<String, String> names) {
        List<Named> met = new ArrayList<>();
        meet(node, met);
        for (Named named : met) {
            String name = named.name();
            String text = named.of().text();
            while (names.containsKey(name) && !names.get(name).equals(text)) {
                name = "elsewhere " + name;
            }
            if (names.putIfAbsent(name, text) == null) {
                define(named.of(), names);
            }
        }
    }

    private static void meet(Node node, List<Named> met) {
        if (node instanceof Named named) {
            met.add(named);
        } else {
            node.parts().forEach(part -> meet(part, met));
        }
    }
}
