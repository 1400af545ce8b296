package dev.parity.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.cli.CommandLines.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A user's mistake is one line on stderr and exit code 2, and nothing on stdout. */
class BadInputTest {
    private static final String NEURON = "fixtures/one-neuron/right.json";

    private static final String SPEC = """
            {
              "steps": 3, "data": {"x": [[-1.0], [0.0]], "y": [[1.0], [3.0]]},
              "layers": [{"type": "Linear", "in_features": 1, "out_features": 1, "weight": {"values": [[0.3]]}}],
              "loss": {"type": "MSELoss"},
              "optimizer": {"type": "SGD", "lr": 0.1}
            }
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "missing.json | missing.json: there is no such file",
                "fixtures | fixtures: this is a folder; name the spec in it",
                NEURON + " --candidate troch | there is no engine \"troch\"; did you mean \"torch\"?",
                NEURON
                        + " --reference jax | there is no engine \"jax\"; the engines are torch, handwritten, numeric, trace:PATH",
                NEURON + " --candidate trace:missing.npz | missing.npz: there is no such file",
                NEURON
                        + " --inject relu-mask-misssing | there is no fault \"relu-mask-misssing\"; did you mean \"relu-mask-missing\"?",
                NEURON + " --inject relu-mask-missing | the fault \"relu-mask-missing\" fits nowhere in this network:"
                        + " the ReLU's backward passes dy on unchanged; right is dy where x > 0, and 0 elsewhere",
                NEURON
                        + " --inject mse-missing-factor-2@linear | the fault \"mse-missing-factor-2\" fits nowhere in \"linear\";"
                        + " it fits in loss",
                NEURON
                        + " --candidate numeric --inject output-error-sign | a fault can only be planted in the handwritten engine,"
                        + " and the candidate is numeric",
                NEURON + " --tolerance 1e-6 | \"1e-6\" is not a tolerance; write RTOL,ATOL, such as 1e-6,1e-8",
                NEURON + " --tolerance tight | \"tight\" is not a tolerance; write RTOL,ATOL, such as 1e-6,1e-8",
                NEURON
                        + " --tolerance 2,0 | rtol is 2.0; write a number from 0 to below 1, such as 1e-6 (from 1 on, a candidate"
                        + " of zeros would always pass)",
                NEURON + " --tolerance 1e-6,NaN | atol is NaN; write a finite number from 0, such as 1e-8",
                NEURON
                        + " --report html=report.html | --report html=PATH: there is no report format \"html\"; write json=PATH",
                NEURON + " --steps 0 | --steps is a number from 1, and here is 0",
                NEURON + " --dtype float16 | --dtype is float32 or float64, not \"float16\"; did you mean \"float32\"?",
                NEURON + " --threads 0 | --threads is a number from 1, and here is 0",
                NEURON + " --data nowhere | --data nowhere: there is no such folder",
                "fixtures/softmax-squared-error/right.json --seed -1 | --seed: NumPy's seeds are 0 to 4294967295, and this one is -1"
            })
    void isOneLineAndExitsWith2(String words, String message) {
        List<String> args = new ArrayList<>(List.of("run"));
        args.addAll(List.of(words.strip().split(" ")));
        Outcome run = CommandLines.run(args.toArray(String[]::new));
        assertEquals("parity: " + message + "\n", run.err());
        assertEquals(Exit.BAD_INPUT, run.exit());
        assertEquals("", run.out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"lr\": 0.1 | \"lr\": | :5:37: not valid JSON: a value is wanted here, and \"}\" was found",
                "\"lr\": 0.1 | \"lr\": 1e300 | :5:38: optimizer.lr: the number 1e300 is beyond float32, which ends at 3.4e38,"
                        + " and the network computes in it; write a smaller one, or \"dtype\": \"float64\"",
                "\"Linear\" | \"Linaer\" | :3:23: layers[0].type: there is no layer \"Linaer\"; did you mean \"Linear\"?",
                "[[0.3]]} | [[0.3, 0.4]]} | :3:80: layers[0].weight: the weight has shape (1, 1), and \"linear.weight\" has (1, 2)",
                "\"steps\": 3 | \"steps\": 3, \"inject\": [\"output-eror-sign\"] | : inject: there is no fault \"output-eror-sign\";"
                        + " did you mean \"output-error-sign\"?"
            })
    void ofASpecNamesItsPlace(String found, String replaced, String message) throws IOException {
        Path spec = Files.writeString(folder.resolve("spec.json"), SPEC.replace(found.strip(), replaced.strip()));
        Outcome run = CommandLines.run("run", spec.toString());
        assertEquals("parity: " + spec + message.strip() + "\n", run.err());
        assertEquals(Exit.BAD_INPUT, run.exit());
        assertEquals("", run.out());
    }

    /** Labels that are drawn are known only then, and are refused before anything is computed. */
    @Test
    void drawnLabelsThatAreNoClassAreRefused() throws IOException {
        Path spec = Files.writeString(
                folder.resolve("spec.json"),
                Files.readString(Path.of("fixtures/softmax-cross-entropy/right.json"))
                        .replace("[0, 3]", "[3, 9]"));
        Outcome run = CommandLines.run("run", spec.toString());
        assertTrue(
                run.err()
                        .matches("parity: \\Q" + spec
                                + "\\E: data\\.y: CrossEntropyLoss has 3 classes, 0 to 2, and the label at"
                                + " \\[0\\] is [3-8]\n"),
                run.err());
        assertEquals(Exit.BAD_INPUT, run.exit());
    }

    /** A report that cannot be written is no mistake in the spec, and no divergence either. */
    @Test
    void anUnwritableReportExitsWith4() {
        Path report = folder.resolve("nowhere/report.json");
        Outcome run = CommandLines.run("run", NEURON, "--report", "json=" + report);
        assertEquals("parity: " + report + ": cannot be written: its folder does not exist\n", run.err());
        assertEquals(Exit.FAILED, run.exit());
        assertEquals("", run.out(), "it is known before anything is computed");
    }

    @Test
    void oneBadSpecDoesNotHideTheOthers() {
        Outcome run = CommandLines.run("run", "missing.json", NEURON);
        assertEquals(Exit.BAD_INPUT, run.exit());
        assertTrue(run.out().contains("AGREES"), run.out());
        assertFalse(run.err().isEmpty());
    }
}
