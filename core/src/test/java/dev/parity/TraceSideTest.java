package dev.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.compare.Compared;
import dev.parity.compare.Tally;
import dev.parity.compare.Verdict;
import dev.parity.report.Remark;
import dev.parity.report.Report;
import dev.parity.report.format.TerminalReport;
import dev.parity.run.Request;
import dev.parity.spec.Experiment;
import dev.parity.spec.Folder;
import dev.parity.spec.SpecReader;
import dev.parity.tensor.Archive;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.DType;
import dev.parity.tensor.Npz;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import dev.parity.trace.TraceHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Recorded traces as sides: those of PyTorch in Python, and what becomes of them in careless hands. */
class TraceSideTest {
    private static final String A1 = "softmax-squared-error";

    @TempDir
    Path folder;

    private static Path checkout() {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(root.resolve("fixtures"))) {
            root = root.getParent();
        }
        return root;
    }

    private static Experiment fixture(String name, int steps) {
        Path spec = checkout().resolve("fixtures").resolve(name + ".json");
        return SpecReader.read(
                new Folder(spec, List.of()),
                new SpecReader.Overrides(OptionalInt.of(steps), OptionalLong.empty(), Optional.empty()));
    }

    /** The trace of a fixture that PyTorch recorded. */
    private static Path recorded(String name) {
        return checkout().resolve("core/src/test/resources/traces").resolve(name + ".npz");
    }

    private static Report run(Experiment experiment, String reference, String candidate) {
        return Parity.run(Request.plain(experiment, reference, candidate, experiment.inject(), 1), step -> {});
    }

    private static Report against(Path candidate) {
        return run(fixture(A1 + "/right", 3), "trace:" + recorded(A1), "trace:" + candidate);
    }

    private static String first(Report report) {
        return report.first().map(Compared::site).orElseThrow().toString();
    }

    /** A copy of A1's trace with other keys or arrays; a key that becomes empty is left out. */
    private Path changed(UnaryOperator<String> key, BiFunction<String, Tensor, Tensor> array) {
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        try (Archive archive = Archive.open(recorded(A1))) {
            archive.all().forEach((name, tensor) -> {
                if (!name.equals(TraceHeader.KEY) && !key.apply(name).isEmpty()) {
                    arrays.put(key.apply(name), array.apply(name, tensor));
                }
            });
        }
        Path path = folder.resolve("candidate.npz");
        Npz.write(path, arrays);
        return path;
    }

    private Path renamed(UnaryOperator<String> key) {
        return changed(key, (name, tensor) -> tensor);
    }

    private Path only(Predicate<String> wanted) {
        return renamed(name -> wanted.test(name) ? name : "");
    }

    private Path with(String key, UnaryOperator<Tensor> change) {
        return changed(name -> name, (name, tensor) -> name.equals(key) ? change.apply(tensor) : tensor);
    }

    private static Tensor times(Tensor tensor, double factor) {
        return Tensor.fill(tensor.dtype(), tensor.shape(), i -> tensor.get(i) * factor);
    }

    @ParameterizedTest
    @CsvSource({
        "softmax-squared-error, 3, 46, torch",
        "softmax-squared-error, 3, 46, handwritten",
        "softmax-cross-entropy, 1,  9, torch",
        "softmax-cross-entropy, 1,  9, handwritten",
        "one-neuron,            3, 32, torch",
        "one-neuron,            3, 32, handwritten"
    })
    void theEnginesAgreeWithPyTorch(String fixture, int steps, int sites, String engine) {
        Experiment experiment = fixture(fixture + "/right", steps);
        Report report = run(experiment, "trace:" + recorded(fixture), engine);
        assertEquals(Verdict.AGREES, report.verdict());
        assertEquals(List.of(), report.warnings());
        Tally total = report.comparison().total();
        assertEquals(sites, total.sites(), "every site of the trace is compared, the start's among them");
        assertEquals(0, total.missingOnReference() + total.missingOnCandidate() + total.unknown());
        assertTrue(
                report.run().reference().version().startsWith("numpy 2.4"),
                report.run().reference().version());
        assertEquals(experiment.dtype(), report.run().reference().dtype());
        assertEquals(0, report.run().reference().threads());

        Report turned = run(experiment, engine, "trace:" + recorded(fixture));
        assertEquals(Verdict.AGREES, turned.verdict());
        assertEquals(sites, turned.comparison().total().sites());
    }

    @Test
    void aFaultShowsWhereItIsMadeAgainstPyTorchsTrace() {
        Report report = run(fixture(A1 + "/wrong", 3), "trace:" + recorded(A1), "handwritten");
        assertEquals("1/backward/softmax/dx", first(report));
        report = run(fixture("one-neuron/wrong", 3), "trace:" + recorded("one-neuron"), "handwritten");
        assertEquals("1/backward/loss/dx", first(report));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3/loss/loss/value", "3/update/fc2/weight", "1/update/fc1/weight"})
    void aWrongNumberThatIsOwedDivergesWhereItIs(String site) {
        Report report = against(with(site, tensor -> times(tensor, 1.001)));
        assertEquals(Verdict.DIVERGES, report.verdict());
        assertEquals(site, first(report));
        assertEquals(List.of(), report.warnings());
    }

    /** The program went on with the right numbers, and a factor in one step is no convention. */
    @ParameterizedTest
    @ValueSource(strings = {"1/forward/fc2/y", "2/forward/fc2/y", "2/backward/softmax/dx"})
    void aWrongRecordOfWhatWasRightIsRemarkedOn(String site) {
        for (UnaryOperator<Tensor> wrong : List.<UnaryOperator<Tensor>>of(
                tensor -> times(tensor, 1.001),
                tensor -> Tensor.fill(tensor.dtype(), tensor.shape(), i -> tensor.get(i) + i),
                tensor -> times(tensor, 0))) {
            Report report = against(with(site, wrong));
            assertEquals(Verdict.AGREES, report.verdict());
            assertEquals(List.of(site), sites(report, kind -> kind != Remark.Kind.UNCONSUMED));
            assertEquals(
                    Remark.Kind.FALSE_RECORD, report.audit().remarks().get(0).kind());
            assertTrue(TerminalReport.draw(List.of(report), false)
                    .contains("but for 1 recorded array that the program did not go on with"));
        }
    }

    /** The weight moves by less than its last digit, so its update undoes nothing, and a factor of 2 is none of another step. */
    @Test
    void aGradientTimesAFactorThatNothingUndoesIsWrong() {
        for (double factor : List.of(1.001, 2., 1e-300)) {
            Report report = against(with("1/gradient/fc1/weight", tensor -> times(tensor, factor)));
            assertEquals(Verdict.DIVERGES, report.verdict());
            assertEquals("1/gradient/fc1/weight", first(report));
        }
    }

    /** In plain Python a gradient that is 0 everywhere is easily one of whole numbers. */
    @Test
    void wholeNumbersAreNumbers() {
        for (String site : List.of("1/gradient/fc1/weight", "1/backward/softmax/dx", "3/update/fc2/weight")) {
            Path candidate = with(site, tensor -> Tensor.fill(DType.INT64, tensor.shape(), i -> 0));
            Report report = against(candidate);
            boolean owed = !site.contains("backward");
            assertEquals(owed ? Verdict.DIVERGES : Verdict.AGREES, report.verdict());
            assertEquals(
                    owed ? List.of(site) : List.of(),
                    report.audit().origins().stream()
                            .map(o -> o.site().toString())
                            .toList());
        }
    }

    @Test
    void halfPrecisionIsSaid() throws IOException {
        Path candidate = folder.resolve("halves.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(candidate))) {
            zip.putNextEntry(new ZipEntry("1/gradient/fc1/weight.npy"));
            zip.write(Files.readAllBytes(Path.of("src/test/resources/tensor/f2.npy")));
        }
        List<String> warnings = against(candidate).warnings();
        assertTrue(
                warnings.stream().anyMatch(w -> w.startsWith("the candidate's numbers are all float16's")),
                warnings::toString);
    }

    private static List<String> sites(Report report, Predicate<Remark.Kind> kind) {
        return report.audit().remarks().stream()
                .filter(r -> kind.test(r.kind()))
                .map(r -> r.site().toString())
                .toList();
    }

    /** Of three steps: the gradient of the data, and what the last one leaves behind; of the candidate alone. */
    @Test
    void whatNothingIsComputedFromIsListed() {
        assertEquals(
                List.of("1/backward/fc1/dx", "3/update/fc1/weight", "3/update/fc2/weight"),
                sites(against(only(k -> true)), kind -> kind == Remark.Kind.UNCONSUMED));
        assertEquals(List.of(), sites(run(fixture(A1 + "/right", 3), "torch", "handwritten"), kind -> true));
    }

    @Test
    void aTraceMayHoldLossGradientsAndWeightsAlone() {
        Report report = against(only(k -> k.contains("loss/value") || k.contains("gradient") || k.contains("update")));
        assertEquals(Verdict.AGREES, report.verdict());
        assertEquals(3 * 5 + 2 + 2, report.comparison().total().sites());
        assertEquals(3 * 9, report.comparison().total().missingOnCandidate());
    }

    @Test
    void aTraceMayHoldLossAndWeightsAlone() {
        Report report = against(only(k -> k.contains("loss/value") || k.contains("update")));
        assertEquals(Verdict.AGREES, report.verdict());
        Report wrong = against(changed(
                k -> k.contains("loss/value") || k.contains("update") ? k : "",
                (k, t) -> k.equals("2/update/fc2/weight") ? times(t, 1.001) : t));
        assertEquals("2/update/fc2/weight", first(wrong));
    }

    @Test
    void theLossAloneIsNotEnoughAndTheReportSaysWhatToRecord() {
        Report report = against(only(k -> k.contains("loss/value")));
        assertEquals(Verdict.INCONCLUSIVE, report.verdict());
        assertEquals(
                "No step compares every parameter's gradient or update; step 1 lacks fc1.weight, fc2.weight. Record"
                        + " 1/gradient/fc1/weight or 1/update/fc1/weight, and so for each, on the candidate",
                report.comparison().lacking().orElseThrow());
    }

    @Test
    void aMistypedLayerIsNotMerelyMissing() {
        Report report = against(renamed(k -> k.replace("/fc2/", "/fc_2/")));
        assertEquals(Verdict.INCONCLUSIVE, report.verdict());
        assertEquals(
                List.of("the candidate records what the network does not have: layer fc_2 (did you mean fc2?)"),
                report.warnings());
        assertEquals(3 * 4 + 1, report.comparison().total().unknown());
        assertEquals(3 * 4, report.comparison().total().missingOnCandidate());
        assertEquals(0, report.comparison().total().missingOnReference());
        assertTrue(report.comparison().lacking().orElseThrow().contains("step 1 lacks fc2.weight."));
    }

    @Test
    void aMistypedArrayIsNotMerelyMissing() {
        Report report = against(renamed(k -> k.replace("gradient/fc1/weight", "gradient/fc1/weigth")
                .replace("softmax/y", "softmax/out")
                .replace("data/x", "data/inputs")));
        assertEquals(Verdict.AGREES, report.verdict(), "the updates are compared still");
        assertEquals(
                List.of("the candidate records what the network does not have: data/inputs,"
                        + " forward/softmax/out (did you mean forward/softmax/y?),"
                        + " gradient/fc1/weigth (did you mean gradient/fc1/weight?)"),
                report.warnings());
    }

    @Test
    void aShapeOfFewerNumbersIsAMismatch() {
        Report report = against(with("1/gradient/fc2/weight", t -> Tensor.fill(t.dtype(), Shape.of(10), t::get)));
        assertEquals("1/gradient/fc2/weight", first(report));
        assertEquals(Shape.of(10), report.first().orElseThrow().measure().candidate());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0/update/fc1/weight", "1/data/x", "1/data/y"})
    void theStartIsComparedBitForBit(String site) {
        // Far within the tolerance, and beyond the two units that NumPy's logarithm may be off by.
        Path path = with(site, tensor -> times(tensor, 1 + 4e-15));
        Report report = run(fixture(A1 + "/right", 3), "handwritten", "trace:" + path);
        assertEquals(Verdict.DIVERGES, report.verdict());
        assertEquals(site, first(report));
        assertTrue(
                report.warnings().get(0).startsWith("the two sides do not begin alike"),
                report.warnings().get(0));

        Report turned = run(fixture(A1 + "/right", 3), "trace:" + path, "handwritten");
        assertEquals(site, first(turned));
    }

    @Test
    void normalsOfNumpyMayBeTwoUnitsOff() {
        Path path = with(
                "1/data/x",
                tensor -> Tensor.fill(
                        DType.FLOAT64, tensor.shape(), i -> tensor.get(i) + 2 * Math.ulp(tensor.get(i)) * (i % 3 - 1)));
        assertEquals(
                Verdict.AGREES,
                run(fixture(A1 + "/right", 3), "handwritten", "trace:" + path).verdict());
    }

    @Test
    void anotherBatchIsNamedInItsStep() {
        Experiment experiment = fixture("one-neuron/right", 3);
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        try (Archive archive = Archive.open(recorded("one-neuron"))) {
            arrays.putAll(archive.all());
        }
        arrays.remove(TraceHeader.KEY);
        arrays.put("2/data/x", arrays.get("3/data/x"));
        Path path = folder.resolve("candidate.npz");
        Npz.write(path, arrays);
        assertEquals("2/data/x", first(run(experiment, "handwritten", "trace:" + path)));
        // One unit in the last place: what the spec writes down is exact.
        arrays.put("2/data/x", Tensor.of(Shape.of(1, 1), Double.MIN_VALUE));
        Npz.write(path, arrays);
        assertEquals("2/data/x", first(run(experiment, "handwritten", "trace:" + path)));
    }

    @Test
    void aTraceInFloat32IsJudgedInFloat32() {
        Path path = changed(k -> k, (k, t) -> t.to(DType.FLOAT32));
        Report report = run(fixture(A1 + "/right", 3), "handwritten", "trace:" + path);
        assertEquals(Verdict.AGREES, report.verdict());
        assertEquals(DType.FLOAT32, report.run().candidate().dtype());
        Path wrong = changed(k -> k, (k, t) -> times(t, k.equals("1/data/y") ? 1 + 0x1p-23 : 1)
                .to(DType.FLOAT32));
        assertEquals("1/data/y", first(run(fixture(A1 + "/right", 3), "handwritten", "trace:" + wrong)));
    }

    @Test
    void aShortTraceIsComparedAsFarAsItGoes() {
        Report report = run(fixture(A1 + "/right", 5), "trace:" + recorded(A1), "handwritten");
        assertEquals(Verdict.AGREES, report.verdict());
        assertEquals(List.of("the reference records nothing of 2 of the 5 steps"), report.warnings());
        assertEquals(2 * 14, report.comparison().total().missingOnReference());
        assertEquals(3, report.comparison().steps().size());
    }

    @Test
    void centralDifferencesJudgeATraceToo() {
        Report report =
                run(fixture("softmax-cross-entropy/right", 1), "numeric", "trace:" + recorded("softmax-cross-entropy"));
        assertEquals(Verdict.AGREES, report.verdict());
        assertEquals(
                0,
                report.comparison().total().unknown(),
                "what numeric does not compute is in the network all the same");
        assertEquals(4, report.comparison().total().missingOnReference());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exec:python run.py | there is no engine \"exec:python run.py\"; the engines are torch, handwritten, numeric, trace:PATH",
                "trase:run.npz      | did you mean \"trace:run.npz\"?",
                "run.npz            | did you mean \"trace:run.npz\"?",
                "trace              | write trace:PATH",
                "trace:             | write trace:PATH",
                "trace:nowhere.npz  | nowhere.npz: there is no such file",
                "torhc              | did you mean \"torch\"?"
            })
    void anUnknownEngineIsRefusedBeforeAnythingRuns(String name, String why) {
        Experiment experiment = fixture(A1 + "/right", 1);
        BadInput bad = assertThrows(BadInput.class, () -> run(experiment, "torch", name));
        assertTrue(bad.getMessage().contains(why), bad.getMessage());
        assertThrows(BadInput.class, () -> run(experiment, name, "torch"));
    }

    @Test
    void aFaultIsNotPlantedInWhatWasRecorded() {
        Experiment wrong = fixture(A1 + "/wrong", 1);
        BadInput bad = assertThrows(BadInput.class, () -> run(wrong, "torch", "trace:" + recorded(A1)));
        assertTrue(bad.getMessage().contains("only be planted in the handwritten engine"), bad.getMessage());
    }
}
