package dev.parity.audit.rule;

import dev.parity.audit.Allowance;
import dev.parity.audit.judge.Auditor;
import dev.parity.audit.judge.Judged;
import dev.parity.spec.Experiment;
import dev.parity.tensor.DType;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a step owes is known from the weights at its start alone, with the rounding of the whole step. It has the last word where operands
 * are in doubt: nobody is accused who is that, and in step 1 nobody is cleared who is not.
 */
final class Truth {
    /** To be the truth rather than what its operands make is to be so much nearer to it. */
    private static final double NEARER = 0.25;

    /** In float32 a whole step may amplify rounding through kinks and norms. */
    private static final double AMPLIFIED = 16 * Allowance.DEVIATIONS;

    private final Experiment experiment;
    private final Auditor auditor;
    private final Trace candidate;
    private final Records now;
    private final int step;

    Truth(Experiment experiment, Auditor auditor, Trace candidate, Records now, int step) {
        this.experiment = experiment;
        this.auditor = auditor;
        this.candidate = candidate;
        this.now = now;
        this.step = step;
    }

    /** The origins without those that are the truth, and with those that were cleared and are not. */
    List<Judged> of(List<Judged> origins, Map<Site, Excused> excused) {
        List<Judged> left = cleared(origins);
        return step == 1 && !excused.isEmpty() ? accused(left, excused) : left;
    }

    private List<Judged> cleared(List<Judged> origins) {
        boolean doubt = origins.stream().anyMatch(j -> !Records.owed(j.site()));
        List<Judged> owed = origins.stream().filter(j -> owes(j.site())).toList();
        if (!doubt || owed.isEmpty()) {
            return origins;
        }
        Map<Site, Tensor> truth = auditor.owes();
        List<Judged> nearer = owed.stream()
                .filter(j -> nearer(
                        candidate.get(j.site()).orElseThrow(),
                        truth.get(j.site()),
                        j.expected().orElseThrow()))
                .toList();
        if (nearer.isEmpty()) {
            return origins;
        }
        Map<Site, Judged> judged =
                auditor.truth().stream().collect(Collectors.toMap(Judged::site, Function.identity()));
        Set<Site> right = nearer.stream()
                .map(Judged::site)
                .filter(s -> judged.get(s).passes())
                .collect(Collectors.toSet());
        return origins.stream().filter(j -> !right.contains(j.site())).toList();
    }

    private static boolean nearer(Tensor c, Tensor truth, Tensor made) {
        if (c.size() != truth.size() || c.size() != made.size()) {
            return false;
        }
        double off = 0;
        double apart = 0;
        for (int i = 0; i < c.size(); i++) {
            off = Math.hypot(off, c.get(i) - truth.get(i));
            apart = Math.hypot(apart, made.get(i) - truth.get(i));
        }
        return off <= NEARER * apart;
    }

    private static boolean owes(Site site) {
        return site.phase() == Phase.LOSS || site.phase() == Phase.GRADIENT || site.phase() == Phase.UPDATE;
    }

    /** What was cleared and is not the truth, unless an origin before it explains it. */
    private List<Judged> accused(List<Judged> origins, Map<Site, Excused> excused) {
        boolean explained = origins.stream().anyMatch(j -> !Records.owed(j.site()));
        if (explained) {
            return origins;
        }
        Set<String> moved = origins.stream().map(j -> weight(j.site())).collect(Collectors.toSet());
        double most = experiment.dtype() == DType.FLOAT64 ? 0 : AMPLIFIED;
        Map<Site, Judged> all = new HashMap<>();
        origins.forEach(j -> all.put(j.site(), j));
        auditor.whole(s -> owes(s)).stream()
                .filter(j -> !j.passes() && j.noise() > most)
                .filter(j -> !excused.containsKey(j.site()) && !moved.contains(weight(j.site())))
                .forEach(j -> all.put(j.site(), j));
        List<Judged> ordered = new ArrayList<>();
        now.sites().stream().filter(all::containsKey).forEach(s -> ordered.add(all.get(s)));
        return ordered;
    }

    private static String weight(Site site) {
        return Granted.update(site).name();
    }
}
