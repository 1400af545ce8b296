package dev.parity.score;

import dev.parity.tensor.DType;
import dev.parity.trace.Site;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One planting, and what the audit made of it.
 *
 * @param strangers origins where nothing was planted
 * @param first the first origin, if there is one
 * @param wanted what that should be
 */
record Outcome(
        String network,
        DType dtype,
        Cut cut,
        List<Spoilt.Planting> seen,
        List<Spoilt.Planting> missed,
        List<Site> strangers,
        Optional<Site> first,
        Optional<Site> wanted) {
    int faults() {
        return seen.size() + missed.size();
    }

    boolean whole() {
        return cut == Cut.NOTHING;
    }

    boolean exact() {
        return missed.isEmpty() && strangers.isEmpty();
    }

    boolean inPlace() {
        return missed.isEmpty() && first.equals(wanted);
    }

    @Override
    public String toString() {
        return network + " " + dtype.name().toLowerCase(Locale.ROOT)
                + (whole() ? "" : " cut " + cut)
                + ": planted " + seen
                + (missed.isEmpty() ? "" : ", missed " + missed)
                + (strangers.isEmpty() ? "" : ", not planted " + some(strangers))
                + (first.equals(wanted) ? "" : ", first " + words(first) + " in place of " + words(wanted));
    }

    private static String words(Optional<Site> site) {
        return site.map(Site::toString).orElse("nothing");
    }

    private static String some(List<Site> sites) {
        return sites.size() <= 4 ? sites.toString() : sites.subList(0, 4) + " and " + (sites.size() - 4) + " more";
    }
}
