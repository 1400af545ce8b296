package dev.parity.diagnose;

import dev.parity.formula.Axis;
import dev.parity.formula.Leaf;
import dev.parity.formula.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The whole array times an operand, or divided by it: a factor for each channel, row or element. */
record Along(String operand, List<String> axes, boolean divided) implements Change {
    @Override
    public String words() {
        return divided ? "it is divided by " + operand : operand + " is in it once too often";
    }

    @Override
    public int cost() {
        return 3;
    }

    @Override
    public Optional<Node> in(Node tree, Bench bench) {
        List<Axis> over = bench.ground().axes().stream()
                .filter(a -> axes.contains(a.name()))
                .toList();
        if (over.size() != axes.size() || !bench.ground().operands().containsKey(operand)) {
            return Optional.empty();
        }
        int size = over.stream().mapToInt(Axis::size).reduce(1, (a, b) -> a * b);
        if (bench.ground().operands().get(operand) != size) {
            return Optional.empty();
        }
        Leaf leaf = new Leaf(operand, over);
        return Optional.of(divided ? tree.over(leaf) : tree.times(leaf));
    }

    @Override
    public Optional<Written> written(Node tree, Bench bench) {
        return Optional.empty();
    }

    /** Every operand with axes of the array, as the formula reads it or by its size. */
    static List<Change> all(Bench bench) {
        List<Change> all = new ArrayList<>();
        bench.ground().operands().forEach((name, size) -> {
            List<List<Axis>> readings = new ArrayList<>();
            bench.ground().leaves().stream()
                    .filter(l -> l.operand().equals(name))
                    .map(Leaf::over)
                    .forEach(readings::add);
            if (readings.isEmpty()) {
                bench.formula.axes().stream()
                        .filter(a -> a.size() == size && size > 1)
                        .findFirst()
                        .ifPresent(a -> readings.add(List.of(a)));
                if (size == bench.evidence.found().size()) {
                    readings.add(bench.formula.axes());
                }
            }
            for (List<Axis> over : readings) {
                if (bench.formula.axes().containsAll(over) && !over.isEmpty()) {
                    List<String> names = over.stream().map(Axis::name).toList();
                    all.add(new Along(name, names, false));
                    all.add(new Along(name, names, true));
                }
            }
        });
        return all;
    }
}
