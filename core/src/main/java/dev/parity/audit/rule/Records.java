package dev.parity.audit.rule;

import dev.parity.audit.judge.Auditor;
import dev.parity.audit.judge.Judged;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A step's records, some of them exchanged for others, and how they are judged then. */
final class Records {
    private static final Set<Phase> OWED = EnumSet.of(Phase.LOSS, Phase.GRADIENT, Phase.STATE, Phase.UPDATE);

    private final Auditor auditor;
    private final Trace trace;
    private final Map<Site, Judged> judged = new LinkedHashMap<>();
    /** Where no array is known that was gone on with, and one in its place rounds as one. */
    private final Set<Site> free;

    private final Runnable goOn;

    /** As they are recorded, and were judged. */
    Records(Auditor auditor, Trace trace, List<Judged> all) {
        this(auditor, trace, all, Set.of(), () -> {});
    }

    private Records(Auditor auditor, Trace trace, List<Judged> all, Set<Site> free, Runnable goOn) {
        this.auditor = auditor;
        this.trace = trace;
        this.free = free;
        this.goOn = goOn;
        all.forEach(j -> judged.put(j.site(), j));
    }

    /** What an implementation owes; all else is evidence. */
    static boolean owed(Site site) {
        return OWED.contains(site.phase());
    }

    /** The trace with other arrays at some sites. */
    Trace trace(Map<Site, Tensor> instead) {
        Trace other = new Trace();
        trace.forEach((site, array) -> other.put(site, instead.getOrDefault(site, array)));
        return other;
    }

    Records with(Map<Site, Tensor> instead) {
        return looked(trace(instead), free);
    }

    private Records looked(Trace other, Set<Site> among) {
        Auditor.Look look = auditor.look(other, among);
        return new Records(auditor, other, look.judged(), among, () -> auditor.goOn(look));
    }

    /**
     * The same where something else was gone on with at a site than what was recorded: what it should be, up to its rounding, which is felt
     * where what is made of it is near that. That is asked only if something fails otherwise, since it wants a program of its own.
     */
    Records mended(Site site, Tensor right) {
        Records then = with(Map.of(site, right));
        boolean spotless = then.failing().stream()
                .allMatch(j -> fails(j.site())
                        && j.noise() == at(j.site()).orElseThrow().noise());
        if (spotless) {
            return then;
        }
        Set<Site> more = new HashSet<>(free);
        more.add(site);
        return looked(then.trace, more);
    }

    /** The same with each of these arrays over its factor. */
    Records over(Map<Site, Double> factors) {
        Map<Site, Tensor> instead = new LinkedHashMap<>();
        factors.forEach((site, factor) -> instead.put(site, Factor.divided(array(site), factor)));
        return with(instead);
    }

    Trace trace() {
        return trace;
    }

    Tensor array(Site site) {
        return trace.get(site).orElseThrow();
    }

    /** What is judged, in causal order. */
    Set<Site> sites() {
        return judged.keySet();
    }

    boolean has(Site site) {
        return judged.containsKey(site);
    }

    boolean passes(Site site) {
        return has(site) && judged.get(site).passes();
    }

    boolean fails(Site site) {
        return has(site) && !judged.get(site).passes();
    }

    Optional<Judged> at(Site site) {
        return Optional.ofNullable(judged.get(site));
    }

    List<Judged> all() {
        return List.copyOf(judged.values());
    }

    /** In causal order. */
    List<Judged> failing() {
        return judged.values().stream().filter(j -> !j.passes()).toList();
    }

    /** The next step begins with what these leave behind. */
    void goOn() {
        goOn.run();
    }

    /** What these records make of themselves. */
    Map<Site, Tensor> made() {
        return auditor.made(trace);
    }
}
