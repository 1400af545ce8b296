package dev.parity.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One fault, one page, all pages of one form. */
class FaultPagesTest {
    private static final List<String> HEADINGS = List.of(
            "What goes wrong",
            "The right formula",
            "An example",
            "How to mend it",
            "In the report",
            "Try it",
            "A case in public");

    /** Its address, where there is one in public. */
    private static final String CASE = "  (https?://\\S+|None that we know of\\.)";

    static List<Fault> faults() {
        return Faults.all();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void everyFaultHasAPageOfTheCommonForm(Fault fault) {
        List<String> page = Faults.page(fault);
        assertEquals(fault.id(), page.get(0));
        assertTrue(page.get(1).matches("\\p{Lu}.+\\."), "the second line is a sentence: " + page.get(1));
        assertEquals(
                HEADINGS,
                page.subList(2, page.size()).stream()
                        .filter(line -> line.matches("\\S.*"))
                        .toList());
        assertTrue(page.size() >= 20 && page.size() <= 40, page.size() + " lines");
        page.forEach(line ->
                assertTrue(line.codePointCount(0, line.length()) <= 100 || line.matches(CASE), "too long: " + line));
        assertTrue(page.get(page.size() - 1).matches(CASE), "the last line is the case's address");
    }

    @Test
    void noPageIsWithoutItsFault() throws IOException, URISyntaxException {
        Path folder = Path.of(Faults.class.getResource("grads-not-zeroed.txt").toURI())
                .getParent();
        try (Stream<Path> files = Files.list(folder)) {
            List<String> pages = files.map(f -> f.getFileName().toString())
                    .filter(f -> f.endsWith(".txt"))
                    .sorted()
                    .toList();
            assertEquals(
                    Faults.all().stream().map(f -> f.id() + ".txt").sorted().toList(), pages);
        }
    }
}
