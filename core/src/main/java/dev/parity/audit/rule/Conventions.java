package dev.parity.audit.rule;

import dev.parity.spec.Experiment;
import dev.parity.trace.Site;
import java.util.LinkedHashMap;
import java.util.Map;

/** Finds the factors that a program carries along, before anything is accused. */
final class Conventions {
    private final Ledger ledger;
    private final Quantities quantities;
    private final Granted granted;
    private final Heads heads;
    private final Undone undone;

    Conventions(Experiment experiment, Ledger ledger, Quantities quantities, Records records) {
        this.ledger = ledger;
        this.quantities = quantities;
        this.granted = new Granted(experiment, quantities, records);
        this.heads = new Heads(experiment, ledger, quantities, granted);
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

    /** What was proven in a step before holds where it leaves no more arrays failing. */
    private void known() {
        Map<Site, Double> before = ledger.known(quantities);
        Map<Site, Double> here = new LinkedHashMap<>();
        granted.now().trace().sites().stream()
                .filter(site -> before.containsKey(site.at(0)))
                .forEach(site -> here.put(site, before.get(site.at(0))));
        if (!here.isEmpty()) {
            Records then = granted.now().over(here);
            if (then.failing().size() <= granted.now().failing().size()) {
                granted.grant(here, then);
            }
        }
    }
}
