package dev.parity.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What of a table is no data although it is written in numbers: pandas puts the columns' numbers above them and the rows' numbers
 * before them, unless it is told not to. Read as data they would shift every row, and nobody would be told.
 */
final class CsvRows {
    private static final Set<String> MISSING = Set.of("", "na", "n/a", "#n/a", "null", "none", "-", "?", ".");

    private static final String NO_INDEX =
            "to_csv(..., index=False) leaves them out; if they are data, a line of names above the table says so";

    private final Input in;
    private boolean begun;
    private boolean header;
    private int rows;
    /** Whether the first row counts 0, 1, 2 ..., and whether a later one goes on with that or repeats it, as data may. */
    private boolean across;

    private boolean goesOn;
    /** Whether the first column counts 0, 1, 2 ... */
    private boolean down = true;
    /** Whether every row but the first is written with fractions in this column. */
    private boolean[] fractions = {};
    /** Whether there is a fraction behind the first column. */
    private boolean behind;

    CsvRows(Input in) {
        this.in = in;
    }

    boolean begun() {
        return begun;
    }

    /** Sees a line; whether it is one of the data. Refuses a first one that is neither names nor numbers. */
    boolean data(int line, List<String> cells) {
        if (!begun) {
            begun = true;
            header = names(line, cells);
            if (header) {
                return false;
            }
        }
        return true;
    }

    private boolean names(int line, List<String> cells) {
        boolean unnamed = cells.get(0).isEmpty() || cells.get(0).startsWith("Unnamed: 0");
        List<String> others = cells.subList(1, cells.size());
        if (unnamed
                && !others.isEmpty()
                && (counts(others) || others.stream().noneMatch(c -> Csv.isNumber(c) || missing(c)))) {
            throw in.bad("line " + line + ": the first column has no name; pandas writes its row numbers so, and "
                    + NO_INDEX);
        } else if (cells.stream().allMatch(CsvRows::missing)) {
            throw in.bad(
                    "line " + line + " has nothing but empty cells; fill them, with nan if the values are missing");
        }
        boolean numbers = cells.stream().anyMatch(Csv::isNumber);
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            if (!Csv.isNumber(cell) && like(cell)) {
                throw Csv.noNumber(in, line, i, cell);
            } else if (numbers && !Csv.isNumber(cell) && !missing(cell)) {
                throw in.bad("line " + line + ", column " + (i + 1) + ": \"" + cell
                        + "\" is not a number, and other cells of"
                        + " the line are; a header has only names, such as x2 for 2");
            }
        }
        return !numbers;
    }

    /** Sees a row of numbers. */
    void row(List<String> cells) {
        if (rows == 0) {
            across = counts(cells);
            fractions = new boolean[cells.size()];
            Arrays.fill(fractions, true);
        } else {
            goesOn |= cells.get(0).equals(Integer.toString(cells.size())) || counts(cells);
            for (int i = 0; i < fractions.length; i++) {
                fractions[i] &= !Csv.isInteger(cells.get(i));
            }
        }
        down &= cells.get(0).equals(Integer.toString(rows));
        behind |= cells.stream().skip(1).anyMatch(c -> !Csv.isInteger(c));
        rows++;
    }

    /** Refuses a table whose first row or column counts. */
    void check() {
        if (header || rows < 2) {
            return;
        }
        boolean fraction = false;
        for (boolean f : fractions) {
            fraction |= f;
        }
        if (across && (fraction || fractions.length > 2 && !goesOn)) {
            throw in.bad("the first line counts the columns from 0, as pandas does above the data: to_csv(...,"
                    + " header=False, index=False) leaves it out; if it is data, a line of names above it says so");
        } else if (down && fractions.length > 1 && (rows > 2 && behind || rows > 9)) {
            throw in.bad("the first column counts the rows from 0, as pandas does before the data: " + NO_INDEX);
        }
    }

    private static boolean counts(List<String> cells) {
        for (int i = 0; i < cells.size(); i++) {
            if (!cells.get(i).equals(Integer.toString(i))) {
                return false;
            }
        }
        return true;
    }

    static boolean missing(String cell) {
        return MISSING.contains(cell.toLowerCase(Locale.ROOT));
    }

    /** Whether a cell is meant to be a number, and written as none is: 1,000 or 2,5 or 5%. */
    private static boolean like(String cell) {
        return cell.matches("[-+$€£]?[0-9][0-9.,' ]*[eE]?[-+0-9]*[%$€£]?");
    }

    /** A number as it should be written, where it is told by its commas what was meant. */
    static Optional<String> rewritten(String cell) {
        if (cell.matches("[-+]?[0-9]{1,3}(,[0-9]{3})+(\\.[0-9]*)?")) {
            String plain = cell.replace(",", "");
            String decimal = cell.indexOf(',') == cell.lastIndexOf(',') && cell.indexOf('.') < 0
                    ? ", or " + cell.replace(',', '.') + " if its comma is a decimal point"
                    : "";
            return Optional.of(plain + decimal);
        } else if (cell.matches("[-+]?[0-9]{1,3}(\\.[0-9]{3})+,[0-9]*")) {
            return Optional.of(cell.replace(".", "").replace(',', '.'));
        }
        String point = cell.replace(',', '.');
        return Csv.isNumber(point) ? Optional.of(point) : Optional.empty();
    }
}
