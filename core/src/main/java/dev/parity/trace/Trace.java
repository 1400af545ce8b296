package dev.parity.trace;

import dev.parity.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Sites with their arrays, in the order in which they were computed. An engine hands over one trace a step, and a
 * file holds those of a whole run.
 */
public final class Trace {
    private final Map<Site, Tensor> arrays = new LinkedHashMap<>();

    /** Adds one array; a site is recorded once. */
    public void put(Site site, Tensor array) {
        if (arrays.putIfAbsent(site, array) != null) {
            throw new IllegalArgumentException("site " + site + " was recorded twice");
        }
    }

    public Optional<Tensor> get(Site site) {
        return Optional.ofNullable(arrays.get(site));
    }

    /** These arrays, and another trace's at the sites that are missing here. */
    public Trace or(Trace other) {
        Trace both = new Trace();
        both.arrays.putAll(arrays);
        other.arrays.forEach(both.arrays::putIfAbsent);
        return both;
    }

    public boolean has(Site site) {
        return arrays.containsKey(site);
    }

    /** The sites, in the order recorded. */
    public Set<Site> sites() {
        return Collections.unmodifiableSet(arrays.keySet());
    }

    public void forEach(BiConsumer<Site, Tensor> action) {
        arrays.forEach(action);
    }

    public int size() {
        return arrays.size();
    }
}
