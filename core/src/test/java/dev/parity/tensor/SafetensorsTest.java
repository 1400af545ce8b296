package dev.parity.tensor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
    private static final Shape PAIR = Shape.of(2);

    @TempDir
    private Path folder;

    @Test
    void readsWhatTheSafetensorsPackageWrites() {
        try (Safetensors file = Safetensors.read(Resource.path("all.safetensors"))) {
            assertSame(Tensor.of(Shape.of(1, 2), 0.1, -0.0), file.get("F64"));
            assertSame(Tensor.of(PAIR, 0.1f, Float.POSITIVE_INFINITY), file.get("F32"));
            assertSame(Tensor.of(PAIR, 0.0999755859375f, -65504f), file.get("F16"));
            assertSame(Tensor.of(PAIR, 0x1.9ap-4f, -0x1.c4p127f), file.get("BF16"));
            assertSame(Tensor.of(PAIR, Long.MIN_VALUE, Long.MAX_VALUE), file.get("I64"));
            assertSame(Tensor.of(PAIR, Integer.MIN_VALUE, 7L), file.get("I32"));
            assertSame(Tensor.of(PAIR, Short.MIN_VALUE, 7L), file.get("I16"));
            assertSame(Tensor.of(PAIR, Byte.MIN_VALUE, 7L), file.get("I8"));
            assertSame(Tensor.of(PAIR, 255L, 7L), file.get("U8"));
            assertSame(Tensor.of(PAIR, 1L, 0L), file.get("BOOL"));
            assertSame(Tensor.of(Shape.scalar(), 2.5f), file.get("scalar"));
            assertSame(Tensor.of(Shape.of(0, 3), new float[0]), file.get("empty"));
            assertEquals(13, file.names().size());
            BadInput e = assertThrows(BadInput.class, () -> file.get("C64"));
            assertTrue(e.getMessage().contains("\"C64\" is C64, which is not read; save one of [F64, F32"));
            assertThrows(BadInput.class, file::all);
        }
    }

    @Test
    void keepsArraysAndTheirOrder() {
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        arrays.put("1/forward/fc1/y", Tensor.fill(DType.FLOAT32, Shape.of(3), i -> i / 7.0));
        arrays.put("b\"\\ö", Tensor.fill(DType.FLOAT64, Shape.of(100, 99), i -> i / 7.0));
        arrays.put("a", Tensor.fill(DType.INT64, Shape.of(2, 0), i -> i));
        Path file = folder.resolve("a.safetensors");
        Safetensors.write(file, arrays);
        Map<String, Tensor> read = Safetensors.read(file).all();
        assertEquals(List.copyOf(arrays.keySet()), List.copyOf(read.keySet()));
        arrays.forEach((name, tensor) -> assertSame(tensor, read.get(name)));
    }

    @Test
    void laysOutWidestFirst() throws IOException {
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        arrays.put("f", Tensor.of(Shape.of(1), 1f));
        arrays.put("d", Tensor.of(Shape.of(1), 1.0));
        Path file = folder.resolve("a.safetensors");
        Safetensors.write(file, arrays);
        String header = "{\"f\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]},"
                + "\"d\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]}}    ";
        assertEquals(0, header.length() % 8);
        assertArrayEquals(
                (length(header) + header + "\0\0\0\0\0\0\u00f0\u003f" + "\0\0\u0080\u003f").getBytes(ISO_8859_1),
                Files.readAllBytes(file));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}  | what its header describes is 0 bytes, but 8 bytes follow",
                "{`a`:{`dtype`:`F32`,`shape`:[2],`data_offsets`:[0,9]}} | is cut short: what its header describes",
                "{`a`:{`dtype`:`F32`,`shape`:[2],`data_offsets`:[4,8]}} | places `a` at [4, 8]; expected it to begin",
                "{`a`:{`dtype`:`F32`,`shape`:[2],`data_offsets`:[0,-8]}} | places `a` at [0, -8]",
                "{`a`:{`dtype`:`F32`,`shape`:[3],`data_offsets`:[0,8]}} | `a` is F32 of shape (3,), 12 bytes, but",
                "{`a`:{`dtype`:`F32`,`shape`:[-2],`data_offsets`:[0,8]}} | its header says shape [-2]",
                "{`a`:{`dtype`:`F32`,`shape`:[99999,99999],`data_offsets`:[0,8]}} | shape (99999, 99999) has",
                "{`a`:{`dtype`:`F32`,`shape`:[2.5],`data_offsets`:[0,8]}} | describes `a` as {`dtype`",
                "{`a`:{`dtype`:`F32`,`shape`:[2]}}                | describes `a` as",
                "{`a`:3}                                          | describes `a` as 3; expected {`dtype`: `F32`",
                "{`a`:1,`a`:2}                                    | has a header that is not JSON: Duplicate field 'a'",
                "{`a`:                                            | has a header that is not JSON",
                "{} {}                                            | has a header that is not JSON"
            })
    void refusesHeadersThatDoNotFit(String json, String message) throws IOException {
        Path file = folder.resolve("w.safetensors");
        String header = json.replace('`', '"');
        Files.write(file, (length(header) + header + "\0".repeat(8)).getBytes(ISO_8859_1));
        BadInput e = assertThrows(BadInput.class, () -> Safetensors.read(file).all());
        assertTrue(e.getMessage().startsWith(file + ": " + message.replace('`', '"')), e.getMessage());
    }

    @Test
    void refusesAHeaderLongerThanTheFile() throws IOException {
        Path file = folder.resolve("w.safetensors");
        Files.write(file, "\u00ff\u00ff\0\0\0\0\0\0{}".getBytes(ISO_8859_1));
        assertEquals(
                file + ": is cut short: its header is 65535 bytes, but only 2 are left",
                assertThrows(BadInput.class, () -> Safetensors.read(file)).getMessage());
        Files.write(file, "\u00ff\u00ff\u00ff\u00ff\0\0\0\0{}".getBytes(ISO_8859_1));
        assertEquals(
                file + ": says that its header has 4294967295 bytes; 100000000 is the most",
                assertThrows(BadInput.class, () -> Safetensors.read(file)).getMessage());
    }

    private static String length(String header) {
        return (char) header.length() + "\0\0\0\0\0\0\0";
    }

    private static void assertSame(Tensor expected, Tensor found) {
        assertEquals(expected.toString(), found.toString());
        assertTrue(expected.sameBits(found));
    }
}
