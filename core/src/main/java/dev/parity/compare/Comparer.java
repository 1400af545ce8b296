package dev.parity.compare;

import dev.parity.tensor.DType;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Slot;
import dev.parity.trace.Trace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Compares two sides as their steps come. Keeps a row a step and a summary an array, and lets the arrays go.
 *
 * <p>A pair of arrays is judged at the coarsest of the experiment's precision and their own two.
 */
public final class Comparer {
    private static final Slot LOSS = new Slot(Phase.LOSS, "loss", "value");
    private static final Comparator<Site> CAUSAL =
            Comparator.comparingInt(Site::step).thenComparing(Site::phase);

    private final DType dtype;
    private final Optional<Tolerance> asked;
    private final SortedMap<DType, Tolerance> applied = new TreeMap<>();
    private final PackedSteps steps = new PackedSteps();
    private final Map<Slot, Summary> arrays = new LinkedHashMap<>();
    /** One string for each name, since every step's row holds them all. */
    private final Map<Slot, String> names = new HashMap<>();

    private Optional<Compared> first = Optional.empty();

    /** With the default tolerance of each precision. */
    public Comparer(DType dtype) {
        this(dtype, Optional.empty());
    }

    /** With the tolerance that the user asked for, if any. */
    public Comparer(DType dtype, Optional<Tolerance> asked) {
        this.dtype = dtype;
        this.asked = asked;
        tolerance(dtype);
    }

    /**
     * Compares what two traces hold, usually of one step, and in the order of the steps. What was there before the
     * first step ({@code 0/update}, {@code 1/data}) may come in a trace of its own. Within a phase, the reference's
     * order counts.
     */
    public void accept(Trace reference, Trace candidate) {
        accept(reference, candidate, (site, r, c) -> Measure.of(r, c, tolerance(precision(r, c))));
    }

    /**
     * Compares what the two sides began with or were fed, which no arithmetic has touched: in the coarser precision of the
     * two the numbers must be equal, but for what {@code drawing} allows to how a site's were drawn.
     *
     * @return whether they agree
     */
    public boolean acceptStart(Trace reference, Trace candidate, Function<Site, Tolerance> drawing) {
        return accept(reference, candidate, (site, r, c) -> {
            boolean floats = r.dtype().isFloat() && c.dtype().isFloat();
            DType type = precision(r, c);
            return Measure.of(floats ? r.to(type) : r, floats ? c.to(type) : c, drawing.apply(site));
        });
    }

    /** Counts an array that a side recorded, and that the network does not have. */
    public void unknown(Site site) {
        note(Summary.alone(site.slot(), Tally.UNKNOWN));
    }

    private boolean accept(Trace reference, Trace candidate, Gauge gauge) {
        List<Site> sites = new ArrayList<>(reference.sites());
        sites.sort(CAUSAL);
        SortedMap<Integer, Row> rows = new TreeMap<>();
        for (Site site : sites) {
            Tensor r = reference.get(site).orElseThrow();
            candidate
                    .get(site)
                    .ifPresentOrElse(
                            c -> add(
                                    new Compared(site, gauge.measure(site, r, c)),
                                    r,
                                    c,
                                    rows.computeIfAbsent(site.step(), Row::new)),
                            () -> note(Summary.alone(site.slot(), Tally.MISSING_ON_CANDIDATE)));
        }
        for (Site site : candidate.sites()) {
            if (!reference.has(site)) {
                note(Summary.alone(site.slot(), Tally.MISSING_ON_REFERENCE));
            }
        }
        rows.tailMap(1).values().forEach(row -> steps.merge(row.done()));
        return rows.values().stream().allMatch(row -> row.differing == 0);
    }

    private DType precision(Tensor r, Tensor c) {
        return DType.coarser(dtype, DType.coarser(r.dtype(), c.dtype()));
    }

    private void add(Compared compared, Tensor r, Tensor c, Row row) {
        if (first.isEmpty() && !compared.measure().agrees()) {
            first = Optional.of(compared);
        }
        Slot slot = compared.site().slot();
        note(Summary.of(slot, compared));
        row.sites++;
        row.differing += compared.measure().agrees() ? 0 : 1;
        if (slot.phase() == Phase.GRADIENT) {
            row.gradient.add(delta(slot, compared.measure()));
        } else if (slot.phase() == Phase.UPDATE) {
            row.weight.add(delta(slot, compared.measure()));
        } else if (slot.equals(LOSS) && r.size() == 1 && c.size() == 1) {
            row.loss = Optional.of(new LossPair(r.get(0), c.get(0)));
        }
    }

    private Delta delta(Slot slot, Measure measure) {
        String name = names.computeIfAbsent(slot, Slot::name);
        return new Delta(name, measure.maxAbs(), measure.relNorm(), measure.cosine());
    }

    private Tolerance tolerance(DType precision) {
        return applied.computeIfAbsent(precision, p -> asked.orElseGet(() -> Tolerance.of(p)));
    }

    private void note(Summary summary) {
        arrays.merge(summary.slot(), summary, Summary::plus);
    }

    /** All that was compared so far. */
    public Comparison comparison() {
        List<Summary> causal = new ArrayList<>(arrays.values());
        causal.sort(Comparator.comparing(summary -> summary.slot().phase()));
        return new Comparison(applied, new PackedSteps(steps), first, causal);
    }

    /** How the two arrays of a site are measured. */
    @FunctionalInterface
    private interface Gauge {
        Measure measure(Site site, Tensor reference, Tensor candidate);
    }

    /** A step's row while it is being filled. */
    private static final class Row {
        private final int step;
        private final List<Delta> gradient = new ArrayList<>();
        private final List<Delta> weight = new ArrayList<>();
        private Optional<LossPair> loss = Optional.empty();
        private int sites;
        private int differing;

        Row(int step) {
            this.step = step;
        }

        Step done() {
            return new Step(step, sites, differing, loss, gradient, weight);
        }
    }
}
