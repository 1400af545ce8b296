package dev.parity.audit.rule;

import dev.parity.spec.Experiment;
import dev.parity.spec.Objective;
import dev.parity.spec.Training;
import dev.parity.spec.Wire;
import dev.parity.tensor.Shape;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The factors that programs carry about, as numbers of one step: a sign, a 2, how many samples or numbers a mean is over, the scale of a
 * loss, a learning rate, and products of one of each. They stand in the same order in every step, so that a factor that changes with a
 * schedule or with a short last batch is known to be the same quantity.
 */
final class Quantities {
    /** A factor is one of these where it is as near, in roundoffs: as near as it can be told from an array. */
    private static final double NEAR = 256;

    private final List<Double> values = new ArrayList<>();
    /** How many of the first are a sign and counts of the batch alone. */
    private final int plain;

    /** @param rates learning rate and momentum of each weight */
    Quantities(Experiment experiment, int step, Map<String, double[]> rates) {
        List<Double> counts = counts(experiment, step);
        counts.forEach(this::both);
        this.plain = values.size();
        Set<Double> scales = new LinkedHashSet<>(List.of(1.0));
        experiment.objective().terms().forEach(t -> scales.add(t.scale()));
        scales.add((double) experiment.training().map(Training::accumulate).orElse(1));
        List<Double> all = new ArrayList<>(List.of(1.0));
        rates.values().stream().map(r -> r[0]).distinct().forEach(all::add);
        for (double rate : all) {
            for (double scale : scales) {
                for (double count : counts) {
                    for (double two : new double[] {1, 2, 0.5}) {
                        if (two != 1 || scale != 1 || rate != 1) {
                            both(two * scale * count * rate);
                            both(two * count * rate / scale);
                            both(two * scale * count / rate);
                        }
                    }
                }
            }
        }
    }

    private void both(double value) {
        values.add(value);
        values.add(-value);
    }

    /** 1, the rows of the batch, the numbers of a target and of a prediction, what these hold of a row, and one over each. */
    private static List<Double> counts(Experiment experiment, int step) {
        int rows = experiment.data().rows(step);
        Map<Wire, Shape> shapes = experiment.shapes(rows);
        List<Double> counts = new ArrayList<>(List.of(1.0, (double) rows));
        for (Objective.Term term : experiment.objective().terms()) {
            for (Wire wire : term.predictions()) {
                sized(shapes.get(wire), rows, counts);
            }
            term.target().ifPresent(wire -> sized(shapes.get(wire), rows, counts));
        }
        List.copyOf(counts).forEach(c -> counts.add(1 / c));
        return counts;
    }

    private static void sized(Shape shape, int rows, List<Double> counts) {
        double size = shape.size();
        counts.add(size);
        counts.add(size / rows);
    }

    /** Which quantities a factor is; none where it is a number of its own. */
    BitSet meanings(double factor, double u) {
        BitSet all = new BitSet();
        for (int i = 0; i < values.size(); i++) {
            if (Math.abs(factor - values.get(i)) <= NEAR * u * Math.abs(factor)) {
                all.set(i);
            }
        }
        return all;
    }

    /** The factor itself, or exactly the quantity that it is. */
    double exact(double factor, double u) {
        int first = meanings(factor, u).nextSetBit(0);
        return first < 0 ? factor : values.get(first);
    }

    double value(int meaning) {
        return values.get(meaning);
    }

    /** A sign, and the rows of the batch. */
    List<Double> plainest() {
        return values.subList(1, 3).stream().filter(v -> v != 1).toList();
    }

    /** Whether a factor is a sign, a count of the batch, or both. */
    boolean plain(double factor, double u) {
        int first = meanings(factor, u).nextSetBit(0);
        return first >= 0 && first < plain;
    }
}
