package dev.parity.score;

import dev.parity.engine.Engine;
import dev.parity.engine.Start;
import dev.parity.fuzz.Networks;
import dev.parity.graph.Batch;
import dev.parity.graph.Graph;
import dev.parity.spec.Experiment;
import dev.parity.spec.Wire;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.DType;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * {@code scripts/score sharpness}: the smallest factor 1 + eps of a whole array that the audit catches, found by trying. One array and
 * what it is computed from are not off together: layers that read each other, and what they leave behind,
 * take turns.
 */
final class Sharpness {
    /** What a constant such as 0.1f is off by where 0.1 was meant. */
    private static final double FLOAT_LITERAL = 0.1f / 0.1 - 1;

    private static final double LEAST = 1e-17;

    // What is no layer's and no loss's turn.
    private static final int LEFT_BEHIND = -1;
    private static final int GRADIENTS = -2;
    private static final int SUMS = -3;

    /** Tries for each array, after which its eps is known to a seventh of a decade. */
    private static final int TRIES = 7;

    private final Map<Kind, Map<DType, List<Double>>> all = new TreeMap<>();
    private final int networks;
    private final long seed;
    private final List<String> dull = new ArrayList<>();
    private int illConditioned;

    private Sharpness(int networks, long seed) {
        this.networks = networks;
        this.seed = seed;
    }

    static Sharpness of(int networks, long seed) {
        Sharpness sharpness = new Sharpness(networks, seed);
        Networks draws = Networks.hard(seed);
        for (int number = 0; number < networks; number++) {
            try {
                Experiment experiment = Networks.read(draws.draw(number));
                sharpness.network(number, experiment.in(DType.FLOAT32));
                sharpness.network(number, experiment.in(DType.FLOAT64));
            } catch (BadInput refused) {
                // says nothing about the audit
            } catch (RuntimeException broken) {
                System.err.println(number + " crashes: "
                        + broken.getMessage().lines().findFirst().orElse(""));
            }
        }
        return sharpness;
    }

    private void network(int number, Experiment experiment) {
        Start start = Start.draw(experiment);
        Batch batch = start.batch(1);
        try (Engine engine = Side.HANDWRITTEN.open(experiment, start);
                Audit audit = new Audit(experiment, start)) {
            Trace right = engine.step(batch);
            audit.step(batch, right);
            Map<String, Integer> turns = turns(experiment);
            Map<Integer, List<Site>> taking = right.sites().stream()
                    .filter(s -> s.phase() != Phase.DATA && plain(right.get(s).orElseThrow()))
                    .collect(Collectors.groupingBy(s -> turn(turns, s)));
            taking.values().forEach(sites -> tries(audit, batch, right, sites, number, experiment));
        }
    }

    /** The turn of each layer and loss: another than that of those it reads. */
    private static Map<String, Integer> turns(Experiment experiment) {
        Map<String, Integer> turns = new HashMap<>();
        experiment.nodes().forEach(n -> turns.put(n.name(), turn(turns, n.inputs())));
        experiment.objective().terms().forEach(t -> turns.put(t.name(), turn(turns, t.predictions())));
        return turns;
    }

    private static int turn(Map<String, Integer> turns, List<Wire> inputs) {
        List<Integer> taken =
                inputs.stream().map(w -> turns.getOrDefault(w.node(), -1)).toList();
        return IntStream.iterate(0, i -> i + 1)
                .filter(i -> !taken.contains(i))
                .findFirst()
                .orElseThrow();
    }

    /** Arrays of one turn are not computed from each other. */
    private static int turn(Map<String, Integer> turns, Site site) {
        if (site.phase() == Phase.UPDATE || site.phase() == Phase.STATE) {
            return LEFT_BEHIND;
        }
        if (site.array().endsWith(".clipped") || site.array().equals("dy")) {
            return SUMS;
        }
        return site.phase() == Phase.GRADIENT ? GRADIENTS : turns.getOrDefault(site.layer(), SUMS);
    }

    private void tries(Audit audit, Batch batch, Trace right, List<Site> sites, int number, Experiment experiment) {
        Map<Site, Double> high = new HashMap<>();
        sites.forEach(s -> high.put(s, 1.));
        Map<Site, Audit.Finding> doubled = judge(audit, batch, right, high);
        sites.forEach(s -> {
            Audit.Finding f = doubled.get(s);
            boolean blind = f.passes() && f.unjudged() == f.elements();
            illConditioned += blind ? 1 : 0;
            if (f.passes()) {
                high.remove(s);
            }
            if (f.passes() && !blind) {
                take(f.kind(), experiment.dtype(), Double.POSITIVE_INFINITY);
            }
        });
        Map<Site, Double> low = new HashMap<>();
        high.keySet().forEach(s -> low.put(s, LEAST));
        for (int i = 0; i < TRIES; i++) {
            Map<Site, Double> middle = new HashMap<>();
            high.forEach((s, h) -> middle.put(s, Math.sqrt(h * low.get(s))));
            Map<Site, Audit.Finding> judged = judge(audit, batch, right, middle);
            middle.forEach((s, m) -> (judged.get(s).passes() ? low : high).put(s, m));
        }
        Graph graph = new Graph(experiment);
        high.forEach((s, h) -> {
            Kind kind = Kind.of(graph, s.slot());
            take(kind, experiment.dtype(), h);
            if (experiment.dtype() == DType.FLOAT64 && h > 1e-9) {
                dull.add(String.format(Locale.ROOT, "%d %s %s %.1e", number, kind, s, h));
            }
        });
    }

