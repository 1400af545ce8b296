package dev.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.compare.Tolerance;
import dev.parity.compare.Verdict;
import dev.parity.engine.EngineChoice;
import dev.parity.report.Basis;
import dev.parity.report.Report;
import dev.parity.run.Request;
import dev.parity.spec.Experiment;
import dev.parity.spec.Folder;
import dev.parity.spec.SpecReader;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Npz;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which comparison a verdict rests on, and what is said where one of the two is left out. */
class ScopeTest {
    private static final Path NEURON = Path.of("..", "fixtures", "one-neuron");

    @TempDir
    Path folder;

    private static Experiment read(Path spec) {
        return SpecReader.read(new Folder(spec, List.of()), SpecReader.Overrides.none());
    }

    private static Report run(Experiment experiment, String candidate, Request.Scope scope, boolean strict) {
        return Parity.run(
                new Request(
                        experiment,
                        EngineChoice.TORCH,
                        EngineChoice.of(candidate),
                        Optional.empty(),
                        EngineChoice.of(candidate).computes() ? experiment.inject() : List.of(),
                        scope,
                        strict,
                        1,
                        1),
                step -> {});
    }

    private static Report alone(String name) {
        return run(read(NEURON.resolve(name + ".json")), "handwritten", Request.Scope.AUDIT_ONLY, false);
    }

    @Test
    void theAuditAloneNeedsNoReference() {
        Report right = alone("right");
        assertEquals(Verdict.AGREES, right.verdict());
        assertEquals(Basis.AUDIT_ONLY, right.judgement().basis());
        assertEquals("not run", right.run().reference().version());
        assertEquals(0, right.run().timing().reference(), 0.1);
        assertEquals(0, right.comparison().total().missingOnReference());
        assertTrue(
                right.audit().coverage().sites() >= 21
                        && right.audit().coverage().elements() >= 21,
                right.audit().coverage().toString());

        Report wrong = alone("wrong");
        assertEquals(Verdict.DIVERGES, wrong.verdict());
        assertEquals("1/backward/loss/dx", wrong.first().orElseThrow().site().toString());
    }

    /** A copy of what PyTorch recorded; an array that becomes empty is left out. */
    private String trace(BiFunction<String, Tensor, Optional<Tensor>> change) {
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        try (Npz npz = Npz.read(Path.of("src/test/resources/traces/one-neuron.npz"))) {
            npz.names().stream().filter(name -> !name.startsWith("#")).forEach(name -> change.apply(name, npz.get(name))
                    .ifPresent(a -> arrays.put(name, a)));
        }
        Path path = folder.resolve("run.npz");
        Npz.write(path, arrays);
        return "trace:" + path;
    }

    private Report alone(BiFunction<String, Tensor, Optional<Tensor>> change) {
        return run(read(NEURON.resolve("right.json")), trace(change), Request.Scope.AUDIT_ONLY, false);
    }

    @Test
    void aTraceIsAuditedAlone() {
        assertEquals(Verdict.AGREES, alone((name, a) -> Optional.of(a)).verdict());
    }

    @Test
    void theStartIsStillComparedBitForBit() {
        Report report = alone((name, a) -> Optional.of(name.equals("0/update/linear/weight") ? up(a) : a));
        assertEquals(Verdict.DIVERGES, report.verdict());
        assertEquals(Basis.START, report.judgement().basis());
        assertEquals(
                "0/update/linear/weight", report.first().orElseThrow().site().toString());
    }

    private static Tensor up(Tensor array) {
        return Tensor.fill(array.dtype(), array.shape(), i -> Math.nextUp(array.get(i)));
    }

    @Test
    void theLossAloneIsNotEnough() {
        Report report = alone((name, a) -> name.contains("/loss/loss/") ? Optional.of(a) : Optional.empty());
        assertEquals(Verdict.INCONCLUSIVE, report.verdict());
        assertTrue(
                report.judgement().reasons().get(0).contains("neither a gradient nor an update"),
                report.judgement().reasons().toString());
    }

