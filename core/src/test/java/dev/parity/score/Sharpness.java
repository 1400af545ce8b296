package dev.parity.score;

import dev.parity.engine.Batch;
import dev.parity.engine.Engine;
import dev.parity.engine.Start;
import dev.parity.fuzz.Networks;
import dev.parity.spec.Experiment;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.DType;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Trace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * {@code scripts/score sharpness}: the smallest factor 1 + eps of a whole array that the audit catches, which is the least of
 * (what is rounding) / |element|. The audit computes it for arrays that are not right to the last digits, so all are first put
 * off by some roundings, each by another factor.
 */
final class Sharpness {
    /** What a constant such as 0.1f is off by where 0.1 was meant. */
    private static final double FLOAT_LITERAL = 0.1f / 0.1 - 1;

    private final Map<Kind, Map<DType, List<Double>>> all = new TreeMap<>();
    private final int networks;
    private final long seed;
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
                sharpness.network(experiment.in(DType.FLOAT32));
                sharpness.network(experiment.in(DType.FLOAT64));
            } catch (BadInput refused) {
                // says nothing about the audit
            } catch (RuntimeException broken) {
                System.err.println(number + " crashes: "
                        + broken.getMessage().lines().findFirst().orElse(""));
            }
        }
        return sharpness;
    }

    private void network(Experiment experiment) {
        Start start = Start.draw(experiment);
        Batch batch = start.batch(1);
        Trace trace = new Trace();
        Random random = new Random(experiment.seed());
        try (Engine engine = Side.HANDWRITTEN.open(experiment, start);
                Audit audit = new Audit(experiment, start)) {
            engine.step(batch).forEach((site, array) -> {
                double factor =
                        1 + (30 + random.nextInt(300)) * experiment.dtype().roundoff();
                boolean off = site.phase() != Phase.DATA && array.dtype().isFloat() && plain(array);
                trace.put(site, off ? Tensor.fill(array.dtype(), array.shape(), i -> array.get(i) * factor) : array);
            });
            for (Audit.Finding f : audit.step(batch, trace)) {
                boolean blind = f.unjudged() == f.elements();
                illConditioned += blind ? 1 : 0;
                if (!blind && Double.isFinite(f.sharpness())) {
                    all.computeIfAbsent(f.kind(), k -> new TreeMap<>())
                            .computeIfAbsent(experiment.dtype(), d -> new ArrayList<>())
                            .add(f.sharpness());
                }
            }
        }
    }

    /** Whether it shows a factor: numbers, not all of them zero. */
    private static boolean plain(Tensor array) {
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
                literal is (0.1f for 0.1, a factor of 1 + %.1e), `1e-4` the share of float32 arrays in which 1 + 1e-4 is. Left out are arrays
                that 30 to 330 roundoffs do not bring as far as their deviations: those that float32 is as far off by itself.

                Made by `scripts/score sharpness %d %d SHARPNESS.md`.

                | array | n | float64: median | p90 | 1e-9 | 0.1f | float32: median | p90 | 1e-4 |
                |---|---|---|---|---|---|---|---|---|
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

    private static String row(String name, List<Double> d, List<Double> f) {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %s | %s | %s | %s | %s | %s | %s |%n",
                name,
                Math.max(d.size(), f.size()),
                quantile(d, 0.5),
                quantile(d, 0.9),
                share(d, 1e-9),
                share(d, FLOAT_LITERAL),
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