    private void take(Kind kind, DType dtype, double eps) {
        all.computeIfAbsent(kind, k -> new TreeMap<>())
                .computeIfAbsent(dtype, d -> new ArrayList<>())
                .add(eps);
    }

    /** @param off by which share each of some arrays is too large */
    private static Map<Site, Audit.Finding> judge(Audit audit, Batch batch, Trace right, Map<Site, Double> off) {
        Trace trace = new Trace();
        right.forEach((site, array) -> {
            double factor = 1 + off.getOrDefault(site, 0.);
            trace.put(site, Tensor.fill(array.dtype(), array.shape(), i -> array.get(i) * factor));
        });
        try (Audit again = audit.afresh()) {
            return again.step(batch, trace).stream().collect(Collectors.toMap(Audit.Finding::site, f -> f));
        }
    }

    /** The arrays of float64 in which a factor of 1 + 1e-9 is not caught, but for what is nothing but rounding: number of the network, what it is, where and the least that is. */
    List<String> dull() {
        return dull;
    }

    /** Whether it shows a factor: numbers that are not whole, and not all of them zero. */
    private static boolean plain(Tensor array) {
        if (!array.dtype().isFloat()) {
            return false;
        }
        boolean any = false;
        for (int i = 0; i < array.size(); i++) {
            if (!Double.isFinite(array.get(i)) || Math.abs(array.get(i)) > 1e37) {
                return false;
            }
            any |= Math.abs(array.get(i)) > 1e-30;
        }
        return any;
    }

    String markdown() {
        StringBuilder text =
                new StringBuilder(String.format(Locale.ROOT, """
                # Sharpness of the audit

                The smallest eps such that a whole array times 1 + eps is caught, over the arrays of %d random networks (seed %d) of all shapes and scales:
                median and 90th percentile. `1e-9` is the share of float64 arrays in which a factor of 1 + 1e-9 is caught, `0.1f` that in which a float
                literal is (0.1f for 0.1, a factor of 1 + %.1e), `1e-4` the share of float32 arrays in which 1 + 1e-4 is. Each array is tried by
                itself, seven times. Those in which not even a factor of 2 is caught are nothing but rounding, such as the sum of a gradient behind a
                norm, and are counted apart.

                Made by `scripts/score sharpness %d %d SHARPNESS.md`.

                | array | float64: n | rounding | median | p90 | 1e-9 | 0.1f | float32: n | rounding | median | p90 | 1e-4 |
                |---|---|---|---|---|---|---|---|---|---|---|---|
                """, networks, seed, FLOAT_LITERAL, networks, seed));
        List<Double> doubles = new ArrayList<>();
        List<Double> floats = new ArrayList<>();
        all.forEach((kind, lists) -> {
            List<Double> d = lists.getOrDefault(DType.FLOAT64, List.of());
            List<Double> f = lists.getOrDefault(DType.FLOAT32, List.of());
            doubles.addAll(d);
            floats.addAll(f);
            text.append(row(kind.toString(), d, f));
        });
        text.append(row("all", doubles, floats));
        return text.append("%nNo element of %d further arrays could be judged.%n".formatted(illConditioned))
                .toString();
    }

    private static String row(String name, List<Double> doubles, List<Double> floats) {
        List<Double> d = doubles.stream().filter(Double::isFinite).toList();
        List<Double> f = floats.stream().filter(Double::isFinite).toList();
        return String.format(
                Locale.ROOT,
                "| %s | %d | %d | %s | %s | %s | %s | %d | %d | %s | %s | %s |%n",
                name,
                d.size(),
                doubles.size() - d.size(),
                quantile(d, 0.5),
                quantile(d, 0.9),
                share(d, 1e-9),
                share(d, FLOAT_LITERAL),
                f.size(),
                floats.size() - f.size(),
                quantile(f, 0.5),
                quantile(f, 0.9),
                share(f, 1e-4));
    }

    private static String quantile(List<Double> values, double q) {
        if (values.isEmpty()) {
            return "";
        }
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return String.format(Locale.ROOT, "%.1e", sorted.get((int) (q * (sorted.size() - 1))));
    }

    private static String share(List<Double> values, double most) {
        if (values.isEmpty()) {
            return "";
        }
        long caught = values.stream().filter(v -> v <= most).count();
        return caught == values.size()
                ? "100 %"
                : String.format(Locale.ROOT, "%.1f %%", Math.floor(1000.0 * caught / values.size()) / 10);
    }
}
