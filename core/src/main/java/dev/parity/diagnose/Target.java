package dev.parity.diagnose;

import dev.parity.formula.Axis;
import dev.parity.formula.Cut;
import dev.parity.formula.Evaluation;
import dev.parity.formula.Formula;
import dev.parity.formula.Values;
import dev.parity.tensor.Tensor;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The wrong array and the right one, in the order of a formula's axes and as far as they are looked at, and how well a hypothesis agrees. */
final class Target {
    /** A hypothesis that lies so near to the right array says nothing of the wrong one. */
    private static final double TAUTOLOGY = 64;

    /** One whose own rounding is so large a share of the array could be anything. */
    private static final double LOOSE = 0x1p-8;

    final double u;
    final double[] found;
    final double[] expected;
    private final boolean[] wrong;
    /** Elements that count: wrong, and no pair of found and expected twice. */
    private final boolean[] counts;

    /** How far the candidate's number itself is rounded, beyond what its formula rounds: a move is the difference of two weights. */
    private final double[] floor;

    private final double bits;
    private final double size;
    final int wrongs;

    /** The element that is wrong by the most of its size, where a free number is solved for. */
    final int worst;

    Target(Evidence e, Formula formula, Cut cut) {
        u = Evaluation.unit(e.expected().dtype());
        bits = u == 0x1p-53 ? 53 : 24;
        found = numbers(e.found(), formula.axes(), cut);
        expected = numbers(e.expected(), formula.axes(), cut);
        double[] allowed = numbers(e.allowed(), formula.axes(), cut);
        Tensor weight = e.operands().get("weight");
        boolean move = formula.array().equals("move")
                && weight != null
                && weight.size() == e.found().size();
        floor = move ? numbers(weight, formula.axes(), cut) : new double[found.length];
        for (int i = 0; i < floor.length; i++) {
            floor[i] = 2 * u * Math.abs(floor[i]);
        }
        wrong = new boolean[found.length];
        counts = new boolean[found.length];
        Set<List<Double>> met = new HashSet<>();
        int most = -1;
        int n = 0;
        double largest = 0;
        for (int i = 0; i < found.length; i++) {
            double off = Math.abs(found[i] - expected[i]);
            wrong[i] = !(off <= allowed[i]);
            counts[i] = wrong[i] && met.add(List.of(found[i], expected[i]));
            n += wrong[i] ? 1 : 0;
            if (Double.isFinite(found[i])) {
                largest = Math.max(largest, Math.max(Math.abs(found[i]), Math.abs(expected[i])));
            }
            if (wrong[i] && Double.isFinite(off) && (most < 0 || off > Math.abs(found[most] - expected[most]))) {
                most = i;
            }
        }
        wrongs = n;
        worst = most;
        size = largest;
    }

    /** The elements of an array as far as they are looked at. */
    static double[] numbers(Tensor tensor, List<Axis> axes, Cut cut) {
        if (cut.places().isEmpty()) {
            return tensor.doubles();
        }
        List<Axis> kept = axes.stream().map(cut::of).toList();
        int n = kept.stream().mapToInt(Axis::size).reduce(1, (a, b) -> a * b);
        double[] numbers = new double[n];
        for (int i = 0; i < n; i++) {
            int rest = i;
            int offset = 0;
            int stride = 1;
            for (int d = kept.size() - 1; d >= 0; d--) {
                int place = rest % kept.get(d).size();
                rest /= kept.get(d).size();
                List<Integer> places = cut.places().get(axes.get(d).name());
                offset += (places == null ? place : places.get(place)) * stride;
                stride *= axes.get(d).size();
            }
            numbers[i] = tensor.get(offset);
        }
        return numbers;
    }

    boolean isWrong(int i) {
        return wrong[i];
    }

    /** How far a right computation of a hypothesis may be off. */
    double tolerance(Values p, int i, double factor) {
        return floor[i] + Evaluation.STEPS * u * Math.abs(factor) * Math.max(p.magnitude(i), Math.abs(p.value(i)));
    }

    private double pointBits(double off, double tolerance) {
        double worth = Math.log(off / tolerance) / Math.log(2);
        return Double.isNaN(worth) ? bits : Math.max(0, Math.min(bits, worth));
    }

    /** Whether factor times p is what was found, everywhere, and how many bits say so. */
    Optional<Score> against(Values p, double factor) {
        if (p.size() != found.length) {
            return Optional.empty();
        }
        double[] tolerances = new double[found.length];
        double explained = 0;
        double best = 0;
        double after = 0;
        boolean tells = false;
        for (int i = 0; i < found.length; i++) {
            double predicted = factor * p.value(i);
            double tolerance = tolerance(p, i, factor);
            tolerances[i] = tolerance;
            double miss = Math.abs(found[i] - predicted);
            boolean bothNone = !Double.isFinite(found[i]) && Double.compare(found[i], predicted) == 0;
            if (!bothNone && !(miss <= tolerance)) {
                return Optional.empty();
            }
            if (bothNone) {
                explained += counts[i] ? 1 : 0;
                continue;
            }
            after = Math.max(after, miss);
            if (counts[i]) {
                double worth = pointBits(Math.abs(found[i] - expected[i]), tolerance);
                explained += worth;
                best = Math.max(best, worth);
            }
            tells |= wrong[i] && Math.abs(predicted - expected[i]) > TAUTOLOGY * tolerance;
        }
        Arrays.sort(tolerances);
        boolean loose = tolerances.length > 0 && tolerances[tolerances.length / 2] > LOOSE * size;
        return tells && !loose ? Optional.of(new Score(explained, best, wrongs, after)) : Optional.empty();
    }

    /** How far off a hypothesis is, in bits over all elements: what a second change has to make good. */
    double distance(Values p) {
        double sum = 0;
        for (int i = 0; i < found.length; i++) {
            double tolerance = Math.max(tolerance(p, i, 1), Double.MIN_NORMAL);
            double miss = Math.abs(found[i] - p.value(i)) / tolerance;
            sum += Double.isFinite(miss) ? Math.log1p(miss) : 1000;
        }
        return sum;
    }

    /** By how many allowances a hypothesis misses at the worst. */
    double miss(Values p) {
        double worst = 0;
        for (int i = 0; i < found.length; i++) {
            double miss = Math.abs(found[i] - p.value(i)) / Math.max(tolerance(p, i, 1), Double.MIN_NORMAL);
            worst = Double.isNaN(miss) ? worst : Math.max(worst, miss);
        }
        return worst;
    }
}
