package dev.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.compare.Verdict;
import dev.parity.engine.Engine;
import dev.parity.engine.HandwrittenEngine;
import dev.parity.engine.Planted;
import dev.parity.engine.Start;
import dev.parity.engine.TorchEngine;
import dev.parity.report.Report;
import dev.parity.run.Request;
import dev.parity.spec.Experiment;
import dev.parity.spec.Folder;
import dev.parity.spec.SpecReader;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Npz;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parameters with {@code "requires_grad": false}: they stay what they were, on every side, and owe nothing else. */
class FrozenTest {
    /** An RNN whose program has one bias: the other stays at zero. */
    private static final String RNN = """
            {"dtype": "float64", "steps": 2, "seed": 2,
             "data": {"x": {"randn": [6, 1, 4]}, "y": {"randint": [0, 4], "shape": [6]}},
             "layers": [
               {"type": "RNN", "name": "rnn", "input_size": 4, "hidden_size": 5,
                "bias_hh_l0": {"init": "zeros_", "requires_grad": false}},
               {"type": "Linear", "name": "out", "in_features": 5, "out_features": 4},
               {"type": "Reshape", "shape": [-1, 4]}],
             "loss": {"type": "CrossEntropyLoss", "penalty": {"l2": 0.1}},
             "optimizer": {"type": "Adam", "lr": 0.1, "weight_decay": 0.1},
             "clip_grad_norm_": {"max_norm": 0.3}}
            """;

    @TempDir
    Path folder;

    private Experiment experiment() throws IOException {
        Path spec = Files.writeString(folder.resolve("spec.json"), RNN);
        return SpecReader.read(new Folder(spec, List.of()), SpecReader.Overrides.none());
    }

    private static Map<String, Tensor> record(Engine engine, Experiment experiment, Start start) {
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        for (int step = 1; step <= experiment.steps(); step++) {
            Trace trace = engine.step(start.batch(step));
            trace.forEach((site, array) -> arrays.put(site.toString(), array));
        }
        return arrays;
    }

    private Report against(Map<String, Tensor> arrays) throws IOException {
        Path trace = folder.resolve("run.npz");
        Npz.write(trace, arrays);
        return Parity.run(Request.plain(experiment(), "torch", "trace:" + trace, List.of(), 1), step -> {});
    }

    @Test
    void neitherSideComputesAnythingOfThem() throws IOException {
        Experiment experiment = experiment();
        Start start = Start.draw(experiment);
        try (Engine torch = new TorchEngine(experiment, start, 1);
                Engine handwritten = new HandwrittenEngine(experiment, start, 1, List.of())) {
            for (Engine engine : List.of(torch, handwritten)) {
                Map<String, Tensor> arrays = record(engine, experiment, start);
                assertTrue(
                        arrays.containsKey("2/update/rnn/bias_ih_l0"),
                        engine.choice().name());
                assertFalse(
                        arrays.keySet().stream().anyMatch(key -> key.contains("bias_hh_l0")),
                        engine.choice().name());
            }
        }
        for (String candidate : List.of("handwritten", "numeric")) {
            Report report = Parity.run(Request.plain(experiment, "torch", candidate, List.of(), 1), step -> {});
            assertEquals(Verdict.AGREES, report.verdict(), candidate);
        }
    }

    @Test
    void aTraceMayRecordThatTheyStayedAndOwesNothing() throws IOException {
        Experiment experiment = experiment();
        Start start = Start.draw(experiment);
        try (Engine engine = new HandwrittenEngine(experiment, start, 1, List.of())) {
            Map<String, Tensor> arrays = record(engine, experiment, start);
            assertEquals(Verdict.AGREES, against(arrays).verdict());

            Tensor bias = start.weights().get("rnn.bias_hh_l0");
            arrays.put("0/update/rnn/bias_hh_l0", bias);
            arrays.put("1/update/rnn/bias_hh_l0", bias);
            arrays.put("2/update/rnn/bias_hh_l0", bias);
            arrays.put("1/gradient/rnn/bias_hh_l0", bias); // PyTorch has none; a program may write zeros
            assertEquals(Verdict.AGREES, against(arrays).verdict());

            arrays.put("2/update/rnn/bias_hh_l0", Tensor.fill(bias.dtype(), bias.shape(), i -> 0.01));
            Report moved = against(arrays);
            assertEquals(Verdict.DIVERGES, moved.verdict());
            assertEquals(
                    "2/update/rnn/bias_hh_l0",
                    moved.first().orElseThrow().site().toString());
        }
    }

    /** No gradient is computed that a fault could spoil. */
    @Test
    void noFaultFitsThem() throws IOException {
        String layers = "[{\"type\": \"Linear\", \"name\": \"%s\", \"in_features\": 4, \"out_features\": 4%s}]";
        for (String frozen : List.of("", ", \"requires_grad\": false")) {
            Path spec = Files.writeString(
                    folder.resolve("one.json"),
                    "{\"data\": {\"x\": {\"randn\": [3, 4]}}, \"loss\": {\"type\": \"IdentityLoss\"}, \"layers\": "
                            + layers.formatted("fc", frozen) + "}");
            Experiment one = SpecReader.read(new Folder(spec, List.of()), SpecReader.Overrides.none());
            List<String> fault = List.of("linear-grad-transposed@fc");
            if (frozen.isEmpty()) {
                Planted.check(one, fault);
            } else {
                assertThrows(BadInput.class, () -> Planted.check(one, fault));
            }
        }
    }

    /** A program that trains what is frozen is wrong from the second step on, though it says nothing of it. */
    @Test
    void aTraceThatTrainsThemInSecretDiverges() throws IOException {
        Path spec = Files.writeString(folder.resolve("free.json"), RNN.replace(", \"requires_grad\": false", ""));
        Experiment free = SpecReader.read(new Folder(spec, List.of()), SpecReader.Overrides.none());
        Start start = Start.draw(free);
        try (Engine engine = new HandwrittenEngine(free, start, 1, List.of())) {
            Map<String, Tensor> arrays = record(engine, free, start);
            arrays.keySet().removeIf(key -> key.contains("bias_hh_l0"));
            assertEquals(Verdict.DIVERGES, against(arrays).verdict());
        }
    }
}
