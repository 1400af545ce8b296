package dev.parity.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.tensor.BadInput;
import dev.parity.tensor.DType;
import dev.parity.tensor.Npz;
import dev.parity.tensor.NpzWriter;
import dev.parity.tensor.Safetensors;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Traces on disk, in their three forms. */
class TraceFileTest {
    private static final TraceHeader HEADER =
            TraceHeader.of(Map.of("engine", "torch", "version", "2.7.1", "dtype", "float32", "name", "größer"));

    @TempDir
    Path folder;

    private static Trace trace(Object... sitesAndArrays) {
        Trace trace = new Trace();
        for (int i = 0; i < sitesAndArrays.length; i += 2) {
            trace.put(Site.parse((String) sitesAndArrays[i]), (Tensor) sitesAndArrays[i + 1]);
        }
        return trace;
    }

    private static final Tensor WEIGHT = Tensor.of(Shape.of(2, 3), 1f, 2f, 3f, 4f, 5f, -0f);
    private static final Tensor LABELS = Tensor.of(Shape.of(2), 1L, 0L);
    private static final Tensor LOSS = Tensor.scalar(0.1);
    private static final Tensor EMPTY = Tensor.of(Shape.of(0, 4), new double[0]);

    private static void write(Path path) {
        try (TraceWriter writer = TraceWriter.open(path, HEADER)) {
            writer.put(0, trace("0/update/fc1/weight", WEIGHT));
            writer.put(1, trace("1/data/y", LABELS, "1/loss/loss/value", LOSS, "1/gradient/fc1/weight", WEIGHT));
            writer.put(2, new Trace());
            writer.put(10, trace("10/data/drop/mask", EMPTY, "10/loss/loss/value", Tensor.scalar(Double.NaN)));
            writer.commit();
            assertEquals(6, writer.sites());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"run.npz", "run.safetensors", "run"})
    void readsWhatItWrites(String name) {
        Path path = folder.resolve(name);
        write(path);
        try (TraceReader reader = TraceReader.open(path)) {
            assertEquals(HEADER, reader.header());
            assertEquals("torch 2.7.1", reader.header().producer());
            assertEquals(DType.FLOAT32, reader.dtype());
            assertEquals(new TreeSet<>(Set.of(1, 10)), reader.steps());
            assertEquals(
                    Set.of(Site.parse("0/update/fc1/weight")), reader.start().sites());
            assertTrue(reader.start()
                    .get(Site.parse("0/update/fc1/weight"))
                    .orElseThrow()
                    .sameBits(WEIGHT));
            Trace first = reader.step(1);
            assertEquals(
                    List.of("1/data/y", "1/loss/loss/value", "1/gradient/fc1/weight"),
                    first.sites().stream().map(Site::toString).toList());
            assertTrue(first.get(Site.parse("1/data/y")).orElseThrow().sameBits(LABELS));
            assertTrue(first.get(Site.parse("1/loss/loss/value")).orElseThrow().sameBits(LOSS));
            assertEquals(0, reader.step(2).size());
            Trace tenth = reader.step(10);
            assertTrue(tenth.get(Site.parse("10/data/drop/mask")).orElseThrow().sameBits(EMPTY));
            assertTrue(Double.isNaN(
                    tenth.get(Site.parse("10/loss/loss/value")).orElseThrow().get(0)));
        }
    }

