package dev.parity.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.tensor.BadInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a user may get wrong in a spec, and what is said then. The table is {@code bad-specs.txt}: a title, what is put
 * in place of what in {@code good.json} (or, behind {@code =}, a whole spec), and the message to the letter.
 */
class BadSpecTest {
    @TempDir
    static Path parent;

    private static Path folder;

    @BeforeAll
    static void makeFolder() throws IOException {
        folder = BadFolder.in(parent);
    }

    record Case(String title, List<String> edits, String message) {
        /** The spec; {@code ⏎} and {@code ␉} are a line break and a tab. */
        String spec() {
            String spec = resource("good.json");
            for (String edit : edits) {
                if (edit.startsWith("=")) {
                    spec = edit.substring(1).strip();
                } else {
                    String[] part = edit.split(" ->( |$)", -1);
                    assertTrue(spec.contains(part[0]), "good.json has no " + part[0]);
                    spec = spec.replace(part[0], part[1]);
                }
            }
            return spec.replace('⏎', '\n').replace('␉', '\t').replace("FOLDER", String.valueOf(folder));
        }

        @Override
        public String toString() {
            return title;
        }
    }

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (String block : resource("bad-specs.txt").split("\n\n+")) {
            List<String> lines = block.lines().filter(l -> !l.startsWith("##")).toList();
            if (!lines.isEmpty()) {
                int last = lines.size() - 1;
                cases.add(new Case(lines.get(0).substring(2), lines.subList(1, last), lines.get(last)));
            }
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isToldWhatWasFoundAndWhatToWrite(Case bad) throws IOException {
        assertEquals(bad.message, message(bad.spec().getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void theSpecThatTheyStartFromIsGood() throws IOException {
        Path spec = Files.writeString(folder.resolve("good.json"), resource("good.json"));
        assertEquals(
                "good",
                SpecReader.read(new Folder(spec, List.of()), SpecReader.Overrides.none())
                        .name());
        assertTrue(cases().count() > 150, "the table has lost cases");
    }

    @Test
    void textIsUtf8() throws IOException {
        assertEquals(
                "spec.json: the text is in UTF-16; save it in UTF-8, as JSON wants it",
                message("\ufeff{}".getBytes(StandardCharsets.UTF_16LE)));
        assertEquals(
                "spec.json: the text is in UTF-16; save it in UTF-8, as JSON wants it",
                message("{}".getBytes(StandardCharsets.UTF_16BE)));
        assertEquals(
                "spec.json:2:10: the byte 0xe9 stands for nothing in UTF-8; save the file in UTF-8",
                message("{\n \"name\": \u00e9\"}".getBytes(StandardCharsets.ISO_8859_1)));
        assertEquals(
                "spec.json:1:3: the byte 0xc3 stands for nothing in UTF-8; save the file in UTF-8",
                message(new byte[] {'{', '"', (byte) 0xc3}));
    }

    @Test
    void aByteOrderMarkIsPassedOver() throws IOException {
        String marked = "\ufeff" + resource("good.json");
        assertEquals("no complaint", message(marked.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void placesCountCharactersAsAnEditorDoes() throws IOException {
        String message = message(
                "{\r\n \"name\": \"\u00e9\ud83d\ude00\", \"\u00e9\ud83d\ude00\": 1}".getBytes(StandardCharsets.UTF_8));
        assertTrue(message.startsWith("spec.json:2:16: \u00e9\ud83d\ude00: unknown field"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void deepNestingDoesNotOverflowTheStack(String opening) throws IOException {
        String message = message(opening.repeat(500_000).getBytes(StandardCharsets.UTF_8));
        assertTrue(
                message.matches(
                        "spec.json:1:\\d+: not valid JSON: lists and objects stand more than 100 deep in each other"),
                message);
    }

    @Test
    void whatIsNoFileIsNotRead() {
        assertEquals(folder + ": this is a folder; name the spec in it", refusal(folder));
        Path missing = folder.resolve("missing.json");
        assertEquals(missing + ": there is no such file", refusal(missing));
    }

    @Test
    void aFileThatIsNoSpecIsNotReadWhole() throws IOException {
        Path huge = folder.resolve("huge.json");
        try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
            file.setLength((64 << 20) + 1);
        }
        assertEquals(
                huge + ": a spec is at most 64 MB long; move its numbers into files of arrays, such as .npy",
                refusal(huge));
    }

    @Test
    void theCommandLinesSeedIsHeldToTheSameBounds() throws IOException {
        Path spec = Files.writeString(folder.resolve("good.json"), resource("good.json"));
        var overrides = new SpecReader.Overrides(OptionalInt.empty(), OptionalLong.of(-1), Optional.empty());
        BadInput bad = assertThrows(BadInput.class, () -> SpecReader.read(new Folder(spec, List.of()), overrides));
        assertEquals("--seed: NumPy's seeds are 0 to 4294967295, and this one is -1", bad.getMessage());
    }

    @Test
    void anotherFolderMayBeAllowed() throws IOException {
        Path spec = Files.writeString(
                folder.resolve("allowed.json"),
                resource("good.json")
                        .replace("{\"randint\": [0, 3], \"shape\": [6]}", "{\"npy\": \"../outside.npy\"}")
                        .replace("\"out_features\": 3", "\"out_features\": 4"));
        var read = SpecReader.read(new Folder(spec, List.of(parent)), SpecReader.Overrides.none());
        assertEquals(6, read.tensors().get("y").shape().size());
    }

    private static String refusal(Path spec) {
        return assertThrows(
                        BadInput.class, () -> SpecReader.read(new Folder(spec, List.of()), SpecReader.Overrides.none()))
                .getMessage();
    }

    private static String message(byte[] spec) throws IOException {
        Path file = Files.write(folder.resolve("spec.json"), spec);
        try {
            SpecReader.read(new Folder(file, List.of()), SpecReader.Overrides.none());
            return "no complaint";
        } catch (BadInput bad) {
            return bad.getMessage().replace(folder + "/spec.json", "spec.json").replace(folder.toString(), "FOLDER");
        }
    }

    private static String resource(String name) {
        try (InputStream in = BadSpecTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
