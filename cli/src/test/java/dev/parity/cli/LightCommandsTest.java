package dev.parity.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands that compute nothing load nothing of what computes: they answer in a fraction of a second. */
class LightCommandsTest {
    @ParameterizedTest
    @CsvSource({
        "0, --help",
        "0, --version",
        "0, run --help",
        "0, list",
        "0, list layers",
        "0, list layers Conv2d",
        "0, list faults",
        "0, explain grads-not-zeroed",
        "0, schema",
        "2, run BAD.json",
        "2, run missing.json",
        "2, run --no-such-option"
    })
    void loadsNoEngine(int exit, String words, @TempDir Path folder) throws IOException, InterruptedException {
        Path bad = Files.writeString(
                folder.resolve("BAD.json"),
                Files.readString(Path.of("fixtures/softmax-squared-error/right.json"))
                        .replace("\"ReLU\"", "\"Relu\""));
        Path log = folder.resolve("classes");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + log,
                "-cp",
                System.getProperty("java.class.path"),
                "dev.parity.cli.Main"));
        command.addAll(List.of(words.replace("BAD.json", bad.toString()).split(" ")));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it does not end");
        String said = Files.readString(folder.resolve("out"), StandardCharsets.UTF_8);
        assertEquals(exit, process.exitValue(), said);
        List<String> loaded = Files.readAllLines(log);
        assertTrue(loaded.stream().anyMatch(line -> line.contains(" dev.parity.cli.Main ")), "the log is of this run");
        assertEquals(
                List.of(),
                loaded.stream()
                        .filter(line -> line.matches(".* (ai\\.djl|org\\.nd4j|org\\.bytedeco|com\\.fasterxml)\\..*"))
                        .toList());
    }
}
