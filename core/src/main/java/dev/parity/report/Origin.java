package dev.parity.report;

import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A site that failed the audit: where an error is made.
 *
 * @param site at the first step at which it failed
 * @param steps at which it failed, a count
 * @param noise the difference in units of the expected rounding
 * @param allowed the largest difference that would have been rounding
 * @param side whose number is wrong
 * @param together sites, without their step, that were not recorded: the error may be made in any of them
 * @param also further sites that fail because this one does: of its layer, such as a dx computed from a wrong y, judged together with that, or a
 *     weight after the wrong state of its own
 * @param span between what and what it is made, where it was judged together with others
 */
public record Origin(
        Site site,
        int steps,
        double maxAbs,
        double maxRel,
        double maxUlp,
        double noise,
        double allowed,
        Blame side,
        List<String> together,
        List<Site> also,
        Optional<Span> span) {
    public Origin {
        together = List.copyOf(together);
        also = List.copyOf(also);
    }

    /** Of the candidate, and judged alone. */
    public Origin(Site site, int steps, double maxAbs, double maxRel, double maxUlp, double noise, double allowed) {
        this(
                site,
                steps,
                maxAbs,
                maxRel,
                maxUlp,
                noise,
                allowed,
                Blame.CANDIDATE,
                List.of(),
                List.of(),
                Optional.empty());
    }

    /** Whether it takes another weight with it: then it is the optimizer that is wrong, and not that one weight. */
    public boolean ofOptimizer() {
        return (site.phase() == Phase.UPDATE || site.phase() == Phase.STATE)
                && also.stream()
                        .anyMatch(s -> s.phase() == Phase.UPDATE
                                && !s.name().equals(site.name())
                                && !site.isStateOf(s.name()));
    }

    /** The same array, failing again at a later step. */
    public Origin plus(Origin later) {
        return new Origin(
                site,
                steps + later.steps,
                Math.max(maxAbs, later.maxAbs),
                Math.max(maxRel, later.maxRel),
                Math.max(maxUlp, later.maxUlp),
                Math.max(noise, later.noise),
                Math.max(allowed, later.allowed),
                side.and(later.side),
                Stream.concat(together.stream(), later.together.stream())
                        .distinct()
                        .toList(),
                first(also, later.also),
                span.or(later::span));
    }

    /** Each array once, at the first step at which it failed. */
    private static List<Site> first(List<Site> early, List<Site> late) {
        List<Site> all = new ArrayList<>(early);
        for (Site site : late) {
            if (all.stream().noneMatch(s -> s.slot().equals(site.slot()))) {
                all.add(site);
            }
        }
        return all;
    }
}
