package dev.parity.audit.rule;

import dev.parity.audit.judge.Judged;
import dev.parity.spec.Experiment;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Factors that begin at a dL/dx: each hypothesis is tried on the whole step, and the one that leaves fewest arrays failing is granted. */
final class ChainHeads {
    /** Factors that are tried of a chain whose head does not tell it. */
    private static final int FEW = 2;

    private final Experiment experiment;
    private final Ledger ledger;
    private final Quantities quantities;
    private final Granted granted;
    private final Set<Site> tried = new HashSet<>();

    ChainHeads(Experiment experiment, Ledger ledger, Quantities quantities, Granted granted) {
        this.experiment = experiment;
        this.ledger = ledger;
        this.quantities = quantities;
        this.granted = granted;
    }

    /** Tries the next failing dL/dx; returns whether there was one. */
    boolean next() {
        for (Judged head : granted.now().failing()) {
            Site site = head.site();
            if (site.phase() == Phase.BACKWARD && !ledger.accused(site) && tried.add(site)) {
                Chain chain = new Chain(experiment, site, granted.now()::has, granted::bearing);
                List<Hypothesis> better = factors(head, chain).stream()
                        .flatMap(k -> hypotheses(head, chain, k))
                        .filter(h -> granted.fewer(h.then))
                        .toList();
                better.stream()
                        .min(Comparator.comparingInt(h -> h.then.failing().size()))
                        .ifPresent(h -> granted.grant(h.factors, h.then));
                return true;
            }
        }
        return false;
    }

    /** Arrays over factors, and how they are judged then. */
    private record Hypothesis(Map<Site, Double> factors, Records then) {}

    /**
     * The factor that a head is off by. Where it is wrong in another way, or stands in a chain that has one, the factor is that of the chain,
     * or what the gradients on the way are off by tells it; if they are not, and the weights move wrongly by them, a sign or the rows.
     */
    private Set<Double> factors(Judged head, Chain chain) {
        Set<Double> all = new LinkedHashSet<>();
        granted.factored(head).ifPresent(all::add);
        all.addAll(granted.factors().values());
        if (all.isEmpty()) {
            chain.gradients().stream()
                    .filter(granted.now()::fails)
                    .flatMap(g -> granted.now().at(g).flatMap(granted::factored).stream())
                    .map(r -> quantities.exact(
                            1 / r, granted.roundoff(granted.now().array(head.site()))))
                    .limit(FEW)
                    .forEach(all::add);
            if (chain.gradients().stream()
                    .anyMatch(g -> granted.now().passes(g) && granted.now().fails(Granted.update(g)))) {
                all.addAll(quantities.plainest());
            }
        }
        return all;
    }

    /** Of the chain alone, and of the gradients and states that go on with it where the updates undo it. */
    private Stream<Hypothesis> hypotheses(Judged head, Chain chain, double k) {
        Map<Site, Double> carried = Granted.all(chain.carried(), k);
        Records then = granted.now().over(carried);
        boolean shown = granted.now().failing().stream()
                .map(Judged::site)
                .anyMatch(site -> Records.owed(site) && then.passes(site));
        double u = granted.roundoff(granted.now().array(head.site()));
        Stream<Hypothesis> alone = shown || quantities.plain(k, u) || ledger.proven(k)
                ? Stream.of(new Hypothesis(carried, then))
                : Stream.of();
        List<Site> gradients = chain.gradients().stream()
                .filter(granted.now()::has)
                .filter(granted::bearing)
                .filter(g -> !granted.now().passes(Granted.update(g)))
                .toList();
        if (gradients.stream().noneMatch(g -> granted.now().fails(Granted.update(g)))) {
            return alone;
        }
        Map<Site, Double> further = new LinkedHashMap<>(carried);
        further.putAll(Granted.all(gradients, k));
        gradients.forEach(g -> further.putAll(Granted.all(granted.states(g, granted::bearing), k)));
        Records also = granted.now().over(further);
        boolean undone = gradients.stream()
                .anyMatch(g -> granted.now().fails(Granted.update(g)) && also.passes(Granted.update(g)));
        return undone ? Stream.concat(alone, Stream.of(new Hypothesis(further, also))) : alone;
    }
}
