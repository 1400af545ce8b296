package dev.parity.audit.rule;

import dev.parity.audit.judge.Auditor;
import dev.parity.audit.judge.Judged;
import dev.parity.graph.Graph;
import dev.parity.spec.Experiment;
import dev.parity.spec.Weight;
import dev.parity.tensor.DType;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Convention or bug. The loss, the gradients, the states and the weights are what an implementation owes; what it records in between is
 * evidence, since a factor or a sign may sit elsewhere, or a program may record one array and go on with another.
 *
 * <p>So a failing step is judged once more from what is owed alone. If all of that is right then, a failing array in between is
 * excused, unless it is off by so little that this could not show; and a failing array that is owed is cleared where it was off
 * only because it was judged from a false record. A constant factor on gradients and states that the very update undoes is a
 * convention too. Otherwise every failing array stands as an origin, but what is right of an update whose gradient is a false record.
 */
public final class Closure {
    private static final Set<Phase> OWED = EnumSet.of(Phase.LOSS, Phase.GRADIENT, Phase.STATE, Phase.UPDATE);

    /** How much further off than what is allowed from all that is owed an array must be for that to have shown. */
    private static final double PLAINLY = 3;

    private final Experiment experiment;
    private final Auditor auditor;
    private final Trace candidate;
    private final List<Judged> failing;

    private Closure(Experiment experiment, Auditor auditor, List<Judged> judged, Trace candidate) {
        this.experiment = experiment;
        this.auditor = auditor;
        this.candidate = candidate;
        this.failing = judged.stream().filter(j -> !j.passes()).toList();
    }

    /** Rules on the step that the auditor has just judged, of a candidate that was recorded. */
    public static Ruling of(Experiment experiment, Auditor auditor, List<Judged> judged, Trace candidate) {
        Closure closure = new Closure(experiment, auditor, judged, candidate);
        boolean owed = judged.stream().anyMatch(j -> j.site().phase() == Phase.LOSS)
                && experiment.weights().stream().filter(Weight::trained).allMatch(w -> judged.stream()
                        .map(Judged::site)
                        .filter(s -> s.phase() == Phase.GRADIENT || s.phase() == Phase.UPDATE)
                        .anyMatch(s -> s.name().equals(w.name())));
        return closure.failing.isEmpty() || !owed ? new Ruling(closure.failing, List.of()) : closure.rule();
    }

    private Ruling rule() {
        Map<Site, Judged> again = again(OWED);
        if (again.values().stream().noneMatch(j -> owed(j) && !j.passes())) {
            return excuse(again, List.of());
        }
        Map<Site, Judged> fromWeights = again(EnumSet.of(Phase.UPDATE));
        List<Judged> scaled = fromWeights.values().stream()
                .filter(j -> owed(j) && !j.passes())
                .toList();
        boolean undone = !scaled.isEmpty()
                && scaled.stream().allMatch(this::undone)
                && scaled.stream()
                                .map(this::factor)
                                .map(f -> Math.round(f * 1e4))
                                .distinct()
                                .count()
                        == 1;
        Set<String> misrecorded = misrecorded(fromWeights);
        misrecorded.forEach(auditor::adopt);
        return undone
                ? excuse(fromWeights, scaled)
                : new Ruling(
                        failing.stream()
                                .filter(j -> !fromWeights.get(j.site()).passes() || !moves(j, misrecorded))
                                .toList(),
                        List.of());
    }

    /** The weights that move rightly, though not by their gradient as it is recorded. */
    private Set<String> misrecorded(Map<Site, Judged> fromWeights) {
        Set<String> wrong = fromWeights.values().stream()
                .filter(j -> j.site().phase() == Phase.GRADIENT && !j.passes())
                .map(j -> j.site().name())
                .collect(Collectors.toSet());
        return failing.stream()
                .map(Judged::site)
                .filter(s -> s.phase() == Phase.UPDATE
                        && wrong.contains(s.name())
                        && fromWeights.get(s).passes())
                .map(Site::name)
                .collect(Collectors.toSet());
    }

