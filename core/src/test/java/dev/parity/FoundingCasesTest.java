package dev.parity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.compare.LossPair;
import dev.parity.compare.Step;
import dev.parity.compare.Verdict;
import dev.parity.engine.Engine;
import dev.parity.engine.EngineChoice;
import dev.parity.engine.Start;
import dev.parity.report.Report;
import dev.parity.run.Request;
import dev.parity.spec.Experiment;
import dev.parity.spec.Folder;
import dev.parity.spec.SpecReader;
import dev.parity.tensor.DType;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The public questions in {@code fixtures}, each to the digits that were published with it. */
class FoundingCasesTest {
    private static final int THREADS = 2;

    @Test
    void softmaxAndSquaredError() {
        List<String> right = List.of(
                "29.7599750339",
                "29.7555138011",
                "29.7493562321",
                "29.7403440862",
                "29.7260022571",
                "29.7000586454",
                "29.6418893830",
                "29.4537482662",
                "28.9717000115",
                "28.8537886818");
        List<String> wrong = List.of(
                "29.7599750339",
                "29.7568945381",
                "29.7530540477",
                "29.7481408013",
                "29.7416476795",
                "29.7326987989",
                "29.7196529397",
                "29.6990826814",
                "29.6626811106",
                "29.5857445210");

        Report agrees = run("softmax-squared-error/right.json");
        assertEquals(Verdict.AGREES, agrees.verdict());
        assertEquals(right, everyFifty(agrees, LossPair::reference));
        assertEquals(right, everyFifty(agrees, LossPair::candidate));

        Report diverges = run("softmax-squared-error/wrong.json");
        assertEquals("1/backward/softmax/dx", first(diverges));
        assertEquals(right, everyFifty(diverges, LossPair::reference));
        assertEquals(wrong, everyFifty(diverges, LossPair::candidate));
    }

    private static List<String> everyFifty(Report report, ToDoubleFunction<LossPair> side) {
        List<Double> losses = losses(report, side);
        assertEquals(500, losses.size());
        return IntStream.range(0, 10)
                .mapToObj(i -> String.format(Locale.ROOT, "%.10f", losses.get(50 * i)))
                .toList();
    }

    /** Published by NumPy, which prints the shortest digits that name a float32. */
    @ParameterizedTest
    @ValueSource(strings = {"torch", "handwritten"})
    void softmaxCrossEntropyOfAClassifier(String engine) {
        Experiment experiment = read("softmax-cross-entropy/right.json", Optional.empty());
        Start start = Start.draw(experiment);
        float[] w = {0.33669037f, 0.1288094f, 0.23446237f, 0.23033303f, -1.1228564f, -0.18632829f};
        float[] scores = {
            -0.36187768f,
            1.3246738f,
            0.16691756f,
            -0.04102264f,
            -0.6455607f,
            -0.2089102f,
            -0.6668808f,
            0.799914f,
            -0.16231792f
        };
        float[] dw = {-0.08522901f, 0.11266414f, -0.02743511f, 0.351029f, -0.41072887f, 0.05969986f};

        assertArrayEquals(w, transposed(start.weights().get("linear.weight")));
        Trace trace = step(experiment, start, engine);
        assertEquals(
                "1.4709",
                String.format(
                        Locale.ROOT, "%.4f", array(trace, "1/loss/loss/value").get(0)));
        // The order of summation may move the last digit, as it does between the source's own loop and its matrices.
        assertNear(scores, array(trace, "1/forward/linear/y"), Math.ulp(0.8f));
        assertNear(dw, array(trace, "1/gradient/linear/weight"), Math.ulp(0.4f));
    }

    @Test
    void centralDifferencesAgreeWithTheClassifier() {
        Experiment experiment = read("softmax-cross-entropy/right.json", Optional.empty());
        assertEquals(Verdict.AGREES, run(experiment, "numeric").verdict());

        Trace numeric = step(experiment, Start.draw(experiment), "numeric");
        Experiment exact = read("softmax-cross-entropy/right.json", Optional.of(DType.FLOAT64));
        Tensor gradient = array(step(exact, Start.draw(exact), "torch"), "1/gradient/linear/weight");
        Tensor differences = array(numeric, "1/gradient/linear/weight");
        assertEquals(DType.FLOAT64, differences.dtype());
        for (int i = 0; i < gradient.size(); i++) {
            assertEquals(gradient.get(i), differences.get(i), 1e-9);
        }
    }

