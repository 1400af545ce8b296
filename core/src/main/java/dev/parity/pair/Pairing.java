package dev.parity.pair;

import dev.parity.compare.Comparer;
import dev.parity.compare.Tolerance;
import dev.parity.engine.Engine;
import dev.parity.engine.StartTrace;
import dev.parity.graph.Batch;
import dev.parity.graph.Graph;
import dev.parity.spec.Experiment;
import dev.parity.tensor.DType;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Grain;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Slot;
import dev.parity.trace.Trace;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Brings the two sides' arrays together to be compared.
 *
 * <p>What a side recorded of its start (weights, buffers, batches, masks) is held against the start itself, bit for bit:
 * after other weights or another batch every later number is right in its own way. A side that did not record an array of the
 * start is taken to have begun from ours, which is so for an engine and the contract for a program.
 *
 * <p>An array that only a recorded side has, under a name that the network does not, is counted apart.
 */
public final class Pairing {
    /**
     * Two units in the last place of a float64, which is what NumPy's normals are good to, and the rounding of a division
     * by which a column may be scaled.
     */
    private static final Tolerance NORMALS = new Tolerance(0x1p-50, 0);

    private static final String UNLIKE =
            "the two sides do not begin alike or are not fed alike, which is compared bit for bit;"
                    + " what differs later may be right in its own way";

    private final int steps;
    private final StartTrace start;
    private final Comparer comparer;
    private final Set<Slot> known;
    private final Party reference;
    private final Party candidate;
    private boolean alike = true;
    private boolean finite = true;

    /** A side, with the arrays in its trace that have no place in the network, and the steps that it has nothing of. */
    private static final class Party {
        private final String name;
        private final Engine engine;
        private final Strays strays;
        private int absent;

        Party(String name, Engine engine, Set<Slot> known) {
            this.name = name;
            this.engine = engine;
            this.strays = new Strays(name + " records what the network does not have: ", known);
        }

        Optional<String> absence(int steps) {
            return absent == 0
                    ? Optional.empty()
                    : Optional.of(name + " records nothing of " + absent + " of the " + steps + " steps");
        }
    }

    public Pairing(Experiment experiment, StartTrace start, Engine reference, Engine candidate, Comparer comparer) {
        this.steps = experiment.steps();
        this.start = start;
        this.comparer = comparer;
        this.known = new Graph(experiment).sites().all();
        this.reference = new Party("the reference", reference, known);
        this.candidate = new Party("the candidate", candidate, known);
    }

    /** How far apart two right sides may be, where one was written in so few digits that these decide. */
    public static Optional<Tolerance> written(Grain... grains) {
        double relative = Stream.of(grains).mapToDouble(Grain::relative).sum();
        double absolute = Stream.of(grains).mapToDouble(Grain::absolute).sum();
        Tolerance single = Tolerance.of(DType.FLOAT32);
        return Stream.of(grains).noneMatch(Grain::coarse)
                ? Optional.empty()
                : Optional.of(new Tolerance(single.rtol() + 16 * relative, single.atol() + 2 * absolute));
    }

    /** Compares what was recorded from before the first step. */
    public void start(Trace r, Trace c) {
        compare(r, c, start.weights());
    }

    /** Compares the arrays of one step. */
    public void step(Batch batch, Trace r, Trace c) {
        reference.absent += r.size() == 0 ? 1 : 0;
        candidate.absent += c.size() == 0 ? 1 : 0;
        boolean data = Stream.of(r, c).flatMap(t -> t.sites().stream()).anyMatch(site -> site.phase() == Phase.DATA);
        compare(r, c, (data ? StartTrace.data(batch) : new Trace()).or(start.frozen(batch.step())));
    }

    /** Compares what the candidate was fed in one step, and nothing else. */
    public void data(Batch batch, Trace c) {
        Trace none = new Trace();
        candidate.absent += c.size() == 0 ? 1 : 0;
        Trace fed = new Trace();
        c.forEach((site, array) -> {
            finite &= finite(array);
            if (site.phase() == Phase.DATA) {
                fed.put(site, array);
            } else {
                stray(candidate, site, none);
            }
        });
        if (fed.size() > 0) {
            compare(none, fed, StartTrace.data(batch));
        }
    }

    /** Whether all that {@link #data} saw is finite. */
    public boolean finite() {
        return finite;
    }

    private static boolean finite(Tensor array) {
        for (int i = 0; i < array.size(); i++) {
            if (!Double.isFinite(array.get(i))) {
                return false;
            }
        }
        return true;
    }

    public List<String> warnings() {
        Optional<String> start = alike ? Optional.empty() : Optional.of(UNLIKE);
        Stream<Optional<String>> sides = Stream.of(reference, candidate)
                .flatMap(party -> Stream.of(
                        party.strays.warning(), party.absence(steps), Strays.aside(party.name, party.engine.aside())));
        return Stream.concat(Stream.of(start), sides).flatMap(Optional::stream).toList();
    }

    /** @param ours what both sides must have begun with */
    private void compare(Trace r, Trace c, Trace ours) {
        Trace ofReference = new Trace();
        Trace ofCandidate = new Trace();
        ours.forEach((site, array) -> {
            if (r.has(site) || c.has(site)) {
                ofReference.put(site, r.get(site).orElse(array));
                ofCandidate.put(site, c.get(site).orElse(array));
            }
        });
        alike &= comparer.acceptStart(ofReference, ofCandidate, this::drawing);
        comparer.accept(rest(reference, r, c, ours), rest(candidate, c, r, ours));
    }

    /** How far apart the start may be: by nothing, but for how it was drawn, and for the digits in which a side wrote it. */
    private Tolerance drawing(Site site) {
        Tolerance drawn = start.isNormalOfNumpy(site) ? NORMALS : Tolerance.EXACT;
        double relative = 0;
        double absolute = 0;
        for (Party party : List.of(reference, candidate)) {
            Grain grain = party.engine.grain();
            relative += grain.coarse() ? grain.relative() + 2 * grain.type().roundoff() : 0;
            absolute += grain.absolute();
        }
        return new Tolerance(drawn.rtol() + 1.01 * relative, 1.01 * absolute);
    }

    /** Whether it is recorded under a name that the network does not have; such an array is counted apart. */
    private boolean stray(Party party, Site site, Trace other) {
        boolean stray = !party.engine.choice().ours() && !known.contains(site.slot()) && !other.has(site);
        if (stray) {
            party.strays.add(site.slot());
            comparer.unknown(site);
        } else {
            party.strays.claim(site.slot());
        }
        return stray;
    }

    /** A trace without the start, and without what has no place in the network. */
    private Trace rest(Party party, Trace trace, Trace other, Trace ours) {
        if (party.engine.choice().ours() && ours.size() == 0) {
            return trace;
        }
        Trace rest = new Trace();
        trace.forEach((site, array) -> {
            boolean stray = stray(party, site, other);
            if (!stray && !ours.has(site)) {
                rest.put(site, array);
            }
        });
        return rest;
    }
}