    /** Whether an array is one of these weights after its update, or a state of theirs. */
    private static boolean moves(Judged judged, Set<String> weights) {
        Site site = judged.site();
        return site.phase() == Phase.UPDATE && weights.contains(site.name())
                || weights.stream().anyMatch(site::isStateOf);
    }

    private static boolean owed(Judged judged) {
        return OWED.contains(judged.site().phase());
    }

    private Map<Site, Judged> again(Set<Phase> held) {
        Set<Site> sites = Auditor.recorded(candidate).stream()
                .filter(s -> held.contains(s.phase()))
                .collect(Collectors.toSet());
        return auditor.again(sites).stream().collect(Collectors.toMap(Judged::site, Function.identity()));
    }

    /**
     * Whether an array is off by a factor that its parameter's update undoes: the update is right, and was not from the gradient as it is
     * recorded. The optimizer's own step does not read its state; a layer's buffer is no such state, and nothing undoes it.
     */
    private boolean undone(Judged scaled) {
        Site site = scaled.site();
        boolean state = experiment.weights().stream().map(Weight::name).anyMatch(site::isStateOf);
        return !Double.isNaN(factor(scaled))
                && (state
                        || site.phase() == Phase.GRADIENT
                                && failing.stream()
                                        .map(Judged::site)
                                        .anyMatch(s -> s.phase() == Phase.UPDATE
                                                && s.name().equals(site.name())));
    }

    /** @param scaled owed arrays that are off by a factor which the update undoes */
    private Ruling excuse(Map<Site, Judged> again, List<Judged> scaled) {
        List<Judged> origins = new ArrayList<>();
        List<Excused> excused = new ArrayList<>();
        for (Judged one : failing) {
            Judged now = again.get(one.site());
            if (now.passes() ? distance(one) <= PLAINLY * now.allowed() : !owed(one) && !read(one.site())) {
                origins.add(one);
            } else if (!now.passes() && !owed(one)) {
                excused.add(new Excused(one.site(), factor(now)));
            }
        }
        for (Judged one : scaled) {
            excused.add(new Excused(one.site(), factor(one)));
            auditor.disown(one);
        }
        return new Ruling(origins, excused);
    }

    /** Whether anything follows from an array: not from the gradient with respect to the data. */
    private boolean read(Site site) {
        return site.phase() != Phase.BACKWARD
                || new Graph(experiment).inputs(site.layer()).stream().anyMatch(wire -> !wire.isData());
    }

    private double distance(Judged judged) {
        Tensor e = judged.expected().orElseThrow();
        Tensor c = candidate.get(judged.site()).orElseThrow();
        double most = 0;
        for (int i = 0; i < Math.min(e.size(), c.size()); i++) {
            double d = Math.abs(c.get(i) - e.get(i));
            most = d <= Double.MAX_VALUE ? Math.max(most, d) : Double.POSITIVE_INFINITY;
        }
        return most;
    }

    /** The number other than 1 and 0 by which all of an array is multiplied, or NaN where there is none. */
    private double factor(Judged judged) {
        Tensor e = judged.expected().orElseThrow();
        Tensor c = candidate.get(judged.site()).orElseThrow();
        double along = 0;
        double size = 0;
        double all = 0;
        for (int i = 0; i < e.size(); i++) {
            along += c.get(i) * e.get(i);
            size += e.get(i) * e.get(i);
            all += c.get(i) * c.get(i);
        }
        double factor = along / size;
        double rest = all - factor * along;
        double small = c.dtype() == DType.FLOAT32 || experiment.dtype() == DType.FLOAT32 ? 1e-5 : 1e-10;
        boolean scaled = c.size() == e.size()
                && Math.abs(factor - 1) > small
                && factor != 0
                && Double.isFinite(factor)
                && Math.abs(rest) <= small * all;
        return scaled ? factor : Double.NaN;
    }
}
