package dev.parity.tensor;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {
    private static final Tensor TABLE = Tensor.of(Shape.of(2, 2), 0.5, -2, 1e-3, 4);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.5,-2\n1e-3,4\n",
                "0.5;-2\n1e-3;4",
                "0.5\t-2\r\n1e-3\t4\r\n",
                "  0.5   -2 \n 1e-3   4",
                " .5 , -2.\n\n+1E-3 , 4\n\n",
                "a,b\n0.5,-2\n1e-3,4\n",
                "\"width, cm\",\"height\"\n\"0.5\",\"-2\"\n1e-3,4\n",
                "Größe;b\n0.5;-2\n1e-3;4\n",
                "\ufeffa,b\n0.5,-2\n1e-3,4\n",
                "# made by hand\n0.5,-2\n# between\n1e-3,4\n"
            })
    void readsTables(String text) throws IOException {
        assertSame(TABLE, read(text));
    }

    @Test
    void readsWhatNumpySavetxtWrites() {
        Tensor expected = Tensor.of(Shape.of(2, 2), 0.1, -2.5, 1e300, Double.NaN);
        assertSame(expected, Csv.read(Resource.path("savetxt.txt")));
    }

    @Test
    void readsIntegersAsIntegers() throws IOException {
        assertSame(Tensor.of(Shape.of(2, 2), 1L, -2, 3, 4), read("x,y\n1,-2\n+3,4\n"));
        assertSame(Tensor.of(Shape.of(1, 2), 1.0, 2.0), read("1,2.0\n"));
        assertSame(Tensor.of(Shape.of(1, 1), 9007199254740993.0), read("9007199254740993\n"));
    }

    @Test
    void readsAColumnWhoseHeaderHasBlanks() throws IOException {
        assertSame(Tensor.of(Shape.of(3, 1), 7L, 2, 1), read("the label\n7\n2\n1\n"));
    }

    @Test
    void readsWhatIsNotFinite() throws IOException {
        double inf = Double.POSITIVE_INFINITY;
        assertSame(Tensor.of(Shape.of(1, 5), Double.NaN, inf, -inf, inf, -inf), read("nan,inf,-inf,Infinity,-INF"));
    }

    @Test
    void growsWithTheTable() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            text.append(i / 8.0).append(',').append(-i).append('\n');
        }
        Tensor expected = Tensor.fill(DType.FLOAT64, Shape.of(5000, 2), i -> i % 2 == 0 ? i / 16.0 : -(i / 2));
        Tensor found = read(text.toString());
        assertEquals(expected.toString(), found.toString());
        assertArrayEquals(expected.doubles(), found.doubles());
    }

    @Test
    void saysWhereACellIsWrong() throws IOException {
        assertMessage("line 3, column 2: \"2,5\" is not a number; write 2.5", "a;b\n1;2\n1;2,5\n");
        assertMessage(
                "line 2, column 1: \"\" is not a number; fill the cell, with nan if the value is missing", "1,2\n,3\n");
        assertMessage("line 1, column 2: \"x\" is not a number; write one such as 0.5, 1e-3, nan or inf", "1,x\n");
        assertMessage("line 2, column 1: \"c\" is not a number; write one such as 0.5, 1e-3, nan or inf", "a,b\nc,d\n");
        for (String java : new String[] {"1f", "1d", "0x1p3", "1_000", "1e", "--1", "NaN1"}) {
            assertMessage(
                    "line 2, column 1: \"" + java + "\" is not a number; write one such as 0.5, 1e-3, nan or inf",
                    "1\n" + java + "\n");
        }
    }

    @Test
    void refusesRaggedRowsAndNothing() throws IOException {
        assertMessage("line 3 has 3 cells, but the rows before it have 2", "1,2\n3,4\n5,6,7\n");
        assertMessage("line 2 has 1 cells, but the rows before it have 2", "1,2\n3\n");
        assertMessage("holds no numbers; expected rows such as 0.5,1.0", "");
        assertMessage("holds no numbers; expected rows such as 0.5,1.0", "a,b\n");
    }

    @Test
    void saysWhatAFileLooksLikeInstead() throws IOException {
        assertMessage("is not text; it looks like a web page", "<!DOCTYPE html>");
        assertMessage("is not text; it looks like JSON text", "{\"x\": [1, 2]}");
        assertMessage("is not text; it looks like UTF-16 text", "1,2".getBytes(UTF_16));
        assertMessage("is not text; it looks like a NumPy array (.npy)", Files.readAllBytes(Resource.path("f8.npy")));
    }

    private Tensor read(String text) throws IOException {
        return Csv.read(Files.writeString(folder.resolve("a.csv"), text));
    }

    private void assertMessage(String message, String text) throws IOException {
        assertMessage(message, text.getBytes(UTF_8));
    }

    private void assertMessage(String message, byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("a.csv"), bytes);
        assertEquals(
                file + ": " + message,
                assertThrows(BadInput.class, () -> Csv.read(file)).getMessage());
    }

    private static void assertSame(Tensor expected, Tensor found) {
        assertEquals(expected.toString(), found.toString());
        assertTrue(expected.sameBits(found));
    }
}
