package dev.parity.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code record}, {@code diff} and {@code run} with traces: what they print and how they end. */
class TraceCommandsTest {
    private static final String SPEC = "fixtures/one-neuron/right.json";

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        out.reset();
        err.reset();
        return Main.run(stream(out), stream(err), args);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String said(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    }

    private String in(String name) {
        return folder.resolve(name).toString();
    }

    private void record(String name, String... more) {
        String[] args = Stream.concat(
                        Stream.of("record", SPEC, "--engine", "handwritten", "-o", in(name)), Stream.of(more))
                .toArray(String[]::new);
        assertEquals(Exit.AGREES, run(args), () -> said(err));
    }

    @Test
    void recordSaysWhatItWrote() {
        record("run.npz");
        assertTrue(said(out).matches("\\S+run\\.npz: 32 sites of 3 steps, \\d+\\.\\d kB\n"), said(out));
        record("run", "--steps", "1");
        assertTrue(said(out).matches("\\S+run: 12 sites of 1 step, \\d\\.\\d kB\n"), said(out));
        assertEquals(Exit.AGREES, run("record", SPEC, "--start", "-o", in("start.safetensors"), "--steps", "2"));
        assertTrue(said(out).contains("start.safetensors: 6 sites of 2 steps"), said(out));
        assertEquals("", said(err));
    }

    @Test
    void diffEndsAsTheVerdictIs() throws Exception {
        record("a.npz");
        record("b");
        assertEquals(Exit.AGREES, run("diff", in("a.npz"), in("b"), "--report", "json=" + in("report.json")));
        assertTrue(said(out).startsWith("AGREES "), said(out));
        assertTrue(said(out).contains(", recorded by handwritten ND4J "), said(out));
        assertTrue(Files.readString(folder.resolve("report.json")).contains("\"verdict\": \"agrees\""));

        record("wrong.npz", "--inject", "mse-missing-factor-2");
        assertEquals(Exit.DIVERGES, run("diff", in("a.npz"), in("wrong.npz")));
        assertTrue(said(out).contains("First mismatch: the loss, its dx"), said(out));
        assertEquals(Exit.AGREES, run("diff", in("a.npz"), in("wrong.npz"), "--tolerance", "0.9,99"));

        run("record", SPEC, "--start", "-o", in("start.npz"));
        assertEquals(Exit.INCONCLUSIVE, run("diff", in("a.npz"), in("start.npz")));
        assertEquals("", said(err));
    }

    @Test
    void aTraceOfAFaultyProgramIsJudgedBySpecsThatPlantTheFaultToo() {
        String spec = "fixtures/one-neuron/wrong.json";
        assertEquals(Exit.AGREES, run("record", spec, "--engine", "handwritten", "-o", in("wrong.npz")));
        assertEquals(
                Exit.DIVERGES,
                run("run", spec, "--reference", "handwritten", "--candidate", "trace:" + in("wrong.npz")));
        assertTrue(said(out).contains("Where it is made: the loss, its dx"), said(out));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "diff nowhere.npz nowhere.npz                | nowhere.npz: there is no such file",
                "diff pom.xml pom.xml                        | pom.xml: is a web page; arrays with names are read from",
                "diff one.npz                                | Missing required parameter: 'CANDIDATE'",
                "record SPEC -o run.npz                      | --engine torch (or handwritten, numeric), or --start",
                "record SPEC --start --engine torch -o x.npz | leave out --engine or --start",
                "record SPEC --engine torch                  | Missing required option: '--output=TRACE'",
                "record SPEC --engine torch -o run.csv       | ends in .npz or .safetensors",
                "run SPEC --candidate trace:README.md        | README.md: is text; arrays with names are read from",
                "run SPEC --reference trase:x.npz            | did you mean \"trace:x.npz\"?"
            })
    void aMistakeIsOneMessage(String line, String why) {
        assertEquals(Exit.BAD_INPUT, run(line.strip().replace("SPEC", SPEC).split(" +")));
        assertTrue(said(err).contains(why), said(err));
        assertTrue(said(err).lines().count() <= 2, said(err));
        assertEquals("", said(out));
    }

    /** Libraries that bring native code are not so much as named: none of their classes is loaded. */
    @Test
    void diffLoadsNoNativeLibrary() throws Exception {
        record("a.npz");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        String classpath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Path log = folder.resolve("classes.log");
        Process diff = new ProcessBuilder(
                        java.toString(),
                        "-Xlog:class+load:file=" + log,
                        "-cp",
                        classpath,
                        Main.class.getName(),
                        "diff",
                        in("a.npz"),
                        in("a.npz"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        assertEquals(Exit.AGREES, diff.waitFor(), () -> read(folder.resolve("out")));
        List<String> loaded = Files.readAllLines(log);
        assertTrue(loaded.stream().anyMatch(line -> line.contains("dev.parity.Diff ")), "the log names the classes");
        assertFalse(loaded.stream().anyMatch(line -> line.matches(".*\\b(ai\\.djl|org\\.nd4j|org\\.bytedeco)\\..*")));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
