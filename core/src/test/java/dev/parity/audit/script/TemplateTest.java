package dev.parity.audit.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateTest {
    private static final Template TWO = new Template("two", """
            def f${number}(self):
              ${lines}
              return ${number} + ${more}
            """);

    @Test
    void aHoleTakesItsValueWhereverItStands() {
        assertEquals("""
                def f3(self):
                  a = 1
                  if a > 0:
                    b = $1
                  return 3 + 0.5
                """, TWO.fill(Map.of("number", 3, "lines", "a = 1\nif a > 0:\n  b = $1\n", "more", 0.5)));
    }

    @Test
    void noLinesTakeTheLineAway() {
        assertEquals("def f3(self):\n  return 3 + 4\n", TWO.fill(Map.of("number", 3, "lines", "", "more", 4)));
    }

    @Test
    void holesAndValuesBelongTogether() {
        String hole = assertThrows(IllegalArgumentException.class, () -> TWO.fill(Map.of("number", 3, "lines", "pass")))
                .getMessage();
        assertEquals("two.py has a hole ${more}, and nothing to fill it with", hole);
        String value = assertThrows(
                        IllegalArgumentException.class,
                        () -> TWO.fill(Map.of("number", 3, "lines", "pass", "more", 4, "less", 5)))
                .getMessage();
        assertEquals("two.py has no holes for [less]", value);
        assertThrows(IllegalArgumentException.class, () -> Template.of("none"));
    }

    /** A value is no template. */
    @Test
    void whatIsFilledInIsNotFilledAgain() {
        assertEquals("${b}\n", new Template("one", "${a}\n").fill(Map.of("a", "${b}")));
    }

    @Test
    void commentsAreForTheReader() {
        assertEquals(
                0,
                Template.of("judge")
                        .text()
                        .lines()
                        .filter(line -> line.startsWith("#"))
                        .count());
    }
}
