package dev.parity.audit.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.engine.Engine;
import dev.parity.engine.EngineChoice;
import dev.parity.engine.Start;
import dev.parity.spec.Experiment;
import dev.parity.spec.Folder;
import dev.parity.spec.SpecReader;
import dev.parity.tensor.DType;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import dev.parity.trace.TraceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beyond the deviations of rounding, what another right order or formula is off by is no bug, and what they are not is one. */
class SecondLookTest {
    private static final int ROWS = 200000;

    private static final String EQUAL_TERMS = """
            {"dtype": "float32", "steps": 1, "seed": 1,
             "tensors": {"x": {"full": [%1$d, 2], "value": 0.1}, "y": {"zeros": [%1$d, 1]}},
             "data": {"x": "x", "y": "y"},
             "layers": [{"type": "Linear", "name": "fc", "in_features": 2, "out_features": 1}],
             "loss": {"type": "MSELoss", "reduction": "sum"}}
            """.formatted(ROWS);

    private static final String FAR_FROM_ZERO = """
            {"dtype": "float32", "steps": 1, "seed": 1,
             "tensors": {"x": {"uniform": [999, 1001], "shape": [16, 64]}, "y": {"randn": [16, 64]}},
             "data": {"x": "x", "y": "y"},
             "layers": [{"type": "LayerNorm", "name": "ln", "normalized_shape": [64]}],
             "loss": {"type": "MSELoss"}}
            """;

    private static final String FORKED = """
            {"dtype": "float32", "steps": 1, "seed": 1,
             "tensors": {"x": {"randn": [6, 4]}, "y": {"randn": [6, 4]}},
             "data": {"x": "x", "y": "y"},
             "layers": [{"type": "BatchNorm1d", "name": "bn", "num_features": 4},
                        {"type": "Tanh", "name": "a", "inputs": ["bn"]},
                        {"type": "Add", "name": "sum", "inputs": ["a", "bn"]}],
             "loss": {"type": "MSELoss"}}
            """;

    /** Max pooling sends back an array of its own, so dL/dy lies in memory as the permute turns it. */
    private static final String BEHIND_A_PERMUTE = """
            {"dtype": "float32", "steps": 1, "seed": 1,
             "tensors": {"x": {"randn": [1, 5, 5, 3]}, "t": {"randn": [5, 3, 1, 4]}},
             "data": {"x": "x", "t": "t"},
             "layers": [{"type": "BatchNorm2d", "name": "bn", "num_features": 5},
                        {"type": "Permute", "name": "permute", "dims": [2, 3, 0, 1]},
                        {"type": "MaxPool2d", "name": "pool", "kernel_size": [1, 2], "stride": 1}],
             "loss": {"type": "MSELoss", "target": "data.t"}}
            """;

    @TempDir
    Path folder;

    private Experiment experiment(String spec) throws IOException {
        Path file = Files.writeString(folder.resolve("spec.json"), spec);
        return SpecReader.read(new Folder(file, List.of()), SpecReader.Overrides.none());
    }

