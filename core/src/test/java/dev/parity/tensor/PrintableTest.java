package dev.parity.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {
    @Test
    void lettersAndSignsOfAllScriptsAreLetThrough() {
        String text = "fc1 Größe 層 слой |Σ| ≤ 1e-3 \ud83d\ude00";
        assertEquals(text, Printable.line(text));
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0, 7, 8, 9, 10, 13, 0x1b, 0x7f, 0x80, 0x85, 0x9b, 0x9d, 0xad, 0x61c, 0x200b, 0x200e, 0x200f, 0x2028,
                0x2029, 0x202a, 0x202e, 0x2060, 0x2066, 0x2069, 0xfeff, 0xd800, 0xdfff, 0xe0001, 0xe007f
            })
    void whatWouldActOnATerminalIsNot(int character) {
        assertFalse(Printable.is(character));
        assertEquals("a?b", Printable.line("a" + Character.toString(character) + "b"));
    }

    @Test
    void noControlCharacterIsForgotten() {
        assertTrue(IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(Character::isISOControl)
                .noneMatch(Printable::is));
    }

    @Test
    void linesKeepTheirEnds() {
        assertEquals("a\n\tb?c", Printable.lines("a\n\tb\rc"));
    }

    @Test
    void aMistakeOfTheUserIsOneLine() {
        assertEquals("x: a?b", new BadInput("a\nb").at("x").getMessage());
    }
}
