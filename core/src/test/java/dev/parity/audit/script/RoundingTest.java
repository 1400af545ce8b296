package dev.parity.audit.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.audit.judge.Auditor;
import dev.parity.audit.judge.Judged;
import dev.parity.engine.Engine;
import dev.parity.engine.EngineChoice;
import dev.parity.engine.Examples;
import dev.parity.engine.Start;
import dev.parity.graph.Batch;
import dev.parity.spec.Experiment;
import dev.parity.tensor.BadInput;
import dev.parity.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Everything that is right is within its rule: the examples, in both types and at several scales, by hand and by other formulas. */
class RoundingTest {
    private static final double[] SCALES = {1e-2, 1, 1e2};
    private static final double[] LARGER = {1, 1e2};

    /** Formulas that overflow, or that take the logarithm of what has vanished: right only where neither happens. */
    private static final Set<String> UNSTABLE = Set.of(
            "Softmax formula 1",
            "LogSoftmax formula 0",
            "LogSoftmax formula 1",
            "LogSigmoid formula 1",
            "CrossEntropyLoss formula 0",
            "CrossEntropyLoss formula 1",
            "BCEWithLogitsLoss formula 0");

    /** By what, the furthest off that anything right was: in deviations, in worst cases, and who. */
    private final Map<String, double[]> most = new TreeMap<>();

    private final List<String> alarms = new ArrayList<>();

    @Test
    void layersByHandAreWithinTheirRules() {
        all("layers");
    }

    @Test
    void lossesByHandAreWithinTheirRules() {
        all("losses");
    }

    private void all(String table) {
        int measured = 0;
        int refused = 0;
        for (Examples.Example example : Examples.of(table)) {
            for (String dtype : List.of("float32", "float64")) {
                Experiment experiment = example.experiment(dtype);
                try (Measured rules = table.equals("layers") ? Measured.layer(experiment) : Measured.loss(experiment)) {
                    for (double scale : dtype.equals("float32") ? SCALES : LARGER) {
                        try {
                            rules.run(scale, row -> note(example, dtype, scale, row));
                            measured++;
                        } catch (BadInput e) {
                            assertTrue(scale != 1, e.getMessage()); // such as probabilities times 100
                            refused++;
                        }
                    }
                }
            }
        }
        print(table);
        int runs = (SCALES.length + LARGER.length) * Examples.of(table).size();
        assertEquals(runs, measured + refused);
        assertTrue(refused <= runs / 20, refused + " of " + runs + " refused");
        most.forEach((name, f) -> assertTrue(f[2] < f[3], "nothing of " + name + " was judged"));
        assertEquals(List.of(), alarms);
    }

    private void note(Examples.Example example, String dtype, double scale, Measured.Row row) {
        String type = example.line().path("layer").path("type").asText("")
                + example.line().path("loss").path("type").asText("");
        double[] figures = most.computeIfAbsent(
                type + " " + row.array().replaceAll(".*\\.", "") + " " + row.formula(), k -> new double[4]);
        figures[0] = Math.max(figures[0], row.noise());
        figures[1] = Math.max(figures[1], row.bound());
        figures[2] += row.unjudged();
        figures[3] += row.elements();
        boolean hand = row.formula().equals("by hand");
        boolean right = row.failing() == 0 && (!hand || row.bound() <= 1);
        if (!right && !UNSTABLE.contains(type + " " + row.formula())) {
            alarms.add(String.format(
                    Locale.ROOT,
                    "%s, %s, times %s: %s %s is %.1f deviations and %.2f worst cases off",
                    example,
                    dtype,
                    scale,
                    row.array(),
                    row.formula(),
                    row.noise(),
                    row.bound()));
        }
    }

    private void print(String table) {
        System.out.printf(Locale.ROOT, "%n%s: the most that anything right was off%n", table);
        System.out.printf(Locale.ROOT, "%-60s %12s %12s %10s%n", "", "deviations", "worst cases", "unjudged");
        most.forEach((name, f) -> System.out.printf(
                Locale.ROOT, "%-60s %12.3g %12.3g %9.1f%%%n", name, f[0], f[1], 100 * f[2] / Math.max(f[3], 1)));
    }

    @Test
    void optimizersByHandAreWithinTheirRules() {
        for (String table : List.of("optimizers", "training")) {
            for (Examples.Example example : Examples.of(table)) {
                for (String dtype : List.of("float32", "float64")) {
                    Experiment experiment = example.experiment(dtype);
                    Start start = Start.draw(experiment);
                    try (Engine engine = EngineChoice.HANDWRITTEN.open(experiment, start, 1, List.of());
                            Auditor auditor = new Auditor(experiment, start, experiment.dtype(), 1)) {
                        for (int step = 1; step <= experiment.steps(); step++) {
                            Batch batch = start.batch(step);
                            Trace trace = engine.step(batch);
                            List<Judged> all = auditor.step(batch, trace);
                            assertEquals(Auditor.recorded(trace).size(), all.size());
                            for (Judged judged : all) {
                                double[] figures = most.computeIfAbsent(
                                        example.line()
                                                        .path("optimizer")
                                                        .path("type")
                                                        .asText() + " "
                                                + judged.site().phase() + " "
                                                + judged.site().array().replaceAll("^(weight|bias)", ""),
                                        k -> new double[4]);
                                figures[0] = Math.max(figures[0], judged.noise());
                                if (!judged.passes()) {
                                    alarms.add(example + " " + dtype + " " + judged.site() + " " + judged.noise());
                                }
                            }
                        }
                    }
                }
            }
        }
        print("optimizers");
        assertEquals(List.of(), alarms);
    }
}
