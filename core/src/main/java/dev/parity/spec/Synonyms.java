package dev.parity.spec;

import dev.parity.tensor.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was meant by a word that is none of ours: one whose letters are near, or one that other libraries use ({@code
 * synonyms.txt}). Nobody finds {@code L1Loss} under MAE by its letters.
 */
final class Synonyms {
    private static final String FIELDS = "fields";

    /** By section: a word, without regard to how it is written, and what it may mean. */
    private static final Map<String, Map<String, List<String>>> ALL = read();

    private Synonyms() {}

    /** The end of a message about a name that a catalogue does not have; empty where nothing is like it. */
    static String hint(Catalogue catalogue, String found, Collection<String> known) {
        return meanings(catalogue.name(), found)
                .findFirst()
                .map(meant -> known.contains(meant) ? mean(meant) : "; write " + meant)
                .orElseGet(() -> Nearest.hint(found, known));
    }

    /** The same for a field. */
    static String hint(String found, Collection<String> known) {
        return meant(found, known).map(Synonyms::mean).orElse("");
    }

    /** The field that was meant, of those that are known where it stands. */
    static Optional<String> meant(String found, Collection<String> known) {
        return Nearest.nearest(found, known)
                .or(() -> meanings(FIELDS, found).filter(known::contains).findFirst());
    }

    /** The sections with all that their words mean. */
    static Map<String, Map<String, List<String>>> all() {
        return ALL;
    }

    private static String mean(String meant) {
        return "; did you mean \"" + meant + "\"?";
    }

    private static Stream<String> meanings(String section, String word) {
        return ALL.get(section).getOrDefault(plain(word), List.of()).stream();
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[_\\s]|layer$", "");
    }

    private static Map<String, Map<String, List<String>>> read() {
        Map<String, Map<String, List<String>>> all = new LinkedHashMap<>();
        String section = "";
        for (String line : resource().lines().toList()) {
            if (line.startsWith("[")) {
                section = line.substring(1, line.length() - 1);
                all.put(section, new LinkedHashMap<>());
            } else if (!line.isBlank() && !line.startsWith("#")) {
                String[] part = line.split(" = ", 2);
                for (String word : part[0].split(", ")) {
                    all.get(section)
                            .merge(plain(word), List.of(part[1]), (a, b) -> Stream.concat(a.stream(), b.stream())
                                    .toList());
                }
            }
        }
        return all;
    }

    private static String resource() {
        try (InputStream in = Synonyms.class.getResourceAsStream("synonyms.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
