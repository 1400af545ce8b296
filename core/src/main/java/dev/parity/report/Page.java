package dev.parity.report;

import dev.parity.tensor.Printable;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Lines of text, none wider than the page. Names come from specs and traces, and only what is
 * {@link Printable} of them is let through: a name must not be able to repaint the terminal.
 */
final class Page {
    private static final String INDENT = "  ";

    private final int width;
    private final int label;
    private final boolean colour;
    private final StringBuilder text = new StringBuilder();

    /** @param label columns taken by a label */
    Page(int width, int label, boolean colour) {
        this.width = width;
        this.label = label;
        this.colour = colour;
    }

    String text() {
        return text.toString().stripTrailing() + "\n";
    }

    /** An empty line. */
    void gap() {
        text.append('\n');
    }

    void text(String sentence) {
        Columns.wrap(clean(sentence), width).forEach(this::line);
    }

    /** A sentence that leads what follows. */
    void strong(String sentence) {
        Columns.wrap(clean(sentence), width).forEach(line -> line(Ink.BOLD.on(line, colour)));
    }

    void indented(String sentence) {
        Columns.wrap(clean(sentence), width - INDENT.length()).forEach(line -> line(INDENT + line));
    }

    /** A word that stands out, and text that hangs beside it. */
    void head(Ink ink, String word, String rest) {
        hang(ink, word, Ink.BOLD, rest);
    }

    void labelled(String word, String rest) {
        hang(Ink.DIM, word, Ink.PLAIN, rest);
    }

    private void hang(Ink ink, String word, Ink body, String rest) {
        List<String> lines = Columns.wrap(clean(rest), width - label);
        line(ink.on(word, colour) + " ".repeat(label - word.length()) + body.on(lines.get(0), colour));
        lines.stream().skip(1).forEach(line -> line(" ".repeat(label) + body.on(line, colour)));
    }

    /** A header and its rows; one that is marked stands out. */
    void table(Columns columns, IntPredicate marked) {
        List<String> lines = columns.lines(width);
        line(Ink.DIM.on(lines.get(0), colour));
        for (int i = 1; i < lines.size(); i++) {
            Ink ink = marked.test(i - 1) ? Ink.RED : Ink.PLAIN;
            line(ink.on(clean(lines.get(i)), colour));
        }
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private static String clean(String name) {
        return Printable.line(name);
    }
}