    @Test
    void oneNeuron() {
        double[][] right = {{0.06, 0.34}, {0.06, 0.872}, {0.8736, 1.6856}};
        double[][] wrong = {{0.18, 0.22}, {0.18, 0.498}, {0.6122, 0.9302}};

        Report agrees = run("one-neuron/right.json");
        assertEquals(Verdict.AGREES, agrees.verdict());
        assertEquals(
                List.of("1.440000000000", "7.075600000000", "16.548624000000"), exact(agrees, LossPair::reference));
        assertEquals(
                List.of("1.440000000000", "7.075600000000", "16.548624000000"), exact(agrees, LossPair::candidate));

        Report diverges = run("one-neuron/wrong.json");
        assertEquals("1/backward/loss/dx", first(diverges));
        assertEquals(
                List.of("1.440000000000", "7.075600000000", "16.548624000000"), exact(diverges, LossPair::reference));
        assertEquals(
                List.of("1.440000000000", "7.728400000000", "18.679684000000"), exact(diverges, LossPair::candidate));
        var worst = diverges.first().orElseThrow().measure().worst().orElseThrow();
        assertEquals(0.5, worst.candidate() / worst.reference());

        moves("one-neuron/right.json", "torch", List.of(), right);
        moves("one-neuron/right.json", "handwritten", List.of(), right);
        moves(
                "one-neuron/wrong.json",
                "handwritten",
                read("one-neuron/wrong.json", Optional.empty()).inject(),
                wrong);
    }

    private static List<String> exact(Report report, ToDoubleFunction<LossPair> side) {
        return losses(report, side).stream()
                .map(l -> String.format(Locale.ROOT, "%.12f", l))
                .toList();
    }

    /** Weight and bias after each sample. */
    private static void moves(String spec, String engine, List<String> faults, double[][] expected) {
        Experiment experiment = read(spec, Optional.empty());
        Start start = Start.draw(experiment);
        try (Engine opened = EngineChoice.of(engine).open(experiment, start, THREADS, faults)) {
            for (int step = 1; step <= expected.length; step++) {
                Trace trace = opened.step(start.batch(step));
                double w = array(trace, step + "/update/linear/weight").get(0);
                double b = array(trace, step + "/update/linear/bias").get(0);
                assertArrayEquals(expected[step - 1], new double[] {w, b}, 4e-16);
            }
        }
    }

    @Test
    void fourLinearLayers() {
        Report agrees = run("four-linear-digits/right.json");
        assertEquals(Verdict.AGREES, agrees.verdict());
        assertEquals(List.of("391.8913", "257.3381", "333.4930", "91.6795"), digits(agrees, "%.4f", 4));
        double[] epochs = IntStream.range(0, 10)
                .mapToDouble(e -> losses(agrees, LossPair::candidate).subList(10 * e, 10 * e + 10).stream()
                                .mapToDouble(Double::doubleValue)
                                .sum()
                        / 200)
                .toArray();
        double[] perImage = {8.567, 3.658, 3.633, 2.936, 2.407, 1.891, 2.237, 2.242, 2.143, 1.891};
        assertArrayEquals(perImage, epochs, 5e-4);

        Report diverges = run("four-linear-digits/wrong.json");
        assertEquals("1/backward/loss/dx", first(diverges));
        assertEquals(-1, diverges.first().orElseThrow().measure().cosine(), 1e-15);
        List<String> wrong = List.of(
                "3.918913e+02", "3.366777e+02", "6.082824e+02", "1.135395e+03", "2.104e+05", "8.065e+20", "1.114e+130");
        assertEquals(wrong.subList(0, 4), digits(diverges, "%.6e", 4));
        assertEquals(wrong.subList(4, 7), digits(diverges, "%.3e", 7).subList(4, 7));
        assertFalse(Double.isFinite(losses(diverges, LossPair::candidate).get(7)));
    }

    private static List<String> digits(Report report, String format, int steps) {
        return losses(report, LossPair::candidate).subList(0, steps).stream()
                .map(l -> String.format(Locale.ROOT, format, l))
                .toList();
    }