    @Test
    void whatIsNotFiniteIsNotAgreed() {
        Report report = alone((name, a) -> Optional.of(
                name.endsWith("3/gradient/linear/weight") ? Tensor.fill(a.dtype(), a.shape(), i -> Double.NaN) : a));
        assertNotEquals(Verdict.AGREES, report.verdict());
    }

    @Test
    void anotherShapeIsRefusedWhereNoReferenceShowsIt() {
        BadInput bad = assertThrows(
                BadInput.class,
                () -> alone((name, a) -> Optional.of(
                        name.equals("1/gradient/linear/weight")
                                ? Tensor.fill(a.dtype(), Shape.of(1, 2), i -> a.get(0))
                                : a)));
        assertTrue(
                bad.getMessage().contains("1/gradient/linear/weight has shape (1, 2), and the network makes it (1, 1)"),
                bad.getMessage());
    }

    @Test
    void strictlySpeakingABlindRunDoesNotAgree() {
        Experiment neuron = read(NEURON.resolve("right.json"));
        Report lenient = run(neuron, "handwritten", Request.Scope.BOTH, false);
        assertEquals(Verdict.AGREES, lenient.verdict());
        assertFalse(lenient.unseen().isEmpty());
        Report strict = run(neuron, "handwritten", Request.Scope.BOTH, true);
        assertEquals(Verdict.INCONCLUSIVE, strict.verdict());
        assertTrue(
                strict.judgement().reasons().get(0).contains("--strict"),
                strict.judgement().reasons().toString());
        assertEquals(lenient.unseen(), strict.unseen());
        Report wrong = run(read(NEURON.resolve("wrong.json")), "handwritten", Request.Scope.BOTH, true);
        assertEquals(Verdict.DIVERGES, wrong.verdict());
    }

    @Test
    void strictlySpeakingASharpRunAgrees() throws IOException {
        Path spec = Files.writeString(folder.resolve("sharp.json"), """
                {"steps": 2, "seed": 3, "tensors": {"x": {"randn": [5, 3]}, "y": {"randn": [5, 2]}},
                 "data": {"x": "x", "y": "y"},
                 "layers": [{"type": "Linear", "in_features": 3, "out_features": 2}, {"type": "Tanh"}],
                 "loss": {"type": "MSELoss"}, "optimizer": {"type": "SGD", "lr": 0.1}}
                """);
        assertEquals(
                Verdict.AGREES,
                run(read(spec), "handwritten", Request.Scope.BOTH, true).verdict());
    }

    @Test
    void aToleranceThatIsFixedDecides() throws IOException {
        String spec = Files.readString(NEURON.resolve("wrong.json"));
        Path fixed = Files.writeString(
                folder.resolve("fixed.json"),
                spec.replaceFirst("\\{", "{\"tolerance\": {\"rtol\": 0.9, \"atol\": 9},"));
        Report report = run(read(fixed), "handwritten", Request.Scope.BOTH, false);
        assertEquals(Verdict.AGREES, report.verdict());
        assertEquals(Basis.SPEC_TOLERANCE, report.judgement().basis());

        BadInput bad =
                assertThrows(BadInput.class, () -> run(read(fixed), "handwritten", Request.Scope.AUDIT_ONLY, false));
        assertTrue(bad.getMessage().contains("\"tolerance\" decides end to end"), bad.getMessage());

        Experiment wrong = read(NEURON.resolve("wrong.json"));
        Report asked = Parity.run(
                new Request(
                        wrong,
                        EngineChoice.TORCH,
                        EngineChoice.HANDWRITTEN,
                        Optional.of(new Tolerance(0.9, 9)),
                        wrong.inject(),
                        Request.Scope.BOTH,
                        false,
                        1,
                        1),
                step -> {});
        assertEquals(Verdict.AGREES, asked.verdict());
        assertEquals(Basis.ASKED_TOLERANCE, asked.judgement().basis());
    }
}
