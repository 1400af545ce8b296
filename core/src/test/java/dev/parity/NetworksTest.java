package dev.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.compare.LossPair;
import dev.parity.compare.Step;
import dev.parity.compare.Verdict;
import dev.parity.report.Report;
import dev.parity.run.Request;
import dev.parity.spec.Experiment;
import dev.parity.spec.Folder;
import dev.parity.spec.SpecReader;
import dev.parity.tensor.Npz;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The six networks that one would recognise: both sides agree, and their losses are those of Python's PyTorch. */
class NetworksTest {
    private static final Path FOLDER = Path.of("..", "fixtures", "networks");

    @ParameterizedTest
    @ValueSource(strings = {"mlp", "lenet", "resnet", "lstm", "gpt", "vae"})
    void trainAsInPython(String name) {
        Experiment experiment =
                SpecReader.read(new Folder(FOLDER.resolve(name + ".json"), List.of()), SpecReader.Overrides.none());
        Report report = Parity.run(Request.plain(experiment, "torch", "handwritten", List.of(), 1), step -> {});
        assertEquals(Verdict.AGREES, report.verdict());
        assertTrue(report.judgement().audited());
        assertEquals(10, report.comparison().steps().size());
        try (Npz python = Npz.read(FOLDER.resolve("losses").resolve(name + ".npz"))) {
            for (Step step : report.comparison().steps()) {
                double expected = python.get(step.step() + "/loss/loss/value").get(0);
                LossPair loss = step.loss().orElseThrow();
                assertEquals(
                        expected, loss.reference(), 1e-4 * Math.abs(expected), name + " torch, step " + step.step());
                assertEquals(
                        expected, loss.candidate(), 1e-4 * Math.abs(expected), name + " by hand, step " + step.step());
            }
        }
    }
}
