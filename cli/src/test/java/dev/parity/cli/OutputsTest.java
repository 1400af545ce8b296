package dev.parity.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.cli.CommandLines.Outcome;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Npz;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a command reads is there as it was when the command has ended, and places to write to are tried first. */
class OutputsTest {
    private static final String ONE = "fixtures/one-neuron/right.json";

    @TempDir
    Path folder;

    private Path spec;
    private Path trace;
    private Path data;

    @BeforeEach
    void files() throws IOException {
        data = folder.resolve("w.npz");
        Npz.write(data, Map.of("w", Tensor.of(Shape.of(1, 1), 0.3)));
        spec = Files.writeString(
                folder.resolve("spec.json"),
                Files.readString(Path.of(ONE))
                        .replace("{\"values\": [[0.3]]}", "{\"npz\": \"w.npz\", \"key\": \"w\"}"));
        trace = folder.resolve("t.npz");
        Npz.write(trace, Map.of("1/loss/loss/value", Tensor.of(Shape.scalar(), 1.44)));
        Files.createDirectory(folder.resolve("traces"));
        Files.copy(trace, folder.resolve("traces/000001.npz"));
        Files.createSymbolicLink(folder.resolve("link"), folder);
        Files.createSymbolicLink(folder.resolve("to-spec.npz"), spec);
        Files.createSymbolicLink(folder.resolve("to-trace"), trace);
    }

    private void refuses(Path untouched, String... args) throws IOException {
        byte[] before = Files.readAllBytes(untouched);
        Outcome run = CommandLines.run(args);
        assertEquals(Exit.BAD_INPUT, run.exit(), run.out() + run.err());
        assertTrue(run.err().contains("would overwrite") && run.err().contains("name another file"), run.err());
        assertEquals("", run.out());
        assertTrue(java.util.Arrays.equals(before, Files.readAllBytes(untouched)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"spec.json", "./traces/../spec.json", "link/spec.json", "to-spec.npz"})
    void aReportIsNotTheSpec(String report) throws IOException {
        refuses(spec, "run", spec.toString(), "--report", "json=" + folder.resolve(report));
    }

    @ParameterizedTest
    @ValueSource(strings = {"t.npz", "link/t.npz", "to-trace"})
    void norATrace(String report) throws IOException {
        String path = "json=" + folder.resolve(report);
        refuses(trace, "run", spec.toString(), "--candidate", "trace:" + trace, "--report", path);
        refuses(trace, "run", spec.toString(), "--reference", "trace:" + trace, "--report", path);
        refuses(trace, "diff", trace.toString(), folder.resolve("traces").toString(), "--report", path);
        refuses(trace, "diff", folder.resolve("traces").toString(), trace.toString(), "--report", path);
    }

    @Test
    void norOneOfAFolderOfTraces() throws IOException {
        Path step = folder.resolve("traces/000001.npz");
        refuses(step, "diff", trace.toString(), step.getParent().toString(), "--report", "json=" + step);
    }

    @Test
    void norWhatTheSpecReads() throws IOException {
        refuses(data, "run", spec.toString(), "--report", "json=" + data);
    }

    @Test
    void norWhatALaterSpecReads() throws IOException {
        byte[] before = Files.readAllBytes(data);
        Outcome run = CommandLines.run("run", ONE, spec.toString(), "--report", "json=" + data);
        assertEquals(Exit.BAD_INPUT, run.exit(), run.err());
        assertTrue(java.util.Arrays.equals(before, Files.readAllBytes(data)));
    }

    @Test
    void aTraceIsWrittenOverNeither() throws IOException {
        refuses(data, "record", spec.toString(), "--start", "-o", data.toString());
        refuses(
                spec,
                "record",
                spec.toString(),
                "--start",
                "-o",
                folder.resolve("to-spec.npz").toString());
    }

    @Test
    void twoReportsAreNotOneFile() {
        String message = assertThrows(
                        BadInput.class,
                        () -> new Outputs(Map.of(
                                "--report json=r", folder.resolve("r"), "--report x=r", folder.resolve("link/./r"))))
                .getMessage();
        assertTrue(message.contains("--report json=r") && message.contains("--report x=r"), message);
        new Outputs(Map.of("a", folder.resolve("r"), "b", folder.resolve("s"))).spare(List.of(spec));
    }

    @Test
    void aReportMayLieBesideWhatIsRead() throws IOException {
        Path report = folder.resolve("traces/report.json");
        for (int again = 0; again < 2; again++) {
            Outcome run = CommandLines.run(
                    "diff", trace.toString(), folder.resolve("traces").toString(), "--report", "json=" + report);
            assertEquals("", run.err());
            assertTrue(Files.readString(report).contains("parity-report"));
        }
    }

    @Test
    void aPlaceThatCannotBeWrittenIsToldBeforeTheRun() {
        Outcome run = CommandLines.run("record", ONE, "--start", "-o", "/proc/t.npz");
        assertEquals(Exit.FAILED, run.exit());
        assertTrue(run.err().startsWith("parity: /proc/t.npz: cannot be written: "), run.err());
        run = CommandLines.run("run", ONE, "--report", "json=/proc/r.json");
        assertEquals(Exit.FAILED, run.exit());
        assertTrue(
                run.err().startsWith("parity: /proc/r.json: cannot be written: ")
                        && run.out().isEmpty(),
                run.err());
    }

    /** As {@code > /dev/full} does. */
    @Test
    void aStandardOutputThatTakesNothingIsAFailure() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        var err = new java.io.ByteArrayOutputStream();
        assertEquals(Exit.FAILED, Main.run(full, err, "list", "layers"));
        assertEquals("parity: standard output cannot be written: No space left on device\n", err.toString());
    }

    /** As {@code | head} does. */
    @Test
    void aReaderWhoLeavesIsNone() {
        OutputStream left = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        var err = new java.io.ByteArrayOutputStream();
        assertEquals(Exit.AGREES, Main.run(left, err, "list", "layers"));
        assertEquals("", err.toString());
    }
}
