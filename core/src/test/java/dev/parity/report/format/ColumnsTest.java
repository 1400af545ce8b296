package dev.parity.report.format;

import static dev.parity.report.say.Document.Table.Kind.NAME;
import static dev.parity.report.say.Document.Table.Kind.NUMBER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnsTest {
    @Test
    void namesStandLeftAndNumbersRight() {
        Columns columns = new Columns(NUMBER, NAME, NUMBER);
        columns.row(List.of("1", "a", "10"));
        columns.row(List.of("100", "bcd", ""));
        assertEquals(List.of("  1  a    10", "100  bcd"), columns.lines(80));
    }

    @Test
    void theWidestNamesGiveWay() {
        Columns columns = new Columns(NAME, NUMBER, NAME);
        columns.row(List.of("abcdefghijklmnop", "7", "abcdefghijkl"));
        assertEquals(List.of("abc...nop  7  abc...ijkl"), columns.lines(24));
        assertEquals(List.of("ab...nop  7  ab...jkl"), columns.lines(10));
    }

    @Test
    void aRowFillsItsColumns() {
        assertThrows(IllegalArgumentException.class, () -> new Columns(NAME).row(List.of("a", "b")));
    }

    @Test
    void fittingCountsCodePoints() {
        assertEquals("層層層層", Columns.fit("層層層層", 4));
        assertEquals("😀...😃😃", Columns.fit("😀😀😀😃😃😃😃", 6));
    }

    @Test
    void breaksAtSpaces() {
        assertEquals(List.of("one two", "three"), Columns.wrap("one two three", 8));
        assertEquals(List.of("a", "lon...ger"), Columns.wrap("a longlonglonger", 9));
        assertEquals(List.of(""), Columns.wrap("", 9));
    }
}
