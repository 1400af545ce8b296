package dev.parity.diagnose;

import dev.parity.formula.Axis;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/** Which places of an axis are looked at where it is too long: half of them where the array is wrong the most, half anywhere. */
final class Places {
    private Places() {}

    static List<Integer> of(Evidence e, List<Axis> axes, Axis axis, int keep) {
        int[] wrong = new int[axis.size()];
        int stride = 1;
        for (int d = axes.size() - 1; d >= 0 && !axes.get(d).equals(axis); d--) {
            stride *= axes.get(d).size();
        }
        for (int i = 0; i < e.found().size(); i++) {
            if (!(Math.abs(e.found().get(i) - e.expected().get(i))
                    <= e.allowed().get(i))) {
                wrong[i / stride % axis.size()]++;
            }
        }
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < axis.size(); i++) {
            order.add(i);
        }
        Random random = new Random(axis.size()); // the same places in every run
        java.util.Collections.shuffle(order, random);
        TreeSet<Integer> chosen = new TreeSet<>();
        order.stream()
                .sorted(Comparator.comparingInt((Integer i) -> -wrong[i]))
                .limit(keep / 2)
                .forEach(chosen::add);
        for (int i = 0; chosen.size() < keep; i++) {
            chosen.add(order.get(i));
        }
        return List.copyOf(chosen);
    }
}
