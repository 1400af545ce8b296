package dev.parity.report.format;

import dev.parity.report.say.Document.Table.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Text in columns two spaces apart; and text that must fit. Widths count code points. */
final class Columns {
    private static final String GAP = "  ";
    private static final String CUT = "...";

    /** As far as a column of names is narrowed. */
    private static final int NARROWEST = 8;

    private final List<Kind> kinds;
    private final List<List<String>> rows = new ArrayList<>();

    Columns(Kind... kinds) {
        this.kinds = List.of(kinds);
    }

    void row(List<String> cells) {
        if (cells.size() != kinds.size()) {
            throw new IllegalArgumentException(cells.size() + " cells for " + kinds.size() + " columns");
        }
        rows.add(List.copyOf(cells));
    }

    /** One line for each row, without spaces at its end; the widest names are shortened until the lines fit. */
    List<String> lines(int most) {
        int[] width = IntStream.range(0, kinds.size())
                .map(i ->
                        rows.stream().mapToInt(row -> length(row.get(i))).max().orElse(0))
                .toArray();
        int excess = IntStream.of(width).sum() + GAP.length() * (width.length - 1) - most;
        for (int widest = widestName(width); excess > 0 && widest >= 0; excess--) {
            width[widest]--;
            widest = widestName(width);
        }
        return rows.stream().map(row -> line(row, width)).toList();
    }

    private int widestName(int[] width) {
        return IntStream.range(0, width.length)
                .filter(i -> kinds.get(i) == Kind.NAME && width[i] > NARROWEST)
                .reduce((i, j) -> width[j] > width[i] ? j : i)
                .orElse(-1);
    }

    private String line(List<String> row, int[] width) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < width.length; i++) {
            String cell = fit(row.get(i), width[i]);
            String space = " ".repeat(width[i] - length(cell));
            line.append(i == 0 ? "" : GAP).append(kinds.get(i) == Kind.NAME ? cell + space : space + cell);
        }
        return line.toString().stripTrailing();
    }

    /** The text, or its beginning and end where it is too long. */
    static String fit(String text, int width) {
        if (length(text) <= width) {
            return text;
        }
        int kept = Math.max(2, width - CUT.length());
        int head = text.offsetByCodePoints(0, kept / 2);
        int tail = text.offsetByCodePoints(text.length(), kept / 2 - kept);
        return text.substring(0, head) + CUT + text.substring(tail);
    }

    /** The text in lines, broken at spaces. */
    static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            String fitting = fit(word, width);
            if (!line.isEmpty() && length(line) + 1 + length(fitting) > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(fitting);
        }
        lines.add(line.toString());
        return lines;
    }

    private static int length(CharSequence text) {
        return Character.codePointCount(text, 0, text.length());
    }
}
