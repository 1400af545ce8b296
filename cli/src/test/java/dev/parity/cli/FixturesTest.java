package dev.parity.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fixtures as a user runs them: what is printed, and the exit codes of several at once. */
class FixturesTest {
    private static final String FOLDER = "fixtures/";

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        out.reset();
        err.reset();
        List<String> line = new ArrayList<>(List.of("run"));
        line.addAll(List.of(args));
        return Main.run(stream(out), stream(err), line.toArray(String[]::new));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String said(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theReportPrintsTheLossesOfBothSides() {
        double[] right = {
            29.7599750339, 29.7555138011, 29.7493562321, 29.7403440862, 29.7260022571,
            29.7000586454, 29.6418893830, 29.4537482662, 28.9717000115, 28.8537886818
        };
        double[] wrong = {
            29.7599750339, 29.7568945381, 29.7530540477, 29.7481408013, 29.7416476795,
            29.7326987989, 29.7196529397, 29.6990826814, 29.6626811106, 29.5857445210
        };
        assertEquals(Exit.AGREES, run(FOLDER + "softmax-squared-error/right.json"));
        assertLosses(right, right);
        assertEquals(Exit.DIVERGES, run(FOLDER + "softmax-squared-error/wrong.json"));
        assertLosses(right, wrong);
        assertTrue(said(out).contains("Where it is made: layer softmax, its dx"), said(out));
    }

    private void assertLosses(double[] reference, double[] candidate) {
        for (int i = 0; i < reference.length; i++) {
            String row = "(?s).*\\n *>? *%d +%.10f +%.10f .*".formatted(50 * i + 1, reference[i], candidate[i]);
            assertTrue(said(out).matches(row), row + said(out));
        }
    }

    @Test
    void aFolderOfRightAndWrongIsOneCommand() throws IOException {
        List<Path> specs = ReadmeTest.files(FOLDER + "*/*.json");
        assertTrue(specs.size() > 8, specs.toString());
        List<String> args = new ArrayList<>(List.of("--expect", "--steps", "3")); // in full length each runs elsewhere
        specs.forEach(spec -> args.add(spec.toString()));
        assertEquals(Exit.AGREES, run(args.toArray(String[]::new)), () -> said(err) + said(out));
        assertTrue(said(out).contains(specs.size() + " specs: agrees"), said(out));
    }

    @Test
    void anExpectationThatIsNotMetExitsWith1() throws IOException {
        String spec = Files.readString(Path.of(FOLDER, "one-neuron/wrong.json"));
        Path file = folder.resolve("wrong.json");
        Files.writeString(file, spec.replace("\"layer\": \"loss\"", "\"layer\": \"linear\""));
        assertEquals(Exit.DIVERGES, run("--expect", file.toString()));
        assertTrue(
                said(err).contains("expected diverges in linear by mse-missing-factor-2, and it diverges in loss, "),
                said(err));

        Files.writeString(
                file, spec.replace("\"cause\": \"mse-missing-factor-2\"", "\"cause\": \"output-error-sign\""));
        assertEquals(Exit.DIVERGES, run("--expect", file.toString()), "another cause than expected");
        Files.writeString(
                file, spec.replace("\"cause\": \"mse-missing-factor-2\"", "\"cause\": \"mse-missing-factor\""));
        assertEquals(Exit.BAD_INPUT, run("--expect", file.toString()));
        assertTrue(said(err).contains("expect.cause") && said(err).contains("mse-missing-factor-2"), said(err));

        Files.writeString(file, spec.replaceAll(",\\s*\"expect\".*", "\n}"));
        assertEquals(Exit.BAD_INPUT, run("--expect", file.toString()));
    }

    /** 4 &gt; 1 &gt; 3 &gt; 2 &gt; 0, in whatever order the specs stand; each of them runs. */
    @Test
    void theWorstOfSeveralIsTheExitCode() throws IOException {
        String right = FOLDER + "one-neuron/right.json";
        String wrong = FOLDER + "one-neuron/wrong.json";
        Path bad = folder.resolve("bad.json");
        Files.writeString(bad, "{\"steps\": ");
        assertEquals(Exit.AGREES, run(right, right));
        assertEquals(Exit.BAD_INPUT, run(right, bad.toString(), right));
        assertEquals(Exit.DIVERGES, run(bad.toString(), wrong, right));
        assertTrue(said(out).contains("diverges 1"), said(out));
        assertTrue(said(err).contains("bad.json"), said(err));
        assertEquals(Exit.DIVERGES, run(right, wrong, bad.toString()));

        List<Integer> byRank = List.of(Exit.AGREES, Exit.BAD_INPUT, Exit.INCONCLUSIVE, Exit.DIVERGES, Exit.FAILED);
        for (int a = 0; a < byRank.size(); a++) {
            for (int b = 0; b < byRank.size(); b++) {
                assertEquals(byRank.get(Math.max(a, b)), Exit.worse(byRank.get(a), byRank.get(b)));
            }
        }
    }

    /** As MNIST's files are: 28 x 28 bytes a picture, plain or packed by gzip. */
    @ParameterizedTest
    @ValueSource(strings = {"", ".gz"})
    void theDigitsMayBeOthers(String suffix) throws IOException {
        String images = "train-images-idx3-ubyte" + suffix;
        String labels = "train-labels-idx1-ubyte" + suffix;
        int n = 60;
        Random random = new Random(0);
        byte[] pixels = new byte[n * 28 * 28];
        random.nextBytes(pixels);
        byte[] digits = new byte[n];
        for (int i = 0; i < n; i++) {
            digits[i] = (byte) random.nextInt(10);
        }
        idx(images, pixels, n, 28, 28);
        idx(labels, digits, n);
        Path spec = folder.resolve("spec.json");
        Files.writeString(
                spec,
                Files.readString(Path.of(FOLDER, "four-linear-digits/wrong.json"))
                        .replace("digits-images-idx3-ubyte.gz", images)
                        .replace("digits-labels-idx1-ubyte.gz", labels));
        assertEquals(Exit.AGREES, run("--expect", "--steps", "4", spec.toString()), () -> said(err) + said(out));
        assertTrue(said(out).contains("Where it is made: the loss, its dx"), said(out));
        assertTrue(said(out).contains("step 1\n"), said(out));
    }

    private void idx(String name, byte[] values, int... dims) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var file = new DataOutputStream(name.endsWith(".gz") ? new GZIPOutputStream(bytes) : bytes)) {
            file.writeInt(0x0800 | dims.length);
            for (int dim : dims) {
                file.writeInt(dim);
            }
            file.write(values);
        }
        Files.write(folder.resolve(name), bytes.toByteArray());
    }
}
