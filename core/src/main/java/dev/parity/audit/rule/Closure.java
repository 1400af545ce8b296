package dev.parity.audit.rule;

import dev.parity.audit.judge.Auditor;
import dev.parity.audit.judge.Judged;
import dev.parity.spec.Experiment;
import dev.parity.tensor.DType;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The ruling on one step of a candidate that was recorded, as the room's description tells it. */
public final class Closure {
    /** Arrays that are tried in a step for what follows from them; where more fail, the rest stand as they are. */
    private static final int TRIED = 24;

    /** So many roundoffs of an element, or so small a share of what the array is off at most, are rounding beside what is wrong. */
    private static final double NEAR = 22;

    private static final double SLIGHT = 1e-6;

    private final Experiment experiment;
    private final Auditor auditor;
    private final Ledger ledger;
    private final Quantities quantities;
    private final Trace candidate;
    private final int step;
    /** By site, as it was judged where it was let pass, or accused although what follows is judged without it. */
    private final Map<Site, Excused> excused = new LinkedHashMap<>();

    private final Map<Site, Judged> standing = new LinkedHashMap<>();
    /** Factors, also of arrays that are wrong under them. */
    private final Map<Site, Double> granted = new LinkedHashMap<>();

    private final Records raw;
    private Records now;

    private Closure(
            Experiment experiment, Auditor auditor, Ledger ledger, List<Judged> judged, Trace candidate, int step) {
        this.experiment = experiment;
        this.auditor = auditor;
        this.ledger = ledger;
        this.quantities = new Quantities(experiment, step, auditor.rates());
        this.candidate = candidate;
        this.step = step;
        this.raw = new Records(auditor, candidate, judged);
        this.now = raw;
    }

    /** Rules on the step that the auditor has just judged. */
    public static Ruling of(
            Experiment experiment, Auditor auditor, Ledger ledger, List<Judged> judged, Trace candidate, int step) {
        Closure closure = new Closure(experiment, auditor, ledger, judged, candidate, step);
        List<Judged> failing = closure.now.failing();
        Optional<Records> ahead = LookAhead.of(experiment, auditor, ledger, closure.now, step);
        ahead.ifPresent(closure::ahead);
        boolean known = ahead.isEmpty() && failing.stream().allMatch(j -> ledger.accused(j.site()));
        Ruling ruling = known ? new Ruling(failing, List.of(), judged) : closure.rule();
        closure.remember(ruling);
        return ruling;
    }

    private Ruling rule() {
        Granted conventions = new Conventions(experiment, ledger, quantities, now).granted();
        now = conventions.now();
        granted.putAll(conventions.factors());
        granted.forEach(this::scaled);
        follow();
        if (now != raw) {
            now.goOn();
        }
        List<Judged> origins = new Truth(experiment, auditor, candidate, now, step).of(origins(), excused);
        origins.forEach(j -> excused.remove(j.site()));
        return new Ruling(origins, List.copyOf(excused.values()), now.all());
    }

    private void ahead(Records then) {
        for (Judged failing : raw.failing()) {
            if (failing.site().phase() == Phase.UPDATE && then.passes(failing.site())) {
                excused.put(failing.site(), new Excused(failing, Excused.Reason.LOOK_AHEAD, Double.NaN));
            }
        }
        ledger.goAhead(step);
        now = then;
    }

    /** What a granted factor makes right; an array that is wrong under it stays wrong. */
    private void scaled(Site site, double k) {
        if (now.passes(site)) {
            Tensor right = Factor.divided(candidate.get(site).orElseThrow(), k);
            Judged judged = raw.at(site)
                    .filter(j -> !j.passes())
                    .orElseGet(() -> raw.at(site).orElseThrow().against(right));
            excused.put(site, new Excused(judged, Excused.Reason.FACTOR, k));
        } else {
            now.at(site).ifPresent(j -> standing.put(site, j.times(k)));
        }
    }

    /** What was gone on with: where it was not the array as it is recorded, what follows is judged from what it should be. */
    private void follow() {
        Set<Site> done = new HashSet<>();
        for (int i = 0; i < TRIED; i++) {
            Optional<Judged> next = now.failing().stream()
                    .filter(j -> !done.contains(j.site()) && tried(j.site()))
                    .findFirst();
            if (next.isEmpty()) {
                return;
            }
            Judged failing = next.get();
            done.add(failing.site());
            Tensor found = now.array(failing.site());
            Tensor expected = failing.expected().orElseThrow();
            if (found.size() != expected.size()) {
                continue;
            }
            DType type = found.dtype().isFloat() ? found.dtype() : expected.dtype();
            Tensor right = Tensor.fill(type, found.shape(), expected::get);
            Follows follows = follows(failing.site(), mendedWhereWrong(found, expected, type));
            if (follows == Follows.UNMOVED || follows == Follows.MASKED) {
                let(failing, follows, found, expected);
                now = now.mended(failing.site(), right);
            }
        }
    }