    /** Σ |c - r| over 10 million elements, of which the source published 1.1e-7 and 2.0e-16 for its own two programs. */
    @ParameterizedTest
    @ValueSource(strings = {"float32 7e-7", "float64 4e-15"})
    void softmaxLoss(String given) {
        String dtype = given.substring(0, 7);
        Experiment experiment = read("softmax-loss-3200/" + dtype + ".json", Optional.empty());
        Start start = Start.draw(experiment);
        Tensor reference = array(step(experiment, start, "torch"), "1/backward/loss/dx");
        Tensor candidate = array(step(experiment, start, "handwritten"), "1/backward/loss/dx");
        assertEquals(dtype, candidate.dtype().toString());
        assertEquals(3200 * 3200, candidate.size());
        double sum = 0;
        for (int i = 0; i < reference.size(); i++) {
            sum += Math.abs(candidate.get(i) - reference.get(i));
        }
        assertTrue(sum <= Double.parseDouble(given.substring(8)), "the gradients are " + sum + " apart");
    }

    /** Relative to the array's largest element, as rounding is in sums of terms of that size. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "softmax-squared-error/right.json",
                "softmax-cross-entropy/right.json",
                "one-neuron/right.json",
                "four-linear-digits/right.json",
                "softmax-loss-3200/float64.json"
            })
    void inFloat64TheFirstStepAgreesToRounding(String spec) {
        Experiment experiment = read(spec, Optional.of(DType.FLOAT64));
        Start start = Start.draw(experiment);
        Trace reference = step(experiment, start, "torch");
        Trace candidate = step(experiment, start, "handwritten");
        assertEquals(reference.sites(), candidate.sites());
        reference.forEach((site, r) -> {
            Tensor c = candidate.get(site).orElseThrow();
            double scale = 0;
            double apart = 0;
            for (int i = 0; i < r.size(); i++) {
                scale = Math.max(scale, Math.abs(r.get(i)));
                apart = Math.max(apart, Math.abs(c.get(i) - r.get(i)));
            }
            assertTrue(apart <= 1e-13 * scale, site + ": " + apart + " in numbers up to " + scale);
        });
    }

    private static Experiment read(String spec, Optional<DType> dtype) {
        Path file = Path.of("..", "fixtures").resolve(spec);
        var overrides = new SpecReader.Overrides(OptionalInt.empty(), OptionalLong.empty(), dtype);
        return SpecReader.read(new Folder(file, List.of()), overrides);
    }

    private static Report run(String spec) {
        return run(read(spec, Optional.empty()), "handwritten");
    }

    private static Report run(Experiment experiment, String candidate) {
        var request = Request.plain(experiment, "torch", candidate, experiment.inject(), THREADS);
        return Parity.run(request, step -> {});
    }

    private static Trace step(Experiment experiment, Start start, String engine) {
        try (Engine opened = EngineChoice.of(engine).open(experiment, start, THREADS, List.of())) {
            return opened.step(start.batch(1));
        }
    }

    private static List<Double> losses(Report report, ToDoubleFunction<LossPair> side) {
        List<Double> losses = new ArrayList<>();
        for (Step step : report.comparison().steps()) {
            losses.add(side.applyAsDouble(step.loss().orElseThrow()));
        }
        return losses;
    }

    private static String first(Report report) {
        assertEquals(Verdict.DIVERGES, report.verdict());
        return report.first().orElseThrow().site().toString();
    }

    private static Tensor array(Trace trace, String site) {
        return trace.get(Site.parse(site)).orElseThrow(() -> new AssertionError("no " + site));
    }

    /** W of the source, which is (in, out). */
    private static float[] transposed(Tensor weight) {
        float[] w = new float[weight.size()];
        for (int i = 0; i < w.length; i++) {
            w[i] = (float) weight.get(i % 3 * 2 + i / 3);
        }
        return w;
    }

    /** The first elements; of a gradient of W, given as (in, out), all of them. */
    private static void assertNear(float[] expected, Tensor array, double tolerance) {
        boolean gradient = expected.length == array.size();
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], array.get(gradient ? i % 3 * 2 + i / 3 : i), tolerance, "element " + i);
        }
    }
}
