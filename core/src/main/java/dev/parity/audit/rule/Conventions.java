package dev.parity.audit.rule;

import dev.parity.audit.judge.Judged;
import dev.parity.spec.Experiment;
import dev.parity.spec.Weight;
import dev.parity.tensor.DType;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the factors that a program carries along: each hypothesis is tried on the whole step, and granted where fewer arrays fail with it
 * than without.
 */
final class Conventions {
    private final Experiment experiment;
    private final Ledger ledger;
    private final Quantities quantities;
    private final Map<Site, Double> granted = new LinkedHashMap<>();
    private Records now;

    Conventions(Experiment experiment, Ledger ledger, Quantities quantities, Records records) {
        this.experiment = experiment;
        this.ledger = ledger;
        this.quantities = quantities;
        this.now = records;
    }

    /** The records in PyTorch's own scale. */
    Records records() {
        return now;
    }

    /** What arrays are over there, by site. */
    Map<Site, Double> granted() {
        return granted;
    }

    Conventions grant() {
        known();
        while (heads()) {
            // a head further down may have a factor of its own
        }
        gradients();
        states();
        return this;
    }

    private void grant(Map<Site, Double> factors, Records then) {
        factors.forEach((site, k) -> granted.merge(site, k, (a, b) -> a * b));
        now = then;
    }

    private void known() {
        Map<Site, Double> before = ledger.known(quantities);
        Map<Site, Double> here = new LinkedHashMap<>();
        now.trace().sites().stream()
                .filter(site -> before.containsKey(site.at(0)))
                .forEach(site -> here.put(site, before.get(site.at(0))));
        if (!here.isEmpty()) {
            Records then = now.over(here);
            if (then.failing().size() <= now.failing().size()) {
                grant(here, then);
            }
        }
    }

    private boolean fewer(Records then) {
        return then.failing().size() < now.failing().size();
    }

    private final Set<Site> tried = new HashSet<>();

    /** Tries the next failing dL/dx that is off by a factor; returns whether there was one. */
    private boolean heads() {
        for (Judged head : now.failing()) {
            Site site = head.site();
            if (site.phase() == Phase.BACKWARD && !ledger.accused(site) && tried.add(site)) {
                OptionalDouble factor = factor(head);
                if (factor.isPresent()) {
                    chain(site, factor.getAsDouble());
                    return true;
                }
            }
        }
        return false;
    }

    private OptionalDouble factor(Judged failing) {
        Tensor c = now.array(failing.site());
        double u = roundoff(c);
        OptionalDouble factor = Factor.of(c, failing.expected().orElseThrow(), u);
        return factor.isPresent() ? OptionalDouble.of(quantities.exact(factor.getAsDouble(), u)) : factor;
    }

    private double roundoff(Tensor c) {
        return DType.coarser(experiment.dtype(), c.dtype().isFloat() ? c.dtype() : experiment.dtype())
                .roundoff();
    }

    private void chain(Site head, double k) {
        Chain chain = new Chain(experiment, head, now::has, now::passes);
        Map<Site, Double> carried = all(chain.carried(), k);
        Records then = now.over(carried);
        List<Site> gradients = chain.gradients().stream().filter(now::passes).toList();
        Map<Site, Double> further = new LinkedHashMap<>(carried);
        further.putAll(all(gradients, k));
        for (Site gradient : gradients) {
            further.putAll(all(states(gradient, now::passes), k));
        }
        if (gradients.stream().anyMatch(g -> now.fails(update(g)))) {
            Records also = now.over(further);
            boolean undone = gradients.stream()
                    .filter(g -> now.has(update(g)))
                    .allMatch(g -> now.fails(update(g)) && also.passes(update(g)));
            if (undone && also.failing().size() < then.failing().size() && fewer(also)) {
                grant(further, also);
                return;
            }
        }
        double u = roundoff(now.array(head));
        boolean shown = now.failing().stream()
                .map(Judged::site)
                .anyMatch(site -> Records.owed(site) && then.passes(site));
        if (fewer(then) && (shown || quantities.plain(k, u) || ledger.proven(k))) {
            grant(carried, then);
        }
    }

    private static Map<Site, Double> all(Iterable<Site> sites, double k) {
        Map<Site, Double> all = new LinkedHashMap<>();
        sites.forEach(site -> all.put(site, k));
        return all;
    }

    /** The weight's update that a gradient goes into. */
    static Site update(Site gradient) {
        return new Site(gradient.step(), Phase.UPDATE, gradient.layer(), gradient.array().replace(".clipped", ""));
    }

    private List<Site> states(Site gradient, Predicate<Site> which) {
        return now.trace().sites().stream()
                .filter(s -> s.isStateOf(update(gradient).name()))
                .filter(which)
                .toList();
    }

    /** Factors on gradients that the recorded updates undo, those of one factor together. */
    private void gradients() {
        Map<Double, List<Site>> groups = new LinkedHashMap<>();
        for (Judged failing : now.failing()) {
            if (failing.site().phase() == Phase.GRADIENT) {
                factor(failing).ifPresent(k -> groups.merge(
                        k,
                        List.of(failing.site()),
                        (a, b) -> Stream.concat(a.stream(), b.stream()).toList()));
            }
        }
        nearly(groups).forEach(this::undone);
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
                    like,
                    sites,
                    (a, b) -> Stream.concat(a.stream(), b.stream()).toList());
        });
        return fewer;
    }

    private void undone(double k, List<Site> gradients) {
        Records before = now;
        Records then = now.over(withStates(gradients, k));
        List<Site> proven = gradients.stream()
                .filter(g -> before.fails(update(g)) && then.passes(update(g)) && then.passes(g))
                .toList();
        if (proven.isEmpty()) {
            return;
        }
        boolean wide = proven.stream().anyMatch(g -> before.array(g).size() > 1);
        Set<Site> all = gradients.stream()
                .filter(g -> proven.contains(g) || wide && !before.has(update(g)) && then.passes(g))
                .collect(Collectors.toSet());
        Map<Site, Double> some =
                withStates(gradients.stream().filter(all::contains).toList(), k);
        grant(some, all.size() == gradients.size() ? then : before.over(some));
    }

    private Map<Site, Double> withStates(List<Site> gradients, double k) {
        Map<Site, Double> all = all(gradients, k);
        for (Site gradient : gradients) {
            List<Site> scaled = states(gradient, now::fails).stream()
                    .filter(s -> factor(now.at(s).orElseThrow()).stream()
                            .anyMatch(f -> Math.abs(f - k) <= 1e-4 * Math.abs(k)))
                    .toList();
            all.putAll(all(scaled, k));
        }
        return all;
    }

    /** States in units of their own, where the weight moves rightly: an update reads the state before, and not what it leaves. */
    private void states() {
        Map<Site, Double> all = new LinkedHashMap<>();
        for (Judged failing : now.failing()) {
            experiment.weights().stream()
                    .filter(w -> failing.site().isStateOf(w.name()))
                    .filter(w -> now.passes(moved(w, failing.site().step())))
                    .findFirst()
                    .ifPresent(w -> factor(failing).ifPresent(k -> all.put(failing.site(), k)));
        }
        if (!all.isEmpty()) {
            Records then = now.over(all);
            if (fewer(then) && all.keySet().stream().allMatch(then::passes)) {
                grant(all, then);
            }
        }
    }

    private static Site moved(Weight weight, int step) {
        return new Site(step, Phase.UPDATE, weight.layer(), weight.local());
    }
}
