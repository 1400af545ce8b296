package dev.parity.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parity.spec.Catalogue.Entry;
import dev.parity.tensor.BadInput;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every record says what it computes, in its own Javadoc, and what each of its options is. */
class CatalogueTest {
    static Stream<Entry> entries() {
        return Catalogue.all().stream().flatMap(c -> c.entries().stream());
    }

    @ParameterizedTest
    @MethodSource("entries")
    void saysWhatItComputes(Entry entry) {
        Javadoc doc = entry.javadoc();
        assertTrue(doc.summary().length() > 3, "no first sentence");
        assertTrue(
                doc.link().matches("https://[\\w./#-]+"),
                () -> "no link to where it is described: add @see <a href=...>; found \"" + doc.link() + "\"");
        boolean formula = Stream.concat(
                        Stream.of(doc), entry.families().stream().map(Catalogue.Family::javadoc))
                .anyMatch(d -> d.text().stream().anyMatch(line -> line.startsWith("  "))
                        || d.summary().contains(" = ")
                        || d.summary().contains("←")
                        || d.summary().contains("lr "));
        assertTrue(formula || entry.name().equals("SequentialLR"), "no <pre> and no formula");
        for (String line : doc.text()) {
            assertTrue(!line.matches(".*(\\{@|</?\\p{Alpha}+>|&\\w+;).*"), () -> "HTML is left in: " + line);
        }
    }

    @ParameterizedTest
    @MethodSource("entries")
    void describesOptionsThatItHas(Entry entry) {
        List<String> names = entry.options().stream().map(Option::name).toList();
        assertTrue(
                names.containsAll(entry.javadoc().options().keySet()),
                () -> entry.javadoc().options().keySet() + " of " + names);
        entry.options().forEach(option -> assertTrue(option.words().length() > 5, option.name()));
    }

    /** The defaults that parity list shows are ones that the reader takes. */
    @ParameterizedTest
    @MethodSource("entries")
    void defaultsAreJsonOfTheirKind(Entry entry) {
        for (Option option : entry.options()) {
            option.fallback().ifPresent(fallback -> {
                Json json = JsonReader.read(fallback);
                boolean fits =
                        switch (option.kind()) {
                            case INTEGER, PADDING ->
                                json.isNull() || json.itemsOrOne().stream().allMatch(Json::isInteger);
                            case NUMBER ->
                                json.isNull() || json.itemsOrOne().stream().allMatch(Json::isNumber);
                            case BOOLEAN -> fallback.matches("true|false");
                            case CHOICE -> option.choices().contains(json.text());
                            case STRING -> json.isText();
                            case TENSOR, SCHEDULER -> json.isNull() || json.isText();
                        };
                assertTrue(fits, option.name() + " is " + option.words() + ", and its default is " + fallback);
            });
        }
    }

    @Test
    void thereAreAllThatPyTorchUsersExpect() {
        assertTrue(Catalogue.LAYERS.entries().size() >= 60);
        assertTrue(Catalogue.LOSSES.entries().size() >= 14);
        assertTrue(Catalogue.OPTIMIZERS.entries().size() >= 9);
        assertTrue(Catalogue.SCHEDULERS.entries().size() >= 8);
    }

    @Test
    void aNameThatIsNoneIsToldTheNearest() {
        assertEquals(Catalogue.LAYERS.entry("Linear").name(), "Linear");
        BadInput bad = assertThrows(BadInput.class, () -> Catalogue.LOSSES.entry("CrossEntropy"));
        assertEquals("there is no loss \"CrossEntropy\"; did you mean \"CrossEntropyLoss\"?", bad.getMessage());
    }

    @Test
    void kinShareWhatIsSaidOfThemAll() {
        var families = Catalogue.LAYERS.entry("BatchNorm2d").families();
        assertEquals(List.of("BatchNorm1d", "BatchNorm2d"), families.get(0).members());
        assertTrue(families.get(1).javadoc().summary().startsWith("Standardises"));
    }
}
