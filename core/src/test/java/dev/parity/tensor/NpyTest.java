package dev.parity.tensor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyTest {
    private static final Shape SHAPE = Shape.of(2, 3);
    private static final double INF = Double.POSITIVE_INFINITY;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"f8.npy", "f8-big.npy"})
    void readsFloat64(String file) {
        assertSame(Tensor.of(SHAPE, 0.1, -0.0, Double.MIN_VALUE, INF, -INF, Double.NaN), file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"f4.npy", "f4-big.npy"})
    void readsFloat32(String file) {
        assertSame(Tensor.of(SHAPE, 0.1f, -0.0f, Float.MIN_VALUE, (float) INF, (float) -INF, Float.NaN), file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"f2.npy", "f2-big.npy"})
    void widensFloat16(String file) {
        assertSame(Tensor.of(SHAPE, 0.0999755859375f, -0.0f, 0x1p-24f, (float) INF, -65504f, Float.NaN), file);
    }

    @ParameterizedTest
    @CsvSource({
        "i1, -128, 127",
        "i2, -32768, 32767",
        "i2-big, -32768, 32767",
        "i4, -2147483648, 2147483647",
        "i4-big, -2147483648, 2147483647",
        "i8, -9223372036854775808, 9223372036854775807",
        "i8-big, -9223372036854775808, 9223372036854775807"
    })
    void widensIntegers(String file, long least, long most) {
        assertSame(Tensor.of(SHAPE, least, -1, 0, 1, 2, most), file + ".npy");
    }

    @Test
    void widensBytesAndTruthValues() {
        assertSame(Tensor.of(SHAPE, 0L, 1, 2, 127, 128, 255), "u1.npy");
        assertSame(Tensor.of(SHAPE, 1L, 0, 1, 0, 1, 1), "b1.npy");
    }

    @Test
    void widensUnsignedIntegers() throws IOException {
        assertRead("<u2", "\0\0\u00ff\u00ff\1\u0080", 0, 65535, 32769);
        assertRead(">u2", "\0\0\u00ff\u00ff\u0080\1", 0, 65535, 32769);
        assertRead("<u4", "\0\0\0\0\u00ff\u00ff\u00ff\u00ff\0\0\0\u0080", 0, 4294967295L, 2147483648L);
    }

    private void assertRead(String descr, String numbers, long... expected) throws IOException {
        String header = "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (3,), }";
        Path file = folder.resolve("unsigned.npy");
        Files.write(file, ("\u0093NUMPY\1\0" + (char) header.length() + "\0" + header + numbers).getBytes(ISO_8859_1));
        assertTrue(Tensor.of(Shape.of(3), expected).sameBits(Npy.read(file)));
    }

    @ParameterizedTest
    @CsvSource({"<V2, bfloat16", "|V2, bfloat16", "|V1, float8"})
    void saysWhatRawElementsProbablyAre(String descr, String meant) {
        byte[] bytes = npy("{'descr': '" + descr + "', 'fortran_order': False, 'shape': (3,), }", 6);
        BadInput e = assertThrows(BadInput.class, () -> Npy.read(new ByteArrayInputStream(bytes), "raw.npy"));
        assertTrue(e.getMessage().contains("NumPy writes " + meant + " so; save a.astype('float32')"), e.getMessage());
    }

    /** ND4J writes all of the array that a view of some columns looks into, here 3 columns for 2. */
    @Test
    void saysWhatToDoOfAnNd4jView() throws IOException {
        Path file = folder.resolve("view.npy");
        Files.write(file, npy("{'descr': '<f8', 'fortran_order': False, 'shape': (4, 2), }", 96));
        assertMessage(
                file,
                "an array of F64 with shape (4, 2) is 64 bytes, but 96 bytes follow; ND4J writes a view so, all of the array"
                        + " behind it: write array.dup('c')");
    }

    @Test
    void readsColumnMajorRowByRow() {
        assertSame(Tensor.fill(DType.FLOAT64, Shape.of(2, 3, 4), i -> i), "fortran.npy");
        assertSame(Tensor.fill(DType.INT64, Shape.of(3, 2), i -> i), "fortran-i2.npy");
    }

    @Test
    void readsEveryVersionAndRank() {
        assertSame(Tensor.fill(DType.FLOAT64, Shape.of(3, 4), i -> i), "version2.npy");
        assertSame(Tensor.fill(DType.FLOAT64, Shape.of(3, 4), i -> i), "version3.npy");
        assertSame(Tensor.scalar(2.5), "scalar.npy");
        assertSame(Tensor.of(Shape.of(0, 3), new float[0]), "empty.npy");
        assertSame(Tensor.fill(DType.INT64, Shape.of(5), i -> i), "vector.npy");
    }

    @ParameterizedTest
    @ValueSource(strings = {"f8.npy", "f4.npy", "i8.npy", "scalar.npy", "empty.npy", "vector.npy"})
    void writesTheBytesThatNumpyWrites(String file) throws IOException {
        Path copy = folder.resolve(file);
        Npy.write(copy, Npy.read(Resource.path(file)));
        assertArrayEquals(Files.readAllBytes(Resource.path(file)), Files.readAllBytes(copy));
    }

    @ParameterizedTest
    @ValueSource(ints = {8191, 8192, 8193, 20000})
    void keepsArraysThatTakeSeveralChunks(int n) {
        for (DType dtype : DType.values()) {
            Tensor tensor = Tensor.fill(dtype, Shape.of(n), i -> i);
            Npy.write(folder.resolve("a.npy"), tensor);
            assertTrue(tensor.sameBits(Npy.read(folder.resolve("a.npy"))));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "refused-objects.npy | holds Python objects",
                "refused-complex.npy | holds elements of type '<c16'",
                "refused-text.npy    | holds elements of type '<U2'",
                "refused-records.npy | holds records"
            })
    void refusesOtherElements(String file, String message) {
        BadInput e = assertThrows(BadInput.class, () -> Npy.read(Resource.path(file)));
        assertTrue(e.getMessage().contains(file + ": " + message), e.getMessage());
        assertTrue(e.getMessage().contains("a.astype('float64')"), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(4,)                     | is cut short: an array of F64 with shape (4,) is 32 bytes, but only 24",
                "(2,)                     | an array of F64 with shape (2,) is 16 bytes, but 24 bytes follow; ND4J",
                "(2147483647,)            | is cut short",
                "(-3,)                    | its header says shape [-3]; a dimension is a number from 0 to 2^31-1",
                "(4294967299,)            | its header says shape [4294967299]",
                "(99999999999999999999,)  | has the shape (99999999999999999999,); expected whole numbers",
                "(65536, 65536)           | shape (65536, 65536) has more than 2^31-1 elements",
                "(2147483647, 2147483647) | shape (2147483647, 2147483647) has more than 2^31-1 elements",
                "(3.0,)                   | has the shape (3.0,)",
                "(,)                      | has the shape (,)",
                "[3]                      | has the header {'descr': '<f8', 'fortran_order': False, 'shape': [3], }",
                "(3,), 'order': 'C'       | has the header"
            })
    void refusesShapesThatTheFileDoesNotHave(String shape, String message) throws IOException {
        Path file = folder.resolve("w.npy");
        Files.write(file, npy("{'descr': '<f8', 'fortran_order': False, 'shape': " + shape + ", }", 24));
        BadInput e = assertThrows(BadInput.class, () -> Npy.read(file));
        assertTrue(e.getMessage().startsWith(file + ": " + message), e.getMessage());
    }

    @Test
    void refusesWhatMemoryCannotHoldBeforeReadingIt() {
        // A boolean becomes eight bytes. The stream's length is unknown, so only memory can refuse it.
        long n = Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / 8 + 1);
        byte[] header = npy("{'descr': '|b1', 'fortran_order': False, 'shape': (" + n + ",), }", 0);
        BadInput e = assertThrows(BadInput.class, () -> Npy.read(new ByteArrayInputStream(header), "pipe"));
        assertTrue(e.getMessage().startsWith("pipe: "), e.getMessage());
    }

    @Test
    void acceptsHeadersOfOtherWriters() {
        byte[] bytes = npy("{\"shape\": (3L,), 'fortran_order':False,'descr':'>f8'}".replace('"', '\''), 24);
        assertEquals(
                Shape.of(3), Npy.read(new ByteArrayInputStream(bytes), "stream").shape());
    }

    @Test
    void saysWhatAFileLooksLikeInstead() throws IOException {
        Path file = folder.resolve("w.npy");
        Files.writeString(file, "0.1,0.2\n");
        assertMessage(file, "is not a NumPy array (.npy); it looks like text");
        Files.write(file, Files.readAllBytes(Resource.path("savez.npz")));
        assertMessage(file, "is not a NumPy array (.npy); it looks like a zip archive (as .npz is)");
        Files.write(file, new byte[0]);
        assertMessage(file, "is not a NumPy array (.npy); it looks like an empty file");
        Files.write(file, new byte[] {1, 2, 3});
        assertMessage(
                file,
                "is not a NumPy array (.npy); it looks like binary data of no kind known here, "
                        + "beginning with bytes 01 02 03");
    }

    @Test
    void refusesWhatIsNotThere() throws IOException {
        assertMessage(folder, "is a folder; name a file in it");
        Files.writeString(folder.resolve("weights.npy"), "");
        assertMessage(folder.resolve("wieghts.npy"), "there is no such file; did you mean \"weights.npy\"?");
        assertMessage(folder.resolve("no/such/folder.npy"), "there is no such file");
    }

    private static void assertMessage(Path file, String message) {
        assertEquals(
                file + ": " + message,
                assertThrows(BadInput.class, () -> Npy.read(file)).getMessage());
    }

    private static void assertSame(Tensor expected, String file) {
        Tensor found = Npy.read(Resource.path(file));
        assertEquals(expected.toString(), found.toString());
        assertTrue(expected.sameBits(found), file);
    }

    private static byte[] npy(String header, int numbers) {
        return ("\u0093NUMPY\1\0" + (char) header.length() + "\0" + header + "\0".repeat(numbers)).getBytes(ISO_8859_1);
    }
}