    /** An array with what it should be where it is plainly something else: elsewhere it is off by rounding, which makes a difference too. */
    private Tensor mendedWhereWrong(Tensor found, Tensor expected, DType type) {
        double most = 0;
        for (int i = 0; i < found.size(); i++) {
            double off = Math.abs(found.get(i) - expected.get(i));
            most = off <= Double.MAX_VALUE ? Math.max(most, off) : most;
        }
        double small = SLIGHT * most;
        double u = DType.coarser(experiment.dtype(), type).roundoff();
        return Tensor.fill(type, found.shape(), i -> {
            double off = Math.abs(found.get(i) - expected.get(i));
            return off <= Math.max(small, NEAR * u * Math.abs(expected.get(i))) ? found.get(i) : expected.get(i);
        });
    }

    /** A gradient is tried in each step, since a weight that was not recorded moves by it; and evidence until it is accused. */
    private boolean tried(Site site) {
        return site.phase() == Phase.GRADIENT || !Records.owed(site) && !ledger.accused(site);
    }

    private Follows follows(Site site, Tensor right) {
        Map<Site, Tensor> others = new LinkedHashMap<>();
        now.trace().forEach((s, array) -> {
            if (!s.equals(site) && s.phase() != Phase.DATA) {
                others.put(s, array);
            }
        });
        return Follows.of(
                others,
                now.made(),
                auditor.made(now.trace(Map.of(site, right))),
                () -> auditor.made(
                        now.trace(Map.of(site, Tensor.fill(right.dtype(), right.shape(), i -> 2 * right.get(i) + 1)))),
                DType.coarser(experiment.dtype(), right.dtype()).roundoff());
    }

    private void let(Judged failing, Follows follows, Tensor found, Tensor expected) {
        if (Records.owed(failing.site()) || bursts(found, expected)) {
            standing.putIfAbsent(failing.site(), failing);
            return;
        }
        boolean masked = follows == Follows.MASKED;
        double u = DType.coarser(experiment.dtype(), found.dtype()).roundoff();
        double factor = masked ? Double.NaN : Factor.of(found, expected, u).orElse(Double.NaN);
        excused.put(
                failing.site(),
                new Excused(failing, masked ? Excused.Reason.MASKED : Excused.Reason.FALSE_RECORD, factor));
    }

    /** Whether there is a number that is not finite where it should be: that is an origin, whatever was made of it. */
    private static boolean bursts(Tensor found, Tensor expected) {
        for (int i = 0; i < found.size(); i++) {
            if (!Double.isFinite(found.get(i)) && Double.isFinite(expected.get(i))) {
                return true;
            }
        }
        return false;
    }

    /** What still fails, and what stands although something else was gone on with, in causal order. */
    private List<Judged> origins() {
        List<Judged> origins = new ArrayList<>();
        now.sites().forEach(site -> {
            if (standing.containsKey(site)) {
                origins.add(standing.get(site));
            } else if (now.fails(site)) {
                origins.add(now.at(site).orElseThrow());
            }
        });
        return origins;
    }

    /** Each array's factor in this step, and who is accused. */
    private void remember(Ruling ruling) {
        ruling.origins().forEach(j -> ledger.accuse(j.site()));
        if (now.sites().stream()
                .filter(s -> s.phase() == Phase.LOSS || s.phase() == Phase.GRADIENT)
                .allMatch(now::passes)) {
            ledger.followed(step);
        }
        Map<Site, Double> factors = new LinkedHashMap<>(granted);
        ruling.excused().forEach(e -> factors.put(e.site(), e.factor()));
        for (Site site : now.sites()) {
            double factor = factors.getOrDefault(site, ledger.accused(site) ? Double.NaN : 1.0);
            Tensor array = candidate.get(site).orElseThrow();
            boolean counts = site.phase() == Phase.GRADIENT || factors.containsKey(site) || ledger.noted(site);
            if (counts && !Double.isNaN(factor) && !zero(array)) {
                double u = DType.coarser(experiment.dtype(), array.dtype()).roundoff();
                ledger.note(site, factor, array, quantities.meanings(factor, u));
            }
        }
    }

    private static boolean zero(Tensor array) {
        for (int i = 0; i < array.size(); i++) {
            if (array.get(i) != 0) {
                return false;
            }
        }
        return true;
    }
}
