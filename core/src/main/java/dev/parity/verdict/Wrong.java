package dev.parity.verdict;

import dev.parity.compare.Compared;
import dev.parity.report.Origin;
import dev.parity.trace.Site;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Where errors are made on a side, each array once over the steps, beside what it should have been at first. */
final class Wrong {
    /** By site of step 0. */
    private final Map<Site, Origin> origins = new LinkedHashMap<>();

    private final Map<Site, Compared> compared = new LinkedHashMap<>();

    void add(Origin origin, Compared beside) {
        origins.merge(origin.site().at(0), origin, Origin::plus);
        compared.putIfAbsent(origin.site().at(0), beside);
    }

    /** These and others, the earliest first; of one array both together. */
    Wrong and(Wrong others) {
        Wrong all = new Wrong();
        all.put(this);
        all.put(others);
        return all;
    }

    private void put(Wrong others) {
        others.origins.forEach((slot, origin) -> {
            boolean earlier = origins.containsKey(slot)
                    && origin.site().step() < origins.get(slot).site().step();
            origins.merge(slot, origin, (a, b) -> earlier ? b.plus(a) : a.plus(b));
            compared.merge(slot, others.compared.get(slot), (a, b) -> earlier ? b : a);
        });
    }

    Map<Site, Origin> origins() {
        Map<Site, Origin> sorted = new LinkedHashMap<>();
        origins.entrySet().stream()
                .sorted(Comparator.comparingInt(
                                (Map.Entry<Site, Origin> e) -> e.getValue().site().step())
                        .thenComparing(e -> e.getKey().phase()))
                .forEach(e -> sorted.put(e.getKey(), e.getValue()));
        return sorted;
    }

    Optional<Compared> first() {
        return origins().keySet().stream().findFirst().map(compared::get);
    }
}