    @Test
    void aFolderHasOneFileAStep() throws IOException {
        write(folder.resolve("run"));
        try (Stream<Path> files = Files.list(folder.resolve("run"))) {
            assertEquals(
                    Set.of("000000.npz", "000001.npz", "000010.npz"),
                    Set.copyOf(files.map(f -> f.getFileName().toString()).toList()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"run.npz", "run.safetensors"})
    void theSameArraysAreTheSameBytes(String name) throws IOException {
        write(folder.resolve(name));
        byte[] first = Files.readAllBytes(folder.resolve(name));
        write(folder.resolve(name));
        assertArrayEquals(first, Files.readAllBytes(folder.resolve(name)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"run.npz", "run.safetensors", "run"})
    void whatIsNotCommittedLeavesNothing(String name) throws IOException {
        try (TraceWriter writer = TraceWriter.open(folder.resolve(name), HEADER)) {
            writer.put(1, trace("1/loss/loss/value", LOSS));
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(), files.toList());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "run.txt,           ends in .npz or .safetensors",
        "nowhere/run.npz,   there is no folder",
        "full,              the folder is not empty",
        "taken,             is a file",
        "folder.npz,        is a folder"
    })
    void refusesToWriteWhereATraceCannotBe(String name, String why) throws IOException {
        Files.createDirectory(folder.resolve("full"));
        Files.writeString(folder.resolve("full/notes"), "mine");
        Files.writeString(folder.resolve("taken"), "mine");
        Files.createDirectory(folder.resolve("folder.npz"));
        BadInput bad = assertThrows(BadInput.class, () -> TraceWriter.open(folder.resolve(name), HEADER));
        assertTrue(bad.getMessage().contains(why), bad.getMessage());
    }

    @Test
    void anEmptyFolderMayBecomeATrace() throws IOException {
        Files.createDirectory(folder.resolve("run"));
        write(folder.resolve("run"));
        try (TraceReader reader = TraceReader.open(folder.resolve("run"))) {
            assertEquals(2, reader.steps().size());
        }
    }

    /** Phase by phase, and within a phase as in the file, whatever the order of the keys. */
    @Test
    void theOrderIsCausal() {
        Path path = npz(
                "run.npz",
                "2/loss/loss/value",
                "1/update/b/weight",
                "1/backward/b/dx",
                "1/update/a/weight",
                "1/forward/z/y",
                "1/backward/a/dx",
                "1/forward/a/y");
        try (TraceReader reader = TraceReader.open(path)) {
            assertEquals(List.of(1, 2), List.copyOf(reader.steps()));
            assertEquals(
                    List.of(
                            "1/forward/z/y",
                            "1/forward/a/y",
                            "1/backward/b/dx",
                            "1/backward/a/dx",
                            "1/update/b/weight",
                            "1/update/a/weight"),
                    reader.step(1).sites().stream().map(Site::toString).toList());
        }
    }

    @Test
    void filesOfAFolderMayHaveAnyNameAndForm() {
        Path run = folder.resolve("run");
        assertTrue(run.toFile().mkdir());
        npz("run/later.npz", "2/loss/loss/value");
        Safetensors.write(run.resolve("a first one.safetensors"), arrays("1/loss/loss/value", "0/update/fc/weight"));
        npz("run/.4.npz.part.npz", "4/loss/loss/value");
        assertTrue(run.resolve("notes").toFile().mkdir());
        try (TraceReader reader = TraceReader.open(run)) {
            assertEquals(List.of(1, 2), List.copyOf(reader.steps()));
            assertEquals(1, reader.step(2).size());
            assertEquals(1, reader.step(1).size());
            assertEquals(1, reader.start().size());
            assertEquals("", reader.header().producer());
            assertEquals(DType.FLOAT64, reader.dtype());
        }
    }

    @Test
    void theCoarsestArrayOfTheFirstStepTellsTheType() {
        Map<String, Tensor> arrays = arrays("1/forward/fc/y", "2/forward/fc/y");
        arrays.put("1/gradient/fc/weight", WEIGHT);
        arrays.put("1/data/y", LABELS);
        Npz.write(folder.resolve("run.npz"), arrays);
        try (TraceReader reader = TraceReader.open(folder.resolve("run.npz"))) {
            assertEquals(DType.FLOAT32, reader.dtype());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "loss                   | \"loss\" is not a site; write step/phase/layer/array, such as 1/loss/loss/value",
                "1/loss                 | \"1/loss\" is not a site",
                "1/gradeint             | \"1/gradeint\" is not a site",
                "1/fc1.weight           | \"1/fc1.weight\" is not a site",
                "1/fc1/weight           | \"1/fc1/weight\" is not a site",
                "fc1/weight             | \"fc1/weight\" is not a site",
                "1/loss/value           | such as 1/loss/loss/value",
                "1/forward/y            | such as 1/forward/fc1/y",
                "1/forward//y           | is not a site",
                "fc1.weight             | is not a site",
                "1/gradients/fc1/weight | there is no phase \"gradients\"; did you mean \"gradient\"?",
                "1/grad/fc1/weight      | (the phases are data, forward, loss,",
                "one/loss/loss/value    | begins with its step, a number from 0, not \"one\"",
                "0/loss/loss/value      | steps are counted from 1",
                "0/data/x               | steps are counted from 1"
            })
    void aKeyThatIsNoSiteIsRefused(String key, String why) {
        Path path = npz("run.npz", "1/loss/loss/value", key.strip());
        assertRefused(path, path + ": ", why);
    }

    @Test
    void aWordThatCanBeNoSiteIsPassedOver() {
        Path path = npz("run.npz", "1/loss/loss/value", "lr", "1/epoch", "W1");
        try (TraceReader reader = TraceReader.open(path)) {
            assertEquals(Set.of("lr", "1/epoch", "W1"), reader.aside());
            assertEquals(1, reader.step(1).size());
        }
        assertRefused(
                npz("run.npz", "W1", "lr"),
                "\"W1\" is not a site; write step/phase/layer/array, such as 1/gradient/fc1/weight");
    }

    @Test
    void aKeyThatWouldRepaintTheTerminalIsTamed() {
        Path path = npz("run.npz", "\u001b[31mred" + "x".repeat(1000));
        BadInput bad = assertThrows(BadInput.class, () -> TraceReader.open(path));
        assertFalse(bad.getMessage().contains("\u001b"));
        assertTrue(bad.getMessage().length() < folder.toString().length() + 300);
    }

    @Test
    void aSiteIsThereOnce() {
        assertRefused(npz("run.npz", "1/data/x", "01/data/x"), "twice", "\"1/data/x\" and \"01/data/x\"");
    }

    @Test
    void aStepIsInOneFile() {
        assertTrue(folder.resolve("run").toFile().mkdir());
        npz("run/a.npz", "1/loss/loss/value", "3/loss/loss/value");
        npz("run/b.npz", "2/loss/loss/value", "3/gradient/fc/weight");
        assertRefused(folder.resolve("run"), "step 3 is in both a.npz and b.npz");
    }

    @Test
    void whatHoldsNoSitesIsNoTrace() throws IOException {
        assertRefused(npz("empty.npz"), "holds no array of a training step");
        assertRefused(npz("comments.npz", "#notes"), "holds no array of a training step");
        Files.createDirectory(folder.resolve("run"));
        Files.writeString(folder.resolve("run/readme.txt"), "none");
        assertRefused(folder.resolve("run"), "a folder without an .npz or .safetensors file");
        npz("run.npz", "1/data/x");
        assertRefused(folder.resolve("rum.npz"), "there is no such file; did you mean \"run.npz\"?");
        Files.writeString(folder.resolve("x.npz"), "<html>");
        assertRefused(folder.resolve("x.npz"), "it looks like a web page");
        Files.writeString(folder.resolve("x.csv"), "1,2");
        assertRefused(folder.resolve("x.csv"), "arrays with names are read from .npz and .safetensors files");
    }

    @Test
    void aHeaderIsTheBytesOfAJsonObject() {
        Path path = folder.resolve("run.npz");
        for (String text : List.of("hello", "[1]", "{\"a\": 1", "")) {
            try (NpzWriter npz = new NpzWriter(path)) {
                npz.put("1/loss/loss/value", LOSS);
                npz.put(TraceHeader.KEY, text.getBytes(UTF_8));
                npz.commit();
            }
            assertRefused(path, path + ": its #header is not a JSON object; write it as np.frombuffer");
        }
    }

    @Test
    void aForeignHeaderNamesItsPrograms() {
        String text =
                "{\"torch\": \"2.13.0\", \"numpy\": \"2.4\", \"dtype\": \"float64\", \"spec\": \"ab\", \"steps\": 3,"
                        + " \"shape\": [1], \"none\": null}";
        TraceHeader header = TraceHeader.parse(text.getBytes(UTF_8));
        assertEquals("numpy 2.4, torch 2.13.0", header.producer());
        assertEquals(DType.FLOAT64, header.dtype().orElseThrow());
        assertEquals("", TraceHeader.none().producer());
        assertEquals("mine", TraceHeader.of(Map.of("engine", "mine")).producer());
        assertTrue(TraceHeader.of(Map.of("dtype", "bfloat16")).dtype().isEmpty());
    }

    private void assertRefused(Path path, String... parts) {
        BadInput bad = assertThrows(BadInput.class, () -> TraceReader.open(path));
        for (String part : parts) {
            assertTrue(bad.getMessage().contains(part), bad.getMessage());
        }
    }

    private Path npz(String name, String... keys) {
        Path path = folder.resolve(name);
        Npz.write(path, arrays(keys));
        return path;
    }

    private static Map<String, Tensor> arrays(String... keys) {
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        Stream.of(keys).forEach(key -> arrays.put(key, LOSS));
        return arrays;
    }
}
