package dev.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.compare.Compared;
import dev.parity.compare.Tolerance;
import dev.parity.compare.Verdict;
import dev.parity.engine.EngineChoice;
import dev.parity.report.Report;
import dev.parity.run.Request;
import dev.parity.spec.Experiment;
import dev.parity.spec.Folder;
import dev.parity.spec.SpecReader;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Npz;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Site;
import dev.parity.trace.TraceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is recorded can be played back as a side, and two recordings can be held beside each other. */
class RecordingTest {
    @TempDir
    Path folder;

    private Experiment experiment;

    @BeforeEach
    void spec() throws IOException {
        experiment = experiment("\"batch_size\": 2,");
    }

    private Experiment experiment(String batching) throws IOException {
        Path spec = folder.resolve("spec.json");
        Files.writeString(spec, """
                {
                  "name": "a small net", "steps": 4, "seed": 3, "dtype": "float64",
                  "data": {%s "x": {"randn": [5, 3]}, "y": {"randint": [0, 2], "shape": [5]}},
                  "layers": [
                    {"type": "Linear", "name": "fc1", "in_features": 3, "out_features": 4},
                    {"type": "Tanh"},
                    {"type": "Linear", "name": "fc2", "in_features": 4, "out_features": 2}
                  ],
                  "loss": {"type": "CrossEntropyLoss"},
                  "optimizer": {"type": "SGD", "lr": 0.1, "momentum": 0.9}
                }
                """.formatted(batching));
        return SpecReader.read(new Folder(spec, List.of()), SpecReader.Overrides.none());
    }

    private long record(String engine, String name, String... faults) {
        Optional<EngineChoice> computing = engine.isEmpty() ? Optional.empty() : Optional.of(EngineChoice.of(engine));
        return Recording.write(
                new Recording.Request(experiment, computing, List.of(faults), 1, folder.resolve(name), "1.2.3"),
                step -> {});
    }

    private Report diff(String reference, String candidate) {
        return Diff.run(folder.resolve(reference), folder.resolve(candidate), Optional.empty(), false);
    }

    @ParameterizedTest
    @CsvSource({
        "torch,       run.npz",
        "torch,       run.safetensors",
        "torch,       run",
        "handwritten, run.npz",
        "handwritten, run"
    })
    void aRecordingPlaysBackBitForBit(String engine, String name) {
        // Weights; then each step 2 columns, 3 outputs, the loss, 4 dx, and of 4 parameters gradient, state and update.
        assertEquals(4 + 4 * (2 + 3 + 1 + 4 + 3 * 4), record(engine, name));
        Report report = Parity.run(
                new Request(
                        experiment,
                        EngineChoice.of(engine),
                        EngineChoice.of("trace:" + folder.resolve(name)),
                        Optional.of(Tolerance.EXACT),
                        List.of(),
                        Request.Scope.BOTH,
                        false,
                        1,
                        1),
                step -> {});
        assertEquals(Verdict.AGREES, report.verdict());
        assertEquals(List.of(), report.warnings());
        assertEquals(4 + 4 * 22, report.comparison().total().sites());
        assertEquals(0, report.comparison().total().missingOnReference());
        assertTrue(
                report.run().candidate().version().startsWith(engine + " "),
                report.run().candidate().version());
    }

    @Test
    void theHeaderSaysWhatRecordedIt() {
        record("handwritten", "run.npz");
        try (TraceReader reader = TraceReader.open(folder.resolve("run.npz"))) {
            Map<String, String> fields = reader.header().fields();
            assertEquals("handwritten", fields.get("engine"));
            assertTrue(fields.get("version").startsWith("ND4J "), fields.get("version"));
            assertEquals("1.2.3", fields.get("parity"));
            assertEquals("a small net", fields.get("name"));
            assertEquals(experiment.sha256(), fields.get("spec"));
            assertEquals("float64", fields.get("dtype"));
            assertEquals(6, fields.size());
        }
    }

    @Test
    void theStartHoldsTheWeightsAndEveryBatch() throws IOException {
        assertEquals(4 + 4 * 2, record("", "start.npz"));
        try (TraceReader reader = TraceReader.open(folder.resolve("start.npz"))) {
            assertEquals(4, reader.start().size());
            assertEquals(List.of(1, 2, 3, 4), List.copyOf(reader.steps()));
            assertEquals(
                    List.of("3/data/x", "3/data/y"),
                    reader.step(3).sites().stream().map(Site::toString).toList());
            assertEquals(
                    1,
                    reader.step(3).get(Site.data(3, "x")).orElseThrow().shape().dim(0),
                    "the last of five rows");
            assertEquals("parity 1.2.3", reader.header().producer());
        }
        experiment = experiment("");
        assertEquals(4 + 4 * 2, record("", "start.npz"), "a program finds its batch under every step's own name");
        assertEquals(4 + 2 + 4 * 20, record("handwritten", "run.npz"), "which a whole run need not repeat");
    }

