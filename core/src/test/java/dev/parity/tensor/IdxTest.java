package dev.parity.tensor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdxTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"images-idx3-ubyte", "images-idx3-ubyte.gz"})
    void readsImagesPlainAndPacked(String file) {
        Tensor expected = Tensor.fill(DType.INT64, Shape.of(2, 3, 4), i -> 10 * i);
        assertTrue(expected.sameBits(Idx.read(Resource.path(file))));
    }

    @Test
    void looksAtTheBytesAndNotAtTheName() throws IOException {
        Path file = folder.resolve("images-idx3-ubyte");
        Files.copy(Resource.path("images-idx3-ubyte.gz"), file);
        assertEquals(Shape.of(2, 3, 4), Idx.read(file).shape());
    }

    @Test
    void readsFloats() {
        assertTrue(Tensor.of(Shape.of(2), 0.1f, -2.5f).sameBits(Idx.read(Resource.path("floats.idx"))));
    }

    @Test
    void readsIntegersBigEndian() throws IOException {
        assertEquals(-2, Idx.read(write("\0\0\11\1\0\0\0\1\u00fe")).getLong(0));
        assertEquals(-257, Idx.read(write("\0\0\13\1\0\0\0\1\u00fe\u00ff")).getLong(0));
        assertEquals(0x01020304, Idx.read(write("\0\0\14\1\0\0\0\1\1\2\3\4")).getLong(0));
    }

    @Test
    void refusesWhatDoesNotFit() throws IOException {
        assertMessage(
                "is cut short: an array of U8 with shape (3,) is 3 bytes, but only 2 are left", "\0\0\10\1\0\0\0\3ab");
        assertMessage("an array of U8 with shape (1,) is 1 bytes, but 2 bytes follow", "\0\0\10\1\0\0\0\1ab");
        assertMessage(
                "its header says shape [4294967295]; a dimension is a number from 0 to 2^31-1",
                "\0\0\10\1\u00ff\u00ff\u00ff\u00ff");
        assertMessage("is cut short: its list of 255 dimensions is 1020 bytes, but only 1 are left", "\0\0\10\u00ff\0");
        assertMessage("is an IDX file of element type 10; 8, 9, 11, 12, 13 and 14 are known", "\0\0\12\1\0\0\0\0");
        assertMessage("is not an IDX file; it looks like text", "7, 2, 1");
    }

    @Test
    void refusesPackedFilesThatDoNotFit() throws IOException {
        Path file = folder.resolve("labels.gz");
        packed(file, "\0\0\10\1\0\0\0\3ab");
        assertTrue(message(file).contains("is cut short: an array of U8 with shape (3,) is 3 bytes, but only 2"));
        packed(file, "\0\0\10\1\0\0\0\1ab");
        assertEquals(file + ": goes on after its last number; one array was expected", message(file));
        packed(file, "\0\0\16\1\177\u00ff\u00ff\u00ff");
        assertTrue(message(file).contains("is cut short: an array of F64 with shape (2147483647,)"));
        packed(file, "text");
        assertEquals(file + ": is not an IDX file; it looks like text", message(file));
        byte[] whole = Files.readAllBytes(Resource.path("images-idx3-ubyte.gz"));
        whole[whole.length - 6] ^= 1; // in the checksum
        Files.write(file, whole);
        assertEquals(file + ": is damaged or cut short: Corrupt GZIP trailer", message(file));
    }

    private void assertMessage(String message, String bytes) throws IOException {
        Path file = write(bytes);
        assertEquals(file + ": " + message, message(file));
    }

    private static String message(Path file) {
        return assertThrows(BadInput.class, () -> Idx.read(file)).getMessage();
    }

    private Path write(String bytes) throws IOException {
        return Files.write(folder.resolve("a.idx"), bytes.getBytes(ISO_8859_1));
    }

    private static void packed(Path file, String bytes) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(bytes.getBytes(ISO_8859_1));
        }
    }
}
