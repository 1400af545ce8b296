package dev.parity.report.format;

import dev.parity.report.say.Document;
import dev.parity.report.say.Document.Table.Kind;
import dev.parity.report.say.Drawing;
import dev.parity.tensor.Printable;
import java.util.List;

/**
 * Lines of text, none wider than the page. Names come from specs and traces, and only what is {@link Printable} of them is let
 * through: a name must not be able to repaint the terminal.
 */
final class Page implements Drawing {
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

    /** All of it, without empty lines at the end. */
    @Override
    public String toString() {
        return text.toString().stripTrailing() + "\n";
    }

    @Override
    public void head(Document.Head head) {
        hang(ink(head.tone()), head.word(), Ink.BOLD, head.rest());
    }

    @Override
    public void heading(String words) {
        Columns.wrap(clean(words), width).forEach(line -> line(Ink.BOLD.on(line, colour)));
    }

    @Override
    public void sentence(String words) {
        Columns.wrap(clean(words), width).forEach(this::line);
    }

    @Override
    public void detail(String words) {
        Columns.wrap(clean(words), width - INDENT.length()).forEach(line -> line(INDENT + line));
    }

    @Override
    public void entry(String label, String words) {
        hang(Ink.DIM, label, Ink.PLAIN, words);
    }

    private void hang(Ink ink, String word, Ink body, String rest) {
        List<String> lines = Columns.wrap(clean(rest), width - label);
        line(ink.on(word, colour) + " ".repeat(label - word.length()) + body.on(lines.get(0), colour));
        lines.stream().skip(1).forEach(line -> line(" ".repeat(label) + body.on(line, colour)));
    }

    @Override
    public void overview(Document.Overview overview) {
        Columns columns = new Columns(Kind.NAME, Kind.NAME);
        overview.lines().forEach(l -> columns.row(List.of(l.name(), l.place())));
        List<String> lines = columns.lines(width - label);
        for (int i = 0; i < lines.size(); i++) {
            Document.Overview.Line line = overview.lines().get(i);
            hang(ink(line.tone()), line.word(), Ink.BOLD, lines.get(i));
        }
    }

    @Override
    public void table(Document.Table table) {
        Columns columns = new Columns(
                table.columns().stream().map(Document.Table.Column::kind).toArray(Kind[]::new));
        columns.row(table.columns().stream().map(Document.Table.Column::header).toList());
        table.rows().forEach(row -> columns.row(row.cells()));
        List<String> lines = columns.lines(width);
        line(Ink.DIM.on(lines.get(0), colour));
        for (int i = 1; i < lines.size(); i++) {
            Ink ink = table.rows().get(i - 1).marked() ? Ink.RED : Ink.PLAIN;
            line(ink.on(clean(lines.get(i)), colour));
        }
    }

    @Override
    public void gap() {
        text.append('\n');
    }

    private static Ink ink(Document.Tone tone) {
        return switch (tone) {
            case GOOD -> Ink.GREEN;
            case BAD -> Ink.RED;
            case UNSURE -> Ink.YELLOW;
        };
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private static String clean(String name) {
        return Printable.line(name);
    }
}
