package dev.parity.audit.rule;

import dev.parity.audit.judge.Auditor;
import dev.parity.audit.judge.Judged;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.EnumSet;
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
    private final Runnable goOn;

    /** As they are recorded, and were judged. */
    Records(Auditor auditor, Trace trace, List<Judged> all) {
        this(auditor, trace, all, () -> {});
    }

    private Records(Auditor auditor, Trace trace, List<Judged> all, Runnable goOn) {
        this.auditor = auditor;
        this.trace = trace;
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
        Trace other = trace(instead);
        Auditor.Look look = auditor.look(other);
        return new Records(auditor, other, look.judged(), () -> auditor.goOn(look));
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
