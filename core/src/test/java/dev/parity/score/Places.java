package dev.parity.score;

import dev.parity.engine.Batch;
import dev.parity.engine.Engine;
import dev.parity.engine.HandwrittenEngine;
import dev.parity.engine.Spoiler;
import dev.parity.engine.Start;
import dev.parity.engine.TorchEngine;
import dev.parity.fuzz.Networks;
import dev.parity.spec.Experiment;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.DType;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * {@code scripts/score place}: one, two or three faults in different layers and phases of a network. Each that moves its array beyond
 * rounding must be an origin, and nothing else may be. Origins are counted by layer and use: what a layer makes of its own
 * wrong output is no further origin.
 *
 * <p>Whether a fault is too small to be seen is not left to the audit alone. One that it passes is a miss if it moves an element by more
 * than {@link #visible} of the array's largest, and by more than a hundred times what two right runs differ by there: an array
 * may be nothing but rounding, such as the gradient of a bias before a norm.
 */
final class Places {
    private static final int STEPS = 3;

    /** One planting of several faults, and what the audit made of it. */
    record Outcome(
            String network, DType dtype, List<Spoilt.Planting> seen, List<Spoilt.Planting> missed, List<Site> origins) {
        int faults() {
            return seen.size() + missed.size();
        }

        private Set<String> layers(List<Spoilt.Planting> plantings) {
            Set<String> layers = new HashSet<>();
            plantings.forEach(p -> layers.add(p.site().layer()));
            return layers;
        }

        /** Origins in layers where nothing was planted. */
        List<Site> strangers() {
            Set<String> planted = layers(seen);
            planted.addAll(layers(missed));
            return origins.stream().filter(o -> !planted.contains(o.layer())).toList();
        }

        boolean exact() {
            return missed.isEmpty() && strangers().isEmpty();
        }

        /** Whether the first origin is the planted site itself. */
        boolean firstIsPlanted() {
            return seen.stream().anyMatch(p -> p.site().equals(origins.get(0).at(0)));
        }
    }

    private final List<Outcome> outcomes = new ArrayList<>();
    private final Map<String, Integer> apart = new TreeMap<>();
    private final Map<String, int[]> phases = new LinkedHashMap<>();
    private final Map<String, int[]> forms = new TreeMap<>();
    private final List<String> crashes = new ArrayList<>();
    private int plantings;
    private int tooSmall;
    private int illConditioned;

    private Places() {}

    /** @param progress is told now and then how it stands */
    static Places plantings(int count, long seed, int first, Consumer<Places> progress) {
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
                places.apart("refused");
            } catch (RuntimeException broken) {
                places.crashes.add(number + " " + broken);
            }
            if ((number - first) % 100 == 99 && number < first + count - 1) {
                progress.accept(places);
            }
        }
        return places;
    }

    private void apart(String why) {
        apart.merge(why, 1, Integer::sum);
    }

    /** What a run recorded and what the audit found in it, in causal order. */
    private record Watched(List<Trace> traces, List<Site> failing, Set<Site> blind) {
        boolean finite() {
            return traces.stream().allMatch(trace -> trace.sites().stream()
                    .allMatch(s -> Places.finite(trace.get(s).orElseThrow())));
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

    private static Watched watch(Experiment experiment, Start start, Spoiler spoiler) {
        List<Trace> traces = new ArrayList<>();
        List<Site> failing = new ArrayList<>();
        Set<Site> blind = new HashSet<>();
        try (Engine engine = new HandwrittenEngine(experiment, start, 1, spoiler);
                Audit audit = new Audit(experiment, start)) {
            for (int step = 1; step <= Math.max(STEPS, Math.min(4, experiment.steps())); step++) {
                Batch batch = start.batch(step);
                Trace trace = engine.step(batch);
                traces.add(trace);
                for (Audit.Finding finding : audit.step(batch, trace)) {
                    if (!finding.passes()) {
                        failing.add(finding.site());
                    }
                    if (finding.unjudged() > 0) {
                        blind.add(finding.site().at(0));
                    }
                }
            }
        }
        return new Watched(traces, failing, blind);
    }

    private void plant(String network, Experiment experiment, Random random) {
        Start start = Start.draw(experiment);
        Watched right = watch(experiment, start, (site, array) -> array);
        if (!right.finite()) {
            apart("overflows without a fault");
            return;
        }
        if (!right.failing().isEmpty()) {
            apart("false alarm without a fault");
            return;
        }
        List<Spoilt.Planting> faults = draw(right.traces().get(0), random);
        Spoilt spoilt = new Spoilt(faults);
        Watched wrong;
        try {
            wrong = watch(experiment, start, spoilt);
        } catch (BadInput refusal) { // a probability above 1, say
            apart("refused with a fault");
            return;
        }
        if (!wrong.finite()) {
            apart("overflows with a fault");
            return;
        }
        plantings++;
        List<Spoilt.Planting> seen = new ArrayList<>();
        List<Spoilt.Planting> missed = new ArrayList<>();
        for (Spoilt.Planting fault : faults) {
            boolean caught = wrong.failing().stream().anyMatch(s -> s.at(0).equals(fault.site()));
            Spoilt.Move move = spoilt.moved(fault);
            boolean small = !caught
                    && (move.most() <= (experiment.dtype() == DType.FLOAT32 ? 1e-36 : 1e-290) // may be flushed to zero
                            || move.relative() <= visible(experiment.dtype())
                            || move.most() <= 100 * scatter(experiment, start, right, fault.site()));
            if (!caught && wrong.blind().contains(fault.site())) {
                illConditioned++;
            } else if (small) {
                tooSmall++;
            } else {
                (caught ? seen : missed).add(fault);
                count(phases, fault.site().phase().toString(), caught);
                count(forms, fault.form().toString(), caught);
            }
        }
        if (seen.isEmpty() && missed.isEmpty()) {
            if (!wrong.failing().isEmpty()) { // the fault is too small, and something else is blamed
                missed.addAll(faults);
            } else {
                apart("all faults too small");
                return;
            }
        }
        outcomes.add(new Outcome(network, experiment.dtype(), seen, missed, wrong.failing()));
    }

    /** What two right runs differ by, in the step in which they do most. */
    private static double scatter(Experiment experiment, Start start, Watched right, Site site) {
        double most = 0;
        try (Engine torch = new TorchEngine(experiment, start, 1)) {
            for (int i = 0; i < right.traces().size(); i++) {
                Trace other = torch.step(start.batch(i + 1));
                Optional<Tensor> a = right.traces().get(i).get(site.at(i + 1));
                Optional<Tensor> b = other.get(site.at(i + 1));
                for (int k = 0; a.isPresent() && b.isPresent() && k < a.get().size(); k++) {
                    most = Math.max(most, Math.abs(a.get().get(k) - b.get().get(k)));
                }
            }
        }
        return most;
    }

    private static void count(Map<String, int[]> counts, String name, boolean caught) {
        int[] n = counts.computeIfAbsent(name, k -> new int[2]);
        n[0]++;
        n[1] += caught ? 1 : 0;
    }

    /** A move by more than this part of an array's largest element is beyond what rounding does to an operation that is not ill-conditioned. */
    private static double visible(DType dtype) {
        return dtype == DType.FLOAT32 ? 1e-2 : 1e-8;
    }

    /** One to three faults, in different layers and phases. */
    private static List<Spoilt.Planting> draw(Trace trace, Random random) {
        List<Site> sites = new ArrayList<>(trace.sites().stream()
                .filter(s -> s.phase() != Phase.DATA)
                .filter(s -> trace.get(s).orElseThrow().dtype().isFloat()
                        && trace.get(s).orElseThrow().size() > 0)
                .toList());
        int wanted = 1 + random.nextInt(3);
        List<Spoilt.Planting> faults = new ArrayList<>();
        Set<String> layers = new HashSet<>();
        Set<Phase> phases = new HashSet<>();
        List<Phase> order =
                new ArrayList<>(sites.stream().map(Site::phase).distinct().toList());
        Collections.shuffle(order, random); // by phase first: of updates and states there are many sites
        for (Phase phase : order) {
            List<Site> of = sites.stream()
                    .filter(s -> s.phase() == phase && !layers.contains(s.layer()))
                    .toList();
            if (faults.size() < wanted && !of.isEmpty() && phases.add(phase)) {
                Site site = of.get(random.nextInt(of.size()));
                layers.add(site.layer());
                double eps = Math.pow(10, -9 * random.nextDouble());
                faults.add(new Spoilt.Planting(site.at(0), Form.draw(random), eps, random.nextInt(1 << 20)));
            }
        }
        return faults;
    }

    private List<Outcome> of(boolean single) {
        return outcomes.stream().filter(o -> (o.faults() == 1) == single).toList();
    }

    /** Outcomes that are not as wanted. */
    List<Outcome> wrong() {
        return outcomes.stream()
                .filter(o -> !o.exact() || o.faults() == 1 && !o.firstIsPlanted())
                .toList();
    }

    int counted() {
        return outcomes.size();
    }

    List<String> crashes() {
        return crashes;
    }

    boolean good() {
        long several = of(false).stream().filter(Outcome::exact).count();
        return crashes.isEmpty()
                && of(true).stream().allMatch(o -> o.missed().isEmpty() && o.firstIsPlanted())
                && several >= 0.99 * of(false).size();
    }

    String report() {
        StringBuilder text = new StringBuilder();
        crashes.forEach(c -> text.append(c).append('\n'));
        for (Outcome o : wrong()) {
            text.append(o.network()).append(' ').append(o.dtype().name().toLowerCase(Locale.ROOT));
            text.append(": planted ").append(o.seen());
            text.append(o.missed().isEmpty() ? "" : ", missed " + o.missed());
            text.append(o.strangers().isEmpty() ? "" : ", not planted " + some(o.strangers()));
            text.append(o.origins().isEmpty() ? "" : ", first " + o.origins().get(0))
                    .append('\n');
        }
        List<Outcome> one = of(true);
        List<Outcome> several = of(false);
        text.append(
                "\n%d plantings; %d faults too small to be seen, %d in arrays that are too ill-conditioned; apart: %s%n"
                        .formatted(plantings, tooSmall, illConditioned, apart));
        text.append(
                "one fault:      the first origin is the planted site in %s, it is found in %s, nothing else is in %s%n"
                        .formatted(
                                share(one, o -> o.missed().isEmpty() && o.firstIsPlanted()),
                                share(one, o -> o.missed().isEmpty()),
                                share(one, o -> o.strangers().isEmpty())));
        text.append(
                "several faults: all are origins and nothing else is in %s; all are found in %s, nothing else in %s%n"
                        .formatted(
                                share(several, Outcome::exact),
                                share(several, o -> o.missed().isEmpty()),
                                share(several, o -> o.strangers().isEmpty())));
        phases.forEach((name, n) -> text.append("%-12s found %d of %d%n".formatted(name, n[1], n[0])));
        forms.forEach((name, n) -> text.append("%-12s found %d of %d%n".formatted(name, n[1], n[0])));
        return text.toString();
    }

    private static String some(List<Site> sites) {
        return sites.size() <= 4 ? sites.toString() : sites.subList(0, 4) + " and " + (sites.size() - 4) + " more";
    }

    private static String share(List<Outcome> all, Predicate<Outcome> good) {
        long n = all.stream().filter(good).count();
        return all.isEmpty()
                ? "none"
                : String.format(Locale.ROOT, "%d of %d (%.2f %%)", n, all.size(), 100.0 * n / all.size());
    }
}
