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
import org.junit.jupiter.params.provider.CsvSource;
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
        assertMessage(
                "line 1, column 2: \"x\" is not a number, and other cells of the line are; a header has only names, such as"
                        + " x2 for 2",
                "1,x\n");
        assertMessage("line 2, column 1: \"c\" is not a number; write one such as 0.5, 1e-3, nan or inf", "a,b\nc,d\n");
        for (String java : new String[] {"1f", "1d", "0x1p3", "1_000", "1e", "--1", "NaN1"}) {
            assertMessage(
                    "line 2, column 1: \"" + java + "\" is not a number; write one such as 0.5, 1e-3, nan or inf",
                    "1\n" + java + "\n");
        }
    }

    /** As pandas writes, which would be read as data without a word. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0,1,2⏎0.5,1.5,2.5⏎3.5,4.5,5.5 | the first line counts the columns from 0",
                "0⏎0.5⏎1.0 | the first line counts the columns from 0",
                "0,1,2⏎7,8.5,9⏎7,1.0,3 | the first line counts the columns from 0",
                "0,1,2⏎5,9,3⏎4,4,4 | the first line counts the columns from 0",
                ",a,b⏎0,1.5,2.5⏎1,3.5,4.5 | the first column has no name",
                ",0,1⏎0,1.5,2.5⏎1,3.5,4.5 | the first column has no name",
                "Unnamed: 0,a⏎0,1.5⏎1,3.5 | the first column has no name",
                "0,1.5⏎1,2.5⏎2,3.5 | the first column counts the rows from 0",
                "a,b⏎1,2,3 | line 2 has 3 cells, but the header before it has 2",
                "a,b⏎0.5,1,25 | decimal commas separate what belongs together",
                "x1,2,y⏎1,2,3 | line 1, column 1: \"x1\" is not a number, and other cells",
                ",,⏎1,2,3 | line 1 has nothing but empty cells",
                "NA,NA⏎1,2 | line 1 has nothing but empty cells",
                "1,,3⏎4,5,6 | line 1, column 2: \"\" is not a number; fill the cell, with nan",
                "NA,2⏎4,5 | line 1, column 1: \"NA\" is not a number; fill the cell, with nan",
                "\"1,000\",\"2,000\"⏎\"1,000\",\"2,000\" | line 1, column 1: \"1,000\" is not a number; write 1000, or 1.000 if",
                "\"1,000,000\"⏎5 | write 1000000",
                "a;b⏎1;1.234,5 | \"1.234,5\" is not a number; write 1234.5",
                "1;2⏎1;2,5 | line 2, column 2: \"2,5\" is not a number; write 2.5",
            })
    void refusesWhatWouldBeReadAsData(String text, String message) throws IOException {
        Path file = Files.writeString(folder.resolve("a.csv"), text.strip().replace('⏎', '\n'));
        String found = assertThrows(BadInput.class, () -> Csv.read(file)).getMessage();
        assertTrue(found.contains(message), found);
    }

    /** Beside those: data that begin likewise. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0⏎1⏎1⏎0",
                "0⏎0.5⏎1⏎2.25",
                "0,0⏎0,1⏎1,0⏎1,1",
                "0,1⏎1,0",
                "0,1,2⏎3,4,5⏎6,7,8",
                "0,1,2⏎2,1,0⏎0,1,2",
                "a,b,c⏎0,1,2⏎0.5,1.5,2.5",
                "t,x⏎0,1.5⏎1,2.5⏎2,3.5",
                "0,5⏎1,7⏎2,9",
                "0.0,1.5⏎1.0,2.5⏎2.0,3.5",
                "nan,nan⏎1,2",
                "0,1.5⏎1,2.5",
            })
    void readsDataThatBeginLikewise(String text) throws IOException {
        long lines = text.chars().filter(c -> c == '⏎').count() + 1;
        assertEquals(
                lines - (Character.isLetter(text.charAt(0)) && text.charAt(0) != 'n' ? 1 : 0),
                read(text.replace('⏎', '\n')).shape().dim(0));
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
