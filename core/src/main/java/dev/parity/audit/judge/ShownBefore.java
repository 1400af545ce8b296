package dev.parity.audit.judge;

import dev.parity.engine.TorchProgram.Lent;
import dev.parity.trace.Site;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What one audit remembers of the steps before: what was {@link Shown}, by array. It is no other audit's: the sides of a run are not
 * conditioned alike.
 */
final class ShownBefore {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final int number = COUNT.incrementAndGet();
    private final Map<Site, List<Shown>> shown = new HashMap<>();

    /** That of the audit, by which a program that two of them share tells what it has of each. */
    int number() {
        return number;
    }

    /** @param site as of step 0, of which a step has one at most */
    void add(Site site, Shown now) {
        List<Shown> all = shown.computeIfAbsent(site, s -> new ArrayList<>());
        all.removeIf(s -> s.step() == now.step() || !s.lasts(now.step()));
        all.add(now);
    }

    /** All that stands for a step, together. */
    Optional<Shown> at(int step, Site site, Lent e) {
        List<Shown> all = shown.getOrDefault(site, List.of()).stream()
                .filter(s -> s.lasts(step) && s.fits(e))
                .toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(Shown.of(all));
    }
}
