package dev.parity.fuzz;

import dev.parity.nn.layer.Layer;
import dev.parity.spec.Binder;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** How each layer of the catalogue is drawn. */
final class LayerRules {
    private static final Map<String, Rule> ALL = all();

    private LayerRules() {}

    private static Map<String, Rule> all() {
        Map<String, Rule> rules = new TreeMap<>();
        PointRules.addTo(rules);
        NormRules.addTo(rules);
        WindowRules.addTo(rules);
        GraphRules.addTo(rules);
        SequenceRules.addTo(rules);
        Set<String> catalogue = new TreeSet<>(Binder.registry(Layer.class).keySet());
        rules.keySet().retainAll(catalogue);
        catalogue.removeAll(rules.keySet());
        if (!catalogue.isEmpty()) {
            throw new IllegalStateException("no rule says how to draw " + String.join(", ", catalogue));
        }
        return rules;
    }

    static Rule of(String type) {
        return ALL.get(type);
    }

    static Set<String> types() {
        return ALL.keySet();
    }
}
