package dev.parity.tensor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A table of numbers as text, one row a line, always read with shape (rows, columns): int64 if every cell is
 * written as an integer, otherwise float64.
 *
 * <p>Cells are separated by tabs, else semicolons, else commas, else blanks, whichever the first row has. A first row
 * without a number in it is a header; what else may be none of the data is asked of {@link CsvRows}. Blank lines and lines that begin with {@code #} are passed over. A number is
 * written with a decimal point, or is {@code nan} or {@code inf}.
 */
public final class Csv {
    /** Below this a double tells every integer from the next. */
    private static final double EXACT_INTEGERS = 0x1p53;

    private final Input in;
    private double[] values = new double[1024];
    private int size;
    private int columns;
    /** Whether blanks separate cells: then a header's words are not counted. */
    private boolean blanks;

    private boolean integers = true;

    private Csv(Input in) {
        this.in = in;
    }

    public static Tensor read(Path file) {
        try (Input in = Input.open(file)) {
            if (FileKind.of(in.peek()) != FileKind.EMPTY) {
                in.expect(FileKind.TEXT);
            }
            // How much memory the numbers take is only known once they are read: a byte of text a byte of heap, or so.
            return Heap.allocate(in.name(), in.left(), () -> new Csv(in).table());
        }
    }

    private Tensor table() {
        BufferedReader reader = new BufferedReader(new InputStreamReader(in.stream(), UTF_8));
        try {
            int number = 0;
            CsvRows rows = new CsvRows(in);
            char separator = ',';
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                String text = number == 1 && line.startsWith("\ufeff") ? line.substring(1) : line;
                if (text.isBlank() || text.startsWith("#")) {
                    continue;
                }
                if (!rows.begun()) {
                    separator = separator(text);
                    columns = split(text, separator).size();
                    blanks = separator == ' ';
                }
                List<String> cells = split(text, separator);
                if (rows.data(number, cells)) {
                    row(number, cells);
                    rows.row(cells);
                }
            }
            if (size > 0) {
                rows.check();
            }
        } catch (IOException e) {
            throw in.damaged(e);
        }
        if (size == 0) {
            throw in.bad("holds no numbers; expected rows such as 0.5,1.0");
        }
        Shape shape = in.shape(size / columns, columns);
        return integers
                ? Tensor.of(
                        shape,
                        Arrays.stream(values, 0, size).mapToLong(v -> (long) v).toArray())
                : Tensor.of(shape, Arrays.copyOf(values, size));
    }

    private void row(int line, List<String> cells) {
        if (cells.size() != columns && size == 0 && !blanks) {
            throw in.bad("line " + line + " has " + cells.size() + " cells, but the header before it has " + columns
                    + "; a column may lack its name, or decimal commas separate what belongs together");
        } else if (size == 0) {
            columns = cells.size();
        } else if (cells.size() != columns) {
            throw in.bad("line " + line + " has " + cells.size() + " cells, but the rows before it have " + columns);
        }
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            try {
                add(number(cell), cell);
            } catch (NumberFormatException e) {
                throw noNumber(in, line, i, cell);
            }
        }
    }

    static BadInput noNumber(Input in, int line, int column, String cell) {
        return in.bad(
                "line " + line + ", column " + (column + 1) + ": \"" + cell + "\" is not a number; " + advice(cell));
    }

    private void add(double value, String cell) {
        if (size == values.length) {
            // Grows by half, up to the longest array there is; beyond that the allocation fails, and that is said.
            values = Arrays.copyOf(values, (int) Math.min(Integer.MAX_VALUE, size + size / 2L));
        }
        values[size++] = value;
        integers = integers && Math.abs(value) < EXACT_INTEGERS && isInteger(cell);
    }

    private static char separator(String line) {
        for (char separator : new char[] {'\t', ';', ','}) {
            if (split(line, separator).size() > 1) {
                return separator;
            }
        }
        return ' ';
    }

    /** The cells of a line, without the blanks and quotes around them. A separator within quotes separates nothing. */
    private static List<String> split(String line, char separator) {
        String text = separator == ' ' ? line.strip() : line;
        List<String> cells = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == separator && !quoted) {
                String cell = text.substring(start, i).strip();
                if (separator != ' ' || !cell.isEmpty()) {
                    boolean inQuotes = cell.length() > 1 && cell.startsWith("\"") && cell.endsWith("\"");
                    cells.add(inQuotes ? cell.substring(1, cell.length() - 1).strip() : cell);
                }
                start = i + 1;
            } else if (text.charAt(i) == '"') {
                quoted = !quoted;
            }
        }
        return cells;
    }

    static boolean isNumber(String cell) {
        try {
            number(cell);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static double number(String cell) {
        String digits = cell.startsWith("+") || cell.startsWith("-") ? cell.substring(1) : cell;
        char first = digits.isEmpty() ? ' ' : digits.charAt(0);
        if (first >= '0' && first <= '9' || first == '.') {
            char last = digits.charAt(digits.length() - 1);
            // Java would also take 1f, 1d and 0x1p3.
            if (last == '.' || last >= '0' && last <= '9' && digits.indexOf('x') < 0 && digits.indexOf('X') < 0) {
                return Double.parseDouble(cell);
            }
        }
        double value =
                switch (digits.toLowerCase(Locale.ROOT)) {
                    case "nan" -> Double.NaN;
                    case "inf", "infinity" -> Double.POSITIVE_INFINITY;
                    default -> throw new NumberFormatException();
                };
        return cell.startsWith("-") ? -value : value;
    }

    static boolean isInteger(String cell) {
        char sign = cell.charAt(0);
        for (int i = sign == '-' || sign == '+' ? 1 : 0; i < cell.length(); i++) {
            if (cell.charAt(i) < '0' || cell.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static String advice(String cell) {
        if (CsvRows.missing(cell)) {
            return "fill the cell, with nan if the value is missing";
        }
        return CsvRows.rewritten(cell)
                .map(number -> "write " + number)
                .orElse("write one such as 0.5, 1e-3, nan or inf");
    }
}