    @Test
    void aStartAloneIsNotEnoughToJudge() {
        record("", "start.npz");
        Report report = Parity.run(
                Request.plain(experiment, "handwritten", "trace:" + folder.resolve("start.npz"), List.of(), 1),
                step -> {});
        assertEquals(Verdict.INCONCLUSIVE, report.verdict());
        assertEquals(4 + 4 * 2, report.comparison().total().sites());
        assertEquals(
                "The loss was compared at no step; record 1/loss/loss/value on both sides",
                report.comparison().lacking().orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"run.npz", "run.safetensors", "run"})
    void twoRecordingsAreHeldBesideEachOther(String name) {
        record("handwritten", "reference.npz");
        record("handwritten", name);
        Report same = diff("reference.npz", name);
        assertEquals(Verdict.AGREES, same.verdict());
        assertEquals(4 + 4 * 22, same.comparison().total().sites());
        assertEquals(4, same.comparison().steps().size());
        assertEquals("trace:" + folder.resolve(name), same.run().candidate().engine());
        assertEquals("", same.run().subject().sha256());

        record("handwritten", "wrong.npz", "linear-grad-transposed@fc2");
        Report wrong = diff(name, "wrong.npz");
        assertEquals(Verdict.DIVERGES, wrong.verdict());
        assertEquals(
                "1/gradient/fc2/weight",
                wrong.first().map(Compared::site).orElseThrow().toString());
    }

    @Test
    void aDiffSaysWhatWasProbablyMistyped() {
        record("handwritten", "reference.npz");
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        try (Npz npz = Npz.read(folder.resolve("reference.npz"))) {
            npz.all()
                    .forEach((key, array) ->
                            arrays.put(key.replace("/fc2/", "/fc_2/").replace("tanh/y", "tanh/h"), array));
        }
        Npz.write(folder.resolve("candidate.npz"), arrays);
        Report report = diff("reference.npz", "candidate.npz");
        assertEquals(Verdict.INCONCLUSIVE, report.verdict());
        assertEquals(
                List.of(
                        "only the candidate records forward/tanh/h (did you mean forward/tanh/y?), layer fc_2 (did you mean fc2?)"),
                report.warnings());
    }

    @Test
    void stepsThatOneTraceLacksAreMissing() {
        record("handwritten", "reference.npz");
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        try (Npz npz = Npz.read(folder.resolve("reference.npz"))) {
            npz.all().forEach((key, array) -> {
                if (key.matches("[02]/.*")) {
                    arrays.put(key, array);
                }
            });
        }
        Npz.write(folder.resolve("candidate.npz"), arrays);
        Report report = diff("reference.npz", "candidate.npz");
        assertEquals(Verdict.AGREES, report.verdict());
        assertEquals(4 + 22, report.comparison().total().sites());
        assertEquals(3 * 22, report.comparison().total().missingOnCandidate());
    }

    @Test
    void tracesWithoutACommonSiteAreInconclusive() {
        Npz.write(folder.resolve("a.npz"), Map.of("1/loss/loss/value", Tensor.scalar(1)));
        Npz.write(folder.resolve("b.npz"), Map.of("2/loss/loss/value", Tensor.scalar(1)));
        Report report = diff("a.npz", "b.npz");
        assertEquals(Verdict.INCONCLUSIVE, report.verdict());
        assertTrue(report.comparison().lacking().orElseThrow().contains("no site in common"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "trace:a.npz | run.npz     | a.npz: there is no such file",
                "jax         | run.npz     | there is no engine \"jax\"",
                "torch       | run.h5      | ends in .npz or .safetensors",
                "torch       | no/such.npz | there is no folder"
            })
    void aRecordingThatCannotBeMadeIsRefusedFirst(String engine, String name, String why) {
        BadInput bad = assertThrows(BadInput.class, () -> record(engine, name));
        assertTrue(bad.getMessage().contains(why), bad.getMessage());
    }

    @Test
    void whatWasRecordedIsNotRecordedAgain() {
        record("handwritten", "a.npz");
        BadInput bad = assertThrows(BadInput.class, () -> record("trace:" + folder.resolve("a.npz"), "b.npz"));
        assertTrue(bad.getMessage().contains("is recorded already"), bad.getMessage());
        assertThrows(BadInput.class, () -> record("torch", "b.npz", "grads-not-zeroed"));
        assertFalse(Files.exists(folder.resolve("b.npz")));
    }
}
