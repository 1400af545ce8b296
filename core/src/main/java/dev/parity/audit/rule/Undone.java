package dev.parity.audit.rule;

import dev.parity.audit.judge.Judged;
import dev.parity.spec.Experiment;
import dev.parity.spec.Weight;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Factors on gradients and states, which are owed: the recorded updates have to prove that they undo them. */
final class Undone {
    private final Experiment experiment;
    private final Granted granted;

    Undone(Experiment experiment, Granted granted) {
        this.experiment = experiment;
        this.granted = granted;
    }

    /** Factors on gradients that the recorded updates undo, those of one factor together. */
    void gradients() {
        Map<Double, List<Site>> groups = new LinkedHashMap<>();
        for (Judged failing : granted.now().failing()) {
            if (failing.site().phase() == Phase.GRADIENT) {
                granted.factored(failing)
                        .ifPresent(k ->
                                groups.merge(k, List.of(failing.site()), (a, b) -> Stream.concat(a.stream(), b.stream())
                                        .toList()));
            }
        }
        nearly(groups).forEach(this::undone);
        wrongToo();
    }

    /** A number that is no quantity is told from each array a little differently. */
    private static Map<Double, List<Site>> nearly(Map<Double, List<Site>> groups) {
        Map<Double, List<Site>> fewer = new LinkedHashMap<>();
        groups.forEach((k, sites) -> {
            double like = fewer.keySet().stream()
                    .filter(other -> Math.abs(other - k) <= 1e-6 * Math.abs(k))
                    .findFirst()
                    .orElse(k);
            fewer.merge(
                    like, sites, (a, b) -> Stream.concat(a.stream(), b.stream()).toList());
        });
        return fewer;
    }

    private void undone(double k, List<Site> gradients) {
        Records before = granted.now();
        Records then = granted.now().over(withStates(gradients, k));
        List<Site> proven = gradients.stream()
                .filter(g -> before.fails(Granted.update(g)) && then.passes(Granted.update(g)) && then.passes(g))
                .toList();
        if (proven.isEmpty()) {
            return;
        }
        boolean wide = proven.stream().anyMatch(g -> before.array(g).size() > 1);
        Set<Site> all = gradients.stream()
                .filter(g -> proven.contains(g) || wide && !before.passes(Granted.update(g)) && then.passes(g))
                .collect(Collectors.toSet());
        Map<Site, Double> some =
                withStates(gradients.stream().filter(all::contains).toList(), k);
        granted.grant(some, all.size() == gradients.size() ? then : before.over(some));
    }

    /** A gradient that is wrong in another way, or by another factor, shares one where its weight moves rightly by it so. */
    private void wrongToo() {
        Set<Double> factors = granted.factors().entrySet().stream()
                .filter(e -> e.getKey().phase() == Phase.GRADIENT)
                .map(Map.Entry::getValue)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        for (double k : factors) {
            List<Site> others = granted.now().failing().stream()
                    .map(Judged::site)
                    .filter(s -> s.phase() == Phase.GRADIENT
                            && !granted.factors().containsKey(s)
                            && granted.now().fails(Granted.update(s)))
                    .toList();
            if (!others.isEmpty()) {
                Records then = granted.now().over(withStates(others, k));
                List<Site> right = others.stream()
                        .filter(g -> then.passes(Granted.update(g)))
                        .toList();
                if (!right.isEmpty()) {
                    Map<Site, Double> all = withStates(right, k);
                    granted.grant(
                            all,
                            right.size() == others.size() ? then : granted.now().over(all));
                }
            }
        }
    }

    private Map<Site, Double> withStates(List<Site> gradients, double k) {
        Map<Site, Double> all = Granted.all(gradients, k);
        for (Site gradient : gradients) {
            List<Site> scaled = granted.states(gradient, granted.now()::fails).stream()
                    .filter(s -> granted.factored(granted.now().at(s).orElseThrow())
                            .filter(f -> Math.abs(f - k) <= 1e-4 * Math.abs(k))
                            .isPresent())
                    .toList();
            all.putAll(Granted.all(scaled, k));
        }
        return all;
    }

    /**
     * States in units of their own, where the weight moves rightly: an update reads the state before, and not what it leaves. What is proven
     * of one holds of others.
     */
    void states() {
        Map<Site, Double> factors = new LinkedHashMap<>();
        Map<Site, Double> all = new LinkedHashMap<>();
        for (Judged failing : granted.now().failing()) {
            experiment.weights().stream()
                    .filter(w -> failing.site().isStateOf(w.name()))
                    .findFirst()
                    .ifPresent(w -> granted.factored(failing).ifPresent(k -> {
                        factors.put(failing.site(), k);
                        if (granted.now().passes(moved(w, failing.site().step()))) {
                            all.put(failing.site(), k);
                        }
                    }));
        }
        factors.forEach((site, k) -> {
            if (all.containsValue(k)) {
                all.put(site, k);
            }
        });
        if (!all.isEmpty()) {
            Records then = granted.now().over(all);
            if (granted.fewer(then) && all.keySet().stream().allMatch(then::passes)) {
                granted.grant(all, then);
            }
        }
    }

    private static Site moved(Weight weight, int step) {
        return new Site(step, Phase.UPDATE, weight.layer(), weight.local());
    }
}
