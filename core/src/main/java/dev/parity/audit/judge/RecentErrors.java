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
 * What one audit remembers of the last steps: each {@link Float32Error}, by array. It is no other audit's: the sides of a run are not
 * conditioned alike.
 */
final class RecentErrors {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final int number = COUNT.incrementAndGet();
    private final Map<Site, List<Float32Error>> errors = new HashMap<>();

    /** That of the audit, by which a program that two of them share tells what it has of each. */
    int number() {
        return number;
    }

    /** @param site as of step 0, of which a step has one at most */
    void add(Site site, Float32Error now) {
        List<Float32Error> all = errors.computeIfAbsent(site, s -> new ArrayList<>());
        all.removeIf(s -> s.step() == now.step() || !s.lasts(now.step()));
        all.add(now);
    }

    /** All that stands for a step, together. */
    Optional<Float32Error> at(int step, Site site, Lent e) {
        List<Float32Error> all = errors.getOrDefault(site, List.of()).stream()
                .filter(s -> s.lasts(step) && s.fits(e))
                .toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(Float32Error.of(all));
    }
}
