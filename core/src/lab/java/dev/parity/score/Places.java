package dev.parity.score;

import dev.parity.engine.Engine;
import dev.parity.engine.HandwrittenEngine;
import dev.parity.engine.Spoiler;
import dev.parity.engine.Start;
import dev.parity.fuzz.Networks;
import dev.parity.graph.Batch;
import dev.parity.spec.Experiment;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.DType;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Slot;
import dev.parity.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * {@code scripts/score place}: one, two or three faults in different layers and phases of a network, some of the catalogue, at each step or at
 * one. Each that moves its array beyond rounding must be an origin, and nothing else may be.
 *
 * <p>Whether a fault is too small to be seen is not left to the audit alone. One that it passes is a miss if it moves an element by more
 * than {@link #visible} of the array's largest, and by more than a hundred times what the sides that are right differ by there: an array
 * may be nothing but rounding, such as the gradient of a bias before a norm.
 *
 * <p>A quarter of the traces is cut. Then there is one fault, and the first origin must be the first recorded array that comes of the spoilt
 * one and is moved beyond rounding; nothing may be an origin that does not come of it.
 */
final class Places {
    private static final int STEPS = 3;
    private static final int MOST_FAULTS = 3;

    private final Figures figures = new Figures();

    private Places() {}

    /** @param progress is told now and then how it stands */
    static Figures plantings(int count, long seed, int first, Consumer<Figures> progress) {
        Places places = new Places();
        Networks networks = Networks.hard(seed);
        for (int number = first; number < first + count; number++) {
            Random random = new Random(seed * 0x9E3779B97F4A7C15L + number * 0xBF58476D1CE4E5B9L);
            random.nextLong();
            DType dtype = random.nextBoolean() ? DType.FLOAT32 : DType.FLOAT64;
            try {
                if (random.nextDouble() < 0.1) {
                    String name = RealNetworks.NAMES.get(random.nextInt(RealNetworks.NAMES.size()));
                    places.plant(number + " " + name, RealNetworks.read(name, dtype, STEPS), random);
                } else {
                    Experiment experiment = Networks.read(networks.draw(number));
                    places.plant("" + number, experiment.in(dtype), random);
                }
            } catch (BadInput refused) {
                places.figures.apart("refused");
            } catch (RuntimeException broken) {
                places.figures.crash(number + " " + broken);
            }
            if ((number - first) % 100 == 99 && number < first + count - 1) {
                progress.accept(places.figures);
            }
        }
        return places.figures;
    }

    /** What a run recorded, all of it, and what the audit found in what was left of it, step by step in causal order. */
    private record Watched(List<Trace> traces, List<List<Audit.Finding>> steps) {
        boolean finite() {
            return traces.stream().allMatch(trace -> trace.sites().stream()
                    .allMatch(s -> Places.finite(trace.get(s).orElseThrow())));
        }

        List<Audit.Finding> findings() {
            return steps.stream().flatMap(List::stream).toList();
        }

        List<Site> origins() {
            return findings().stream()
                    .filter(Audit.Finding::origin)
                    .map(Audit.Finding::site)
                    .toList();
        }

        boolean blind(Slot slot) {
            return findings().stream()
                    .anyMatch(f -> f.unjudged() > 0 && f.site().slot().equals(slot));
        }
    }

    private static boolean finite(Tensor array) {
        for (int i = 0; i < array.size(); i++) {
            if (!Double.isFinite(array.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static Watched watch(Experiment experiment, Start start, Cut cut, Spoiler spoiler, Audit like) {
        List<Trace> traces = new ArrayList<>();
        List<List<Audit.Finding>> found = new ArrayList<>();
        try (Engine engine = new HandwrittenEngine(experiment, start, 1, spoiler);
                Audit audit = like.afresh()) {
            for (int step = 1; step <= Math.max(STEPS, Math.min(4, experiment.steps())); step++) {
                Batch batch = start.batch(step);
                Trace trace = engine.step(batch);
                traces.add(trace);
                found.add(audit.step(batch, cut.of(trace)));
            }
        }
        return new Watched(traces, found);
    }

    private void plant(String network, Experiment experiment, Random random) {
        Start start = Start.draw(experiment);
        try (Audit audit = new Audit(experiment, start)) {
            plant(network, experiment, start, audit, random);
        }
    }

    private void plant(String network, Experiment experiment, Start start, Audit audit, Random random) {
        Cut cut = Cut.draw(random);
        Watched right = watch(experiment, start, cut, (site, array) -> array, audit);
        if (!right.finite()) {
            figures.apart("overflows without a fault");
            return;
        }
        if (right.findings().stream().anyMatch(f -> !f.passes())) {
            figures.apart("false alarm without a fault");
            return;
        }
        int most = cut == Cut.NOTHING ? MOST_FAULTS : 1;
        List<Spoilt.Planting> faults =
                Plantings.draw(experiment, right.traces().get(0), STEPS, 1 + random.nextInt(most), random);
        Spoilt spoilt = new Spoilt(experiment, faults);
        Watched wrong;
        try {
            wrong = watch(experiment, start, cut, spoilt, audit);
        } catch (BadInput refusal) { // a probability above 1, say
            figures.apart("refused with a fault");
            return;
        }
        if (!wrong.finite()) {
            figures.apart("overflows with a fault");
            return;
        }
        figures.planted();
        Optional<Outcome> outcome = cut == Cut.NOTHING
                ? whole(network, experiment, start, right, wrong, spoilt, faults)
                : cut(network, experiment, start, cut, right, wrong, faults.get(0));
        outcome.ifPresentOrElse(figures::add, () -> figures.apart("all faults too small"));
    }

    private Optional<Outcome> whole(
            String network,
            Experiment experiment,
            Start start,
            Watched right,
            Watched wrong,
            Spoilt spoilt,
            List<Spoilt.Planting> faults) {
        List<Site> origins = wrong.origins();
        List<Spoilt.Planting> seen = new ArrayList<>();
        List<Spoilt.Planting> missed = new ArrayList<>();
        for (Spoilt.Planting fault : faults) {
            boolean caught = origins.stream().anyMatch(s -> s.slot().equals(fault.slot()));
            if (!caught && wrong.blind(fault.slot())) {
                figures.illConditioned();
            } else if (!caught && !visible(experiment, start, right, fault.slot(), spoilt.moved(fault))) {
                figures.tooSmall();
            } else {
                (caught ? seen : missed).add(fault);
                figures.count(fault, caught);
            }
        }
        List<Site> strangers = origins.stream()
                .filter(o -> faults.stream().noneMatch(f -> f.slot().equals(o.slot())))
                .toList();
        if (seen.isEmpty() && missed.isEmpty()) {
            if (strangers.isEmpty()) {
                return Optional.empty();
            }
            missed.addAll(faults); // the fault is too small, and something else is blamed
        }
        Optional<Site> first = origins.stream().findFirst();
        Optional<Site> wanted = seen.stream()
                        .anyMatch(p ->
                                first.isPresent() && p.slot().equals(first.get().slot()))
                ? first
                : Stream.concat(seen.stream(), missed.stream())
                        .map(p -> p.slot().at(0))
                        .findFirst();
        return Optional.of(
                new Outcome(network, experiment.dtype(), Cut.NOTHING, seen, missed, strangers, first, wanted));
    }

    private Optional<Outcome> cut(
            String network,
            Experiment experiment,
            Start start,
            Cut cut,
            Watched right,
            Watched wrong,
            Spoilt.Planting fault) {
        List<Site> origins = wrong.origins();
        List<Site> strangers = wrong.findings().stream()
                .filter(f -> f.origin() && !comesOf(f, fault))
                .map(Audit.Finding::site)
                .toList();
        Optional<Site> wanted = wrong.findings().stream()
                .filter(f -> comesOf(f, fault) && fault.happens(f.site().step()))
                .filter(f -> f.origin()
                        || f.passes() && f.unjudged() == 0 && moves(experiment, start, right, wrong, f.site(), fault))
                .map(Audit.Finding::site)
                .findFirst();
        if (wanted.isEmpty() && strangers.isEmpty()) {
            return Optional.empty();
        }
        boolean caught = wanted.isPresent() && origins.contains(wanted.get());
        return Optional.of(new Outcome(
                network,
                experiment.dtype(),
                cut,
                caught ? List.of(fault) : List.of(),
                caught ? List.of() : List.of(fault),
                strangers,
                origins.stream().findFirst(),
                wanted));
    }

    /** A layer's gradients may be computed from its output, wherever that is not recorded. */
    private static boolean comesOf(Audit.Finding finding, Spoilt.Planting fault) {
        Site site = finding.site();
        return site.slot().equals(fault.slot())
                || finding.together().contains(fault.slot().at(0))
                || fault.slot().phase() == Phase.FORWARD
                        && fault.slot().layer().equals(site.layer())
                        && (site.phase() == Phase.BACKWARD || site.phase() == Phase.GRADIENT);
    }

    /** Whether an array of the first step in which a fault happens is plainly not what it is without the fault. */
    private static boolean moves(
            Experiment experiment, Start start, Watched right, Watched wrong, Site site, Spoilt.Planting fault) {
        int step = Math.max(1, fault.step());
        if (site.step() != step) {
            return false;
        }
        Tensor before = right.traces().get(step - 1).get(site).orElseThrow();
        Tensor after = wrong.traces().get(step - 1).get(site).orElseThrow();
        return visible(experiment, start, right, site.slot(), Spoilt.move(before, after));
    }

    private static boolean visible(Experiment experiment, Start start, Watched right, Slot slot, Spoilt.Move move) {
        return move.most() > (experiment.dtype() == DType.FLOAT32 ? 1e-36 : 1e-290) // may be flushed to zero
                && move.relative() > visible(experiment.dtype())
                && move.most() > 100 * scatter(experiment, start, right, slot);
    }

    /** What right runs differ by, in the step in which they do most. */
    private static double scatter(Experiment experiment, Start start, Watched right, Slot slot) {
        double most = 0;
        for (Side side : Side.values()) {
            try (Engine engine = side.open(experiment, start)) {
                for (int i = 0; i < right.traces().size(); i++) {
                    Optional<Tensor> a = right.traces().get(i).get(slot.at(i + 1));
                    Optional<Tensor> b = engine.step(start.batch(i + 1)).get(slot.at(i + 1));
                    if (a.isPresent() && b.isPresent()) {
                        most = Math.max(most, Spoilt.move(a.get(), b.get()).most());
                    }
                }
            }
        }
        return most;
    }

    /** A move by more than this part of an array's largest element is beyond what rounding does to an operation that is not ill-conditioned. */
    private static double visible(DType dtype) {
        return dtype == DType.FLOAT32 ? 1e-2 : 1e-8;
    }
}
