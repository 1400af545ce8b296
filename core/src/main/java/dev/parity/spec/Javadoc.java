package dev.parity.spec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a record's own Javadoc says, as plain text: the formula stands in one place, and {@code parity list} and {@code parity
 * schema} read it from there. The sources of the records are resources of this jar.
 *
 * @param summary its first sentence
 * @param text all of it, in lines; formulas are indented
 * @param options what it says of an option, by the option's name
 * @param link to PyTorch's page, or empty
 */
public record Javadoc(String summary, List<String> text, Map<String, String> options, String link) {
    private static final Pattern TAG = Pattern.compile("(?m)^@(?=[a-z])");
    private static final Pattern PARAM = Pattern.compile("param (\\w+) (.*)", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("see <a href=\"([^\"]+)\".*", Pattern.DOTALL);
    /** A sentence ends at a full stop before a blank, but not in "e.g. this" or in "1. 2." */
    private static final Pattern SENTENCE =
            Pattern.compile("(.+?(?<!e\\.g|i\\.e)[.:])(?=\\s+[^a-z]|\\s*$).*", Pattern.DOTALL);

    private static final Pattern ANNOTATIONS = Pattern.compile("(\\s|@\\w+(\\([^()]*\\))?)*");
    private static final Pattern BLOCK = Pattern.compile("(?s)<pre>\\n?(.*?)</pre>");

    /** The Javadoc of a record, or of a sealed interface, of this jar. */
    static Javadoc of(Class<?> type) {
        String file = type.getSimpleName() + ".java";
        try (InputStream in = type.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the source " + file + " is not in the jar");
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), type.getSimpleName());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Finds the comment that stands before a type and its annotations. */
    static Javadoc parse(String source, String type) {
        Matcher declaration = Pattern.compile("(?m)^(?:public )?(?:sealed )?(?:record|interface) " + type + "\\b")
                .matcher(source);
        int declared = declaration.find() ? declaration.start() : -1;
        int start = source.lastIndexOf("/**", declared);
        int end = source.indexOf("*/", start);
        if (start < 0
                || end > declared
                || !ANNOTATIONS.matcher(source.substring(end + 2, declared)).matches()) {
            return new Javadoc("", List.of(), Map.of(), "");
        }
        String[] parts = TAG.split(source.substring(start + 3, end).replaceAll("(?m)^[ \\t]*\\* ?", ""));
        String body = parts[0].strip();
        Map<String, String> options = new LinkedHashMap<>();
        String link = "";
        for (int i = 1; i < parts.length; i++) {
            Matcher param = PARAM.matcher(parts[i]);
            Matcher see = LINK.matcher(parts[i]);
            if (param.matches()) {
                options.put(param.group(1), flow(param.group(2)));
            } else if (see.matches() && link.isEmpty()) {
                link = see.group(1);
            }
        }
        String before = flow(body.split("<pre>|<p>|<ul>", 2)[0]);
        Matcher sentence = SENTENCE.matcher(before);
        String summary = sentence.matches() ? sentence.group(1) : before;
        return new Javadoc(summary.replaceAll("[.:]$", ""), lines(body), options, link);
    }

    /** Paragraphs, each one line, with an empty line between them; what is preformatted keeps its lines. */
    private static List<String> lines(String body) {
        StringBuilder text = new StringBuilder();
        Matcher block = BLOCK.matcher(body);
        int from = 0;
        while (block.find()) {
            text.append(paragraphs(body.substring(from, block.start())));
            text.append(plain(block.group(1))
                    .stripTrailing()
                    .stripIndent()
                    .lines()
                    .map(l -> "  " + l)
                    .collect(Collectors.joining("\n")));
            text.append("\n\n");
            from = block.end();
        }
        text.append(paragraphs(body.substring(from)));
        return text.toString().strip().lines().toList();
    }

    private static String paragraphs(String html) {
        StringBuilder text = new StringBuilder();
        for (String paragraph : html.replaceAll("</?ul>|</li>|</p>", "").split("<p>|(?=<li>)")) {
            if (!paragraph.isBlank()) {
                boolean item = paragraph.startsWith("<li>");
                text.append(item ? "- " : "")
                        .append(flow(paragraph.replace("<li>", "")))
                        .append("\n\n");
            }
        }
        return text.toString();
    }

    private static String flow(String html) {
        return plain(html).strip().replaceAll("\\s+", " ");
    }

    /** Without tags, entities and Javadoc's own braces. */
    private static String plain(String html) {
        return html.replaceAll("\\{@(?:code|literal) ([^{}]*)}", "$1")
                .replaceAll("\\{@link(?:plain)? [^\\s{}]+ ([^{}]*)}", "$1")
                .replaceAll("\\{@link(?:plain)? (?:[\\w.]*[.#])?(\\w+)[^{}]*}", "$1")
                .replaceAll("</?(?:em|b|i|code|strong|sub|sup|a)(?: [^>]*)?>", "")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&nbsp;", " ")
                .replace("&amp;", "&");
    }
}
