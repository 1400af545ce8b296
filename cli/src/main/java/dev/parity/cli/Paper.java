package dev.parity.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Pages of text on a terminal as wide as it is, or 80 columns wide where there is none. */
final class Paper {
    /** Longer lines are hard to read, however wide the terminal is. */
    private static final int WIDEST = 110;

    private final PrintWriter out;
    private final int width;
    private final boolean colour;

    Paper(PrintWriter out, int width, boolean colour) {
        this.out = out;
        this.width = Math.max(40, Math.min(width, WIDEST));
        this.colour = colour;
    }

    static Paper of(CommandSpec command, Colour colour) {
        return new Paper(command.commandLine().getOut(), command.usageMessage().width(), colour.on());
    }

    void line() {
        out.print('\n');
    }

    void heading(String text) {
        List<String> lines = wrap(text, width - 4);
        print(0, lines.subList(0, 1), true);
        print(4, lines.subList(1, lines.size()), true);
    }

    /** Text that begins at a column. */
    void text(int indent, String text) {
        print(indent, wrap(text, width - indent), false);
    }

    /** Text that stands back behind the rest. */
    void faint(int indent, String text) {
        for (String line : wrap(text, width - indent)) {
            out.print(" ".repeat(indent) + ink("2", line) + "\n");
        }
    }

    /** Text beside a name, or under it where the name is long. */
    void entry(String name, int column, String text) {
        List<String> lines = wrap(text, width - column);
        if (length(name) + 2 > column) {
            heading(name);
            print(column, lines, false);
            return;
        }
        out.print(bold(name) + " ".repeat(column - length(name)) + lines.get(0) + "\n");
        print(column, lines.subList(1, lines.size()), false);
    }

    /** A line that keeps its spaces; one that is too long is broken where formulas stand apart, or else at a blank. */
    void formula(String line) {
        int indent = length(line) - length(line.stripLeading());
        StringBuilder row = new StringBuilder();
        for (String part : line.strip().split("(?<=\\S)(?= {3,}\\S)")) {
            String formula = part.strip();
            String space = part.substring(0, part.indexOf(formula));
            if (!row.isEmpty() && indent + length(row) + length(part) > width) {
                hanging(indent, row.toString());
                row.setLength(0);
            }
            row.append(row.isEmpty() ? "" : space).append(formula);
        }
        hanging(indent, row.toString());
    }

    private void hanging(int indent, String row) {
        if (indent + length(row) <= width) {
            out.print(" ".repeat(indent) + row + "\n");
            return;
        }
        List<String> lines = wrap(row, width - indent - 4);
        print(indent, lines.subList(0, 1), false);
        print(indent + 4, lines.subList(1, lines.size()), false);
    }

    private void print(int indent, List<String> lines, boolean heading) {
        for (String line : lines) {
            out.print((" ".repeat(indent) + (heading ? bold(line) : line)).stripTrailing() + "\n");
        }
    }

    private String bold(String text) {
        return ink("1", text);
    }

    private String ink(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    /** The text in lines, broken at blanks; a word that is too long has a line of its own. */
    private static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (!line.isEmpty() && length(line) + 1 + length(word) > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    private static int length(CharSequence text) {
        return Character.codePointCount(text, 0, text.length());
    }
}
