package dev.parity.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JavadocTest {
    private static final String SOURCE = """
            package x;

            /** Another. */
            interface Other {}

            /**
             * y = x {@code > 0}, e.g. a {@link Frame#dx gradient} of {@link dev.parity.nn.Array}, i.e. more.
             * And a second sentence &amp; what
             * goes on.
             * <pre>
             *   dx = dy where x &gt; 0      dx &le 0
             *     indented
             * </pre>
             *
             * <p>A paragraph with <em>weight</em>:
             * <ul>
             *   <li>one
             *   <li>two
             * </ul>
             *
             * @param slope of the
             *     line
             * @see <a href="https://pytorch.org/x.html">torch.X</a>
             */
            @Deprecated
            public record X(@Default("1") int slope) implements Other {}
            """;

    @Test
    void isReadAsPlainText() {
        Javadoc doc = Javadoc.parse(SOURCE.replace("&le 0", "<= 0"), "X");
        assertEquals("y = x > 0, e.g. a gradient of Array, i.e. more", doc.summary());
        assertEquals(
                List.of(
                        "y = x > 0, e.g. a gradient of Array, i.e. more. And a second sentence & what goes on.",
                        "",
                        "  dx = dy where x > 0      dx <= 0",
                        "    indented",
                        "",
                        "A paragraph with weight:",
                        "",
                        "- one",
                        "",
                        "- two"),
                doc.text());
        assertEquals(Map.of("slope", "of the line"), doc.options());
        assertEquals("https://pytorch.org/x.html", doc.link());
    }

    @Test
    void aTypeWithoutOneHasNothingToSay() {
        assertEquals(new Javadoc("", List.of(), Map.of(), ""), Javadoc.parse("public record Y() {}", "Y"));
        assertEquals(
                "",
                Javadoc.parse("/** Far away. */ interface Z {}\npublic record Y() {}", "Y")
                        .summary());
    }
}
