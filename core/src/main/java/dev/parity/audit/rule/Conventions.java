package dev.parity.audit.rule;

import dev.parity.spec.Experiment;
import dev.parity.trace.Site;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Finds the factors that a program carries along, before anything is accused. */
final class Conventions {
    private final Ledger ledger;
    private final Quantities quantities;
    private final Granted granted;
    private final ChainHeads heads;
    private final Undone undone;

    Conventions(Experiment experiment, Ledger ledger, Quantities quantities, Records records) {
        this.ledger = ledger;
        this.quantities = quantities;
        this.granted = new Granted(experiment, quantities, records);
        this.heads = new ChainHeads(experiment, ledger, quantities, granted);
        this.undone = new Undone(experiment, granted);
    }

    Granted granted() {
        known();
        while (heads.next()) {
            // a head further down may have a factor of its own
        }
        undone.gradients();
        undone.states();
        return granted;
    }

    /** What was proven in a step before holds where it leaves no more arrays failing: as a number, or as what that was of its step. */
    private void known() {
        Set<Map<Site, Double>> ways = new LinkedHashSet<>();
        for (boolean numbers : new boolean[] {false, true}) {
            Map<Site, Double> before = ledger.known(quantities, numbers);
            Map<Site, Double> here = new LinkedHashMap<>();
            granted.now().trace().sites().stream()
                    .filter(site -> before.containsKey(site.at(0)))
                    .forEach(site -> here.put(site, before.get(site.at(0))));
            if (!here.isEmpty()) {
                ways.add(here);
            }
        }
        int most = granted.now().failing().size();
        ways.stream()
                .map(way -> Map.entry(way, granted.now().over(way)))
                .filter(way -> way.getValue().failing().size() <= most)
                .min(Comparator.comparingInt(way -> way.getValue().failing().size()))
                .ifPresent(way -> granted.grant(way.getKey(), way.getValue()));
    }
}
