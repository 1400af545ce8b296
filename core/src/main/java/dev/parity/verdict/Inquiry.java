package dev.parity.verdict;

import dev.parity.audit.judge.Judged;
import dev.parity.diagnose.Diagnosis;
import dev.parity.diagnose.Evidence;
import dev.parity.diagnose.Explanation;
import dev.parity.diagnose.Known;
import dev.parity.engine.Start;
import dev.parity.fault.Fault;
import dev.parity.fault.Operands;
import dev.parity.graph.Batch;
import dev.parity.graph.Graph;
import dev.parity.report.Finding;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Operation;
import dev.parity.trace.Site;
import dev.parity.trace.Slot;
import dev.parity.trace.Trace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Why arrays are wrong. While a step is at hand what a cause will need is kept of each origin: of the first step at which it fails, and of
 * one later. The search itself waits until the run is over, and what was kept is let go with it.
 */
final class Inquiry {
    /** So many origins are looked into; a mistake that spreads further is found in the first of them. */
    private static final int MOST = 6;

    /** What is spent on the formula of a mistake that has a name. */
    private static final double NAMED = 0.1;

    private final Graph graph;
    private final Recorded recorded;
    private final Exhibits exhibits;
    private final Map<Slot, Case> cases = new LinkedHashMap<>();
    /** Arrays of which no evidence could be made, and why. */
    private final Map<Site, RuntimeException> broken = new LinkedHashMap<>();

    /** All arrays that have failed. */
    private final Set<Slot> wrong = new HashSet<>();

    private final Diagnosis diagnosis = new Diagnosis();

    /** What was found at one step. */
    private record Exhibit(Judged judged, Operands at, Evidence evidence) {}

    /** An origin. */
    private record Case(Exhibit first, Optional<Exhibit> later) {}

    Inquiry(Graph graph, Start start) {
        this.graph = graph;
        this.recorded = new Recorded(graph, start);
        this.exhibits = new Exhibits(graph);
    }

    /** Moves on to a step, with what the two sides have of it. */
    void step(Batch batch, Trace own, Trace other) {
        recorded.step(batch, own, other);
    }

    /**
     * Keeps what is needed of an array that has failed in this step.
     *
     * @param also what fails with it
     */
    void keep(Judged judged, List<Site> also, Trace own) {
        Slot slot = judged.site().slot();
        wrong.add(slot);
        also.forEach(site -> wrong.add(site.slot()));
        Case known = cases.get(slot);
        if (known == null ? cases.size() >= MOST : known.later.isPresent()) {
            return;
        }
        Optional<Operation> operation = graph.operation(slot);
        if (operation.isEmpty()) {
            return;
        }
        Operands at = new Operands(
                operation.get(), recorded.here(slot), judged.expected().orElseThrow());
        Optional<Exhibit> exhibit = exhibit(judged, at, own.get(judged.site()).orElseThrow());
        exhibit.ifPresent(
                e -> cases.put(slot, known == null ? new Case(e, Optional.empty()) : new Case(known.first, exhibit)));
    }

    private Optional<Exhibit> exhibit(Judged judged, Operands at, Tensor found) {
        try {
            return exhibits.of(judged, at, found, recorded).map(e -> new Exhibit(judged, at, e));
        } catch (RuntimeException e) {
            broken.putIfAbsent(judged.site(), e);
            return Optional.empty();
        }
    }

    /** What explains each origin, the likeliest first. */
    List<Finding> findings() {
        List<Finding> all = new ArrayList<>();
        double effort = 1.0 / Math.max(1, cases.size());
        cases.values().forEach(one -> all.addAll(findings(one, effort)));
        cases.clear();
        broken.forEach((site, why) -> all.add(Told.brokenOff(site, why)));
        return all;
    }

    /** An explanation is a gift: where none can be had, for whatever reason, the verdict stands all the same, and the reason is told. */
    private List<Finding> findings(Case one, double effort) {
        try {
            return searched(one, effort);
        } catch (RuntimeException e) {
            return List.of(Told.brokenOff(one.first.judged.site(), e));
        }
    }

    private List<Finding> searched(Case one, double effort) {
        Evidence evidence = one.first.evidence;
        List<Fault> named = new ArrayList<>(Known.of(evidence, one.first.at));
        one.later.ifPresent(l -> named.retainAll(Known.of(l.evidence, l.at)));
        List<Explanation> found = new ArrayList<>();
        for (Explanation finding : diagnosis.of(evidence, named.isEmpty() ? effort : NAMED * effort)) {
            found.add(one.later.map(l -> diagnosis.confirm(finding, l.evidence)).orElse(finding));
        }
        Slot slot = one.first.judged.site().slot();
        named.sort(Comparator.comparingLong(fault -> spared(fault, slot)));
        return Told.of(one.first.judged.site(), named, found);
    }

    /** Arrays of the same layer that a fault would have spoilt too, and that are right: it is the less likely. */
    private long spared(Fault fault, Slot slot) {
        return graph.operations().stream()
                .filter(o -> o.makes().layer().equals(slot.layer()) && fault.fits(o))
                .filter(o -> !wrong.contains(o.makes()))
                .count();
    }
}
