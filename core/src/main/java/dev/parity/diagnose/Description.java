package dev.parity.diagnose;

import dev.parity.diagnose.Explanation.Standing;
import dev.parity.formula.Axis;
import dev.parity.formula.Constant;
import dev.parity.formula.Cut;
import java.util.ArrayList;
import java.util.List;

/** What the difference looks like where no cause is found: how much of the array, how large, along which axis. */
final class Description {
    private final Bench bench;
    private final Target target;

    Description(Bench bench) {
        this.bench = bench;
        this.target = bench.target(Cut.NONE);
    }

    Explanation finding(int maybe) {
        int n = target.found.length;
        List<String> said = new ArrayList<>();
        said.add(
                target.wrongs == n ? "All " + n + " elements differ" : target.wrongs + " of " + n + " elements differ");
        double found = norm(target.found);
        double expected = norm(target.expected);
        if (found == 0) {
            said.add("it is all zeros");
        } else if (expected > 0 && Double.isFinite(found)) {
            said.add("ratio of norms " + Constant.number(Math.rint(found / expected * 1000) / 1000));
        }
        for (Axis axis : bench.formula.axes()) {
            places(axis, n).ifPresent(said::add);
        }
        ratios(said);
        String more =
                maybe > 0 ? "" : " No single change of its formula, and no two that were tried, give these numbers.";
        return new Explanation(
                "none",
                Standing.DESCRIBED,
                String.join(", ", said) + "."
                        + (n == 1
                                ? " One number fits too many causes: record a second step, or a larger batch."
                                : more),
                bench.known ? bench.formula.text() : "",
                "",
                0,
                target.wrongs,
                Diagnosis.before(bench),
                Double.NaN,
                0,
                "",
                List.of(),
                Explanation.Trial.NONE);
    }

    /** Whether it is right at some places of an axis and wrong at others. */
    private java.util.Optional<String> places(Axis axis, int n) {
        if (axis.size() < 2 || target.wrongs == n) {
            return java.util.Optional.empty();
        }
        int stride = stride(axis);
        int[] wrong = new int[axis.size()];
        for (int i = 0; i < n; i++) {
            wrong[i / stride % axis.size()] += target.isWrong(i) ? 1 : 0;
        }
        List<Integer> bad = new ArrayList<>();
        for (int p = 0; p < wrong.length; p++) {
            if (wrong[p] > 0) {
                bad.add(p);
            }
        }
        if (bad.size() > axis.size() / 2 || bad.size() > 4) {
            return java.util.Optional.empty();
        }
        return java.util.Optional.of("only " + axis.word() + " " + join(bad) + " of " + axis.size());
    }

    private static String join(List<Integer> places) {
        return String.join(", ", places.stream().map(String::valueOf).toList());
    }

    private int stride(Axis axis) {
        int stride = 1;
        List<Axis> axes = bench.formula.axes();
        for (int d = axes.size() - 1; !axes.get(d).equals(axis); d--) {
            stride *= axes.get(d).size();
        }
        return stride;
    }

    /** Whether found over expected is one number along an axis. */
    private void ratios(List<String> said) {
        for (Axis axis : bench.formula.axes()) {
            if (axis.size() > 1 && axis.size() < target.found.length) {
                double[] ratio = new double[axis.size()];
                if (constant(axis, ratio)) {
                    List<String> numbers = new ArrayList<>();
                    for (int i = 0; i < Math.min(ratio.length, 5); i++) {
                        numbers.add(Constant.number(Math.rint(ratio[i] * 1e5) / 1e5));
                    }
                    said.add("a factor for each of the " + axis.word() + " (" + String.join(", ", numbers)
                            + (ratio.length > 5 ? ", ..." : "") + ")");
                }
            }
        }
    }

    private boolean constant(Axis axis, double[] ratio) {
        java.util.Arrays.fill(ratio, Double.NaN);
        int stride = stride(axis);
        for (int i = 0; i < target.found.length; i++) {
            if (target.expected[i] != 0) {
                int p = i / stride % axis.size();
                double r = target.found[i] / target.expected[i];
                if (Double.isNaN(ratio[p])) {
                    ratio[p] = r;
                } else if (!(Math.abs(r - ratio[p]) <= 4096 * target.u * Math.abs(r))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static double norm(double[] a) {
        double sum = 0;
        for (double x : a) {
            sum += x * x;
        }
        return Math.sqrt(sum);
    }
}
