package dev.parity.audit.rule;

import dev.parity.audit.judge.Judged;
import dev.parity.spec.Experiment;
import dev.parity.spec.Weight;
import dev.parity.tensor.DType;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    /** Factors that are tried of a chain whose head does not tell it. */
    private static final int FEW = 2;

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

    /** Tries the next failing dL/dx; returns whether there was one. */
    private boolean heads() {
        for (Judged head : now.failing()) {
            Site site = head.site();
            if (site.phase() == Phase.BACKWARD && !ledger.accused(site) && tried.add(site)) {
                Chain chain = new Chain(experiment, site, now::has, this::bearing);
                List<Hypothesis> better = factors(head, chain).stream()
                        .flatMap(k -> hypotheses(head, chain, k))
                        .filter(h -> fewer(h.then))
                        .toList();
                better.stream()
                        .min(Comparator.comparingInt(h -> h.then.failing().size()))
                        .ifPresent(h -> grant(h.factors, h.then));
                return true;
            }
        }
        return false;
    }

    /** Whether an array carries on a factor that came to it: not where it is off by one of its own. */
    private boolean bearing(Site site) {
        return now.passes(site) || now.at(site).flatMap(this::factored).isEmpty();
    }

    private Optional<Double> factored(Judged failing) {
        Tensor c = now.array(failing.site());
        double u = roundoff(c);
        OptionalDouble factor = Factor.of(c, failing.expected().orElseThrow(), u);
        return factor.isPresent()
                ? Optional.of(quantities.exact(factor.getAsDouble(), u))
                : Optional.empty();
    }

    private double roundoff(Tensor c) {
        return DType.coarser(experiment.dtype(), c.dtype().isFloat() ? c.dtype() : experiment.dtype())
                .roundoff();
    }

    /** Arrays over factors, and how they are judged then. */
    private record Hypothesis(Map<Site, Double> factors, Records then) {}

    /**
     * The factor that a head is off by. Where it is wrong in another way, or stands in a chain that has one, the factor is that of the chain,
     * or what the gradients on the way are off by tells it; if they are not, and the weights move wrongly by them, a sign or the rows.
     */
    private Set<Double> factors(Judged head, Chain chain) {
        Set<Double> all = new LinkedHashSet<>();
        factored(head).ifPresent(all::add);
        all.addAll(granted.values());
        if (all.isEmpty()) {
            chain.gradients().stream()
                    .filter(now::fails)
                    .flatMap(g -> now.at(g).flatMap(this::factored).stream())
                    .map(r -> quantities.exact(1 / r, roundoff(now.array(head.site()))))
                    .limit(FEW)
                    .forEach(all::add);
            if (chain.gradients().stream().anyMatch(g -> now.passes(g) && now.fails(update(g)))) {
                all.addAll(quantities.plainest());
            }
        }
        return all;
    }

    /** Of the chain alone, and of the gradients and states that go on with it where the updates undo it. */
    private Stream<Hypothesis> hypotheses(Judged head, Chain chain, double k) {
        Map<Site, Double> carried = all(chain.carried(), k);
        Records then = now.over(carried);
        boolean shown = now.failing().stream()
                .map(Judged::site)
                .anyMatch(site -> Records.owed(site) && then.passes(site));
        double u = roundoff(now.array(head.site()));
        Stream<Hypothesis> alone = shown || quantities.plain(k, u) || ledger.proven(k)
                ? Stream.of(new Hypothesis(carried, then))
                : Stream.of();
        List<Site> gradients = chain.gradients().stream()
                .filter(now::has)
                .filter(this::bearing)
                .filter(g -> !now.passes(update(g)))
                .toList();
        if (gradients.stream().noneMatch(g -> now.fails(update(g)))) {
            return alone;
        }
        Map<Site, Double> further = new LinkedHashMap<>(carried);
        further.putAll(all(gradients, k));
        gradients.forEach(g -> further.putAll(all(states(g, this::bearing), k)));
        Records also = now.over(further);
        boolean undone = gradients.stream().anyMatch(g -> now.fails(update(g)) && also.passes(update(g)));
        return undone ? Stream.concat(alone, Stream.of(new Hypothesis(further, also))) : alone;
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
                factored(failing).ifPresent(k -> groups.merge(
                        k,
                        List.of(failing.site()),
                        (a, b) -> Stream.concat(a.stream(), b.stream()).toList()));
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
                .filter(g -> proven.contains(g) || wide && !before.passes(update(g)) && then.passes(g))
                .collect(Collectors.toSet());
        Map<Site, Double> some =
                withStates(gradients.stream().filter(all::contains).toList(), k);
        grant(some, all.size() == gradients.size() ? then : before.over(some));
    }

    /** A gradient that is wrong in another way, or by another factor, shares one where its weight moves rightly by it so. */
    private void wrongToo() {
        Set<Double> factors = granted.entrySet().stream()
                .filter(e -> e.getKey().phase() == Phase.GRADIENT)
                .map(Map.Entry::getValue)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        for (double k : factors) {
            List<Site> others = now.failing().stream()
                    .map(Judged::site)
                    .filter(s -> s.phase() == Phase.GRADIENT && !granted.containsKey(s) && now.fails(update(s)))
                    .toList();
            if (!others.isEmpty()) {
                Records then = now.over(withStates(others, k));
                List<Site> right = others.stream().filter(g -> then.passes(update(g))).toList();
                if (!right.isEmpty()) {
                    Map<Site, Double> all = withStates(right, k);
                    grant(all, right.size() == others.size() ? then : now.over(all));
                }
            }
        }
    }

    private Map<Site, Double> withStates(List<Site> gradients, double k) {
        Map<Site, Double> all = all(gradients, k);
        for (Site gradient : gradients) {
            List<Site> scaled = states(gradient, now::fails).stream()
                    .filter(s -> factored(now.at(s).orElseThrow())
                            .filter(f -> Math.abs(f - k) <= 1e-4 * Math.abs(k))
                            .isPresent())
                    .toList();
            all.putAll(all(scaled, k));
        }
        return all;
    }

    /**
     * States in units of their own, where the weight moves rightly: an update reads the state before, and not what it leaves. What is proven
     * of one holds of others.
     */
    private void states() {
        Map<Site, Double> factors = new LinkedHashMap<>();
        Map<Site, Double> all = new LinkedHashMap<>();
        for (Judged failing : now.failing()) {
            experiment.weights().stream()
                    .filter(w -> failing.site().isStateOf(w.name()))
                    .findFirst()
                    .ifPresent(w -> factored(failing).ifPresent(k -> {
                        factors.put(failing.site(), k);
                        if (now.passes(moved(w, failing.site().step()))) {
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