    /** The verdict on one array of torch's trace, changed. */
    private static Judged judge(Experiment experiment, Site site, UnaryOperator<Tensor> change) {
        Start start = Start.draw(experiment);
        try (Engine engine = EngineChoice.TORCH.open(experiment, start, 1, List.of());
                Auditor auditor = new Auditor(experiment, start, experiment.dtype(), 1)) {
            Trace changed = new Trace();
            engine.step(start.batch(1))
                    .forEach((s, array) -> changed.put(s, s.equals(site) ? change.apply(array) : array));
            return auditor.step(start.batch(1), changed).stream()
                    .filter(j -> j.site().equals(site))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void equalTermsInOneSequenceAreRoundingAndOneTermTooFewIsNot() throws IOException {
        Experiment experiment = experiment(EQUAL_TERMS);
        Site site = Site.parse("1/gradient/fc/bias");
        double[] term = new double[1];
        judge(experiment, Site.parse("1/backward/loss/dx"), dx -> {
            term[0] = dx.get(0);
            return dx;
        });
        float sum = 0;
        for (int i = 0; i < ROWS; i++) {
            sum += (float) term[0];
        }
        float sequential = sum;
        assertTrue(
                Math.abs(sequential / (ROWS * term[0]) - 1) > 1e-5,
                "the sum in one sequence loses digits, or this tests nothing");
        Judged judged = judge(experiment, site, g -> Tensor.of(g.shape(), sequential));
        assertTrue(judged.noise() > 45, "beyond the deviations: " + judged.noise());
        assertTrue(judged.passes());
        assertFalse(judged.unstable());
        float lost = (float) (sequential + 5 * (sequential - ROWS * term[0]));
        assertFalse(judge(experiment, site, g -> Tensor.of(g.shape(), lost)).passes());
    }

    @Test
    void aVarianceFromSquaresIsAnUnstableFormulaAndADivisorOfOneLessIsABug() throws IOException {
        Experiment experiment = experiment(FAR_FROM_ZERO);
        Site site = Site.parse("1/forward/ln/y");
        Tensor x = Start.draw(experiment).batch(1).columns().get("x");
        Judged squares = judge(experiment, site, y -> {
            float[] row = new float[64];
            float[] square = new float[64];
            return Tensor.fill(DType.FLOAT32, y.shape(), i -> {
                for (int k = 0; k < 64; k++) {
                    row[k] = (float) x.get(i / 64 * 64 + k);
                    square[k] = row[k] * row[k];
                }
                float mean = pairs(row) / 64;
                return (row[i % 64] - mean) / (float) Math.sqrt(pairs(square) / 64 - mean * mean + 1e-5f);
            });
        });
        assertTrue(squares.noise() > 45, "beyond the deviations: " + squares.noise());
        assertTrue(squares.passes());
        assertTrue(squares.unstable());
        Judged wrong = judge(experiment, site, y -> Tensor.fill(DType.FLOAT32, y.shape(), i -> y.get(i) * 2));
        assertFalse(wrong.passes());
        assertEquals(16 * 64, wrong.elements());
    }

    /**
     * A trace of PyTorch's in which NAdam's {@code mu_product} is in float32: that is no licence for the rest of float64, nor for a number that no
     * rounding makes of it.
     */
    @Test
    void aNumberHeldInFloat32IsRightAndAWeightOffByLessIsNot() {
        Path file = Path.of("src/test/resources/python/nadam_float32.json");
        Experiment experiment = SpecReader.read(new Folder(file, List.of()), SpecReader.Overrides.none());
        Site site = Site.parse("2/update/fc/weight");
        assertTrue(recorded(experiment, site, w -> w).passes());
        assertTrue(recorded(experiment, site, w -> w).noise() > 45, "or this tests nothing");
        assertFalse(recorded(experiment, site, w -> Tensor.fill(DType.FLOAT64, w.shape(), i -> w.get(i) * (1 + 1e-12)))
                .passes());
        assertFalse(recorded(
                        experiment,
                        site,
                        w -> Tensor.fill(DType.FLOAT64, w.shape(), i -> i == 3 ? w.get(i) + 1e-11 : w.get(i)))
                .passes());
    }

    /** Of a picture's equal terms one too few shows, though only loss and weights were recorded and four lanes are released. */
    @Test
    void aTermTooFewShowsInAWeightAlone() {
        Path file = Path.of("src/test/resources/python/constant_area.json");
        Experiment experiment = SpecReader.read(new Folder(file, List.of()), SpecReader.Overrides.none());
        Start start = Start.draw(experiment);
        Site site = Site.parse("1/update/c0/weight");
        try (TraceReader reader = TraceReader.open(Path.of("src/test/resources/python/constant_area.npz"))) {
            Tensor dy = reader.step(1).get(Site.parse("1/backward/bn0/dx")).orElseThrow();
            Tensor x = start.batch(1).columns().get("x");
            int equal = 30; // inside the picture, and as its neighbour
            while (dy.get(equal) == 0 || dy.get(equal) * x.get(equal) != dy.get(equal + 1) * x.get(equal + 1)) {
                equal++;
            }
            double moved = experiment
                            .training()
                            .orElseThrow()
                            .optimizers()
                            .get("c0.weight")
                            .lr()
                    * dy.get(equal)
                    * x.get(equal);
            for (double off : new double[] {0, moved}) {
                Trace cut = new Trace();
                reader.step(1).forEach((s, array) -> {
                    if (s.phase() == Phase.LOSS || s.phase() == Phase.UPDATE) {
                        cut.put(
                                s,
                                s.equals(site)
                                        ? Tensor.fill(
                                                DType.FLOAT32,
                                                array.shape(),
                                                i -> i == 4 ? array.get(i) + off : array.get(i))
                                        : array);
                    }
                });
                try (Auditor auditor = new Auditor(experiment, start, experiment.dtype(), 1)) {
                    Judged judged = auditor.step(start.batch(1), cut).stream()
                            .filter(j -> j.site().equals(site))
                            .findFirst()
                            .orElseThrow();
                    assertEquals(off == 0, judged.passes(), "off by " + off + ": " + judged.noise());
                }
            }
        }
    }

    /** The verdict on one array of step 2 of what PyTorch recorded, changed. */
    private static Judged recorded(Experiment experiment, Site site, UnaryOperator<Tensor> change) {
        Start start = Start.draw(experiment);
        try (TraceReader reader = TraceReader.open(Path.of("src/test/resources/python/nadam_float32.npz"));
                Auditor auditor = new Auditor(experiment, start, experiment.dtype(), 1)) {
            auditor.step(start.batch(1), reader.step(1));
            Trace changed = new Trace();
            reader.step(2).forEach((s, array) -> changed.put(s, s.equals(site) ? change.apply(array) : array));
            return auditor.step(start.batch(2), changed).stream()
                    .filter(j -> j.site().equals(site))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** What comes back to a fork rounds as a sum; running statistics are made before it. */
    @Test
    void runningStatisticsAreJudgedWhereTheOutputForks() throws IOException {
        Experiment experiment = experiment(FORKED);
        for (String buffer : List.of("running_mean", "running_var")) {
            Site site = Site.parse("1/state/bn/" + buffer);
            assertTrue(judge(experiment, site, b -> b).passes());
            Judged off =
                    judge(experiment, site, b -> Tensor.fill(DType.FLOAT32, b.shape(), i -> b.get(i) * (1 + 1e-4)));
            assertFalse(off.passes(), buffer + ": " + off.noise());
        }
    }

    @Test
    void aBatchNormBehindAPermuteIsRight() throws IOException {
        Experiment experiment = experiment(BEHIND_A_PERMUTE);
        for (String site : List.of("1/backward/bn/dx", "1/gradient/bn/weight", "1/gradient/bn/bias")) {
            Judged judged = judge(experiment, Site.parse(site), a -> a);
            assertTrue(judged.passes(), site + ": " + judged.noise());
        }
    }

    /** A sum in pairs, as array libraries add up. */
    private static float pairs(float[] row) {
        float[] sums = row.clone();
        for (int n = sums.length / 2; n > 0; n /= 2) {
            for (int i = 0; i < n; i++) {
                sums[i] += sums[i + n];
            }
        }
        return sums[0];
    }
}
