package dev.parity.verdict;

import dev.parity.compare.Compared;
import dev.parity.report.Origin;
import dev.parity.trace.Slot;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Where errors are made on a side, each array once over the steps, beside what it should have been at first. */
final class Wrong {
    private final Map<Slot, Origin> origins = new LinkedHashMap<>();

    private final Map<Slot, Compared> compared = new LinkedHashMap<>();

    void add(Origin origin, Compared beside) {
        origins.merge(origin.site().slot(), origin, Origin::plus);
        compared.putIfAbsent(origin.site().slot(), beside);
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

    Map<Slot, Origin> origins() {
        Map<Slot, Origin> sorted = new LinkedHashMap<>();
        origins.entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<Slot, Origin> e) ->
                                e.getValue().site().step())
                        .thenComparing(e -> e.getKey().phase()))
                .forEach(e -> sorted.put(e.getKey(), e.getValue()));
        return sorted;
    }

    Optional<Compared> first() {
        return origins().keySet().stream().findFirst().map(compared::get);
    }
}
