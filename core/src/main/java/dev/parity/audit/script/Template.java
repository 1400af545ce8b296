package dev.parity.audit.script;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * TorchScript with named holes, <code>${name}</code>, from a file beside the classes that fill it. A hole alone on its line takes any number of
 * lines, each indented as it is, and none takes the line away. Lines that are blank or begin with {@code #} are for the reader. Python's own
 * {@code string.Template} fills the same files.
 */
record Template(String name, String text) {
    private static final Pattern HOLE = Pattern.compile("(?m)^( *)\\$\\{(\\w+)}\\n|\\$\\{(\\w+)}");

    /** The one in {@code NAME.py}. */
    static Template of(String name) {
        try (InputStream in = Template.class.getResourceAsStream(name + ".py")) {
            if (in == null) {
                throw new IllegalArgumentException("there is no template " + name + ".py");
            }
            String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new Template(
                    name,
                    all.lines()
                            .filter(line -> !line.isBlank() && !line.startsWith("#"))
                            .map(line -> line + "\n")
                            .collect(Collectors.joining()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text with these values in its holes: one for each hole, and none that no hole takes. */
    String fill(Map<String, ?> values) {
        Set<String> left = new HashSet<>(values.keySet());
        String filled = HOLE.matcher(text).replaceAll(hole -> {
            boolean alone = hole.group(2) != null;
            String called = alone ? hole.group(2) : hole.group(3);
            if (!values.containsKey(called)) {
                throw new IllegalArgumentException(
                        name + ".py has a hole ${" + called + "}, and nothing to fill it with");
            }
            left.remove(called);
            String value = values.get(called).toString();
            return Matcher.quoteReplacement(alone ? indented(value, hole.group(1)) : value);
        });
        if (!left.isEmpty()) {
            throw new IllegalArgumentException(name + ".py has no holes for " + left);
        }
        return filled;
    }

    private static String indented(String lines, String by) {
        return lines.strip().lines().map(line -> by + line + "\n").collect(Collectors.joining());
    }
}
