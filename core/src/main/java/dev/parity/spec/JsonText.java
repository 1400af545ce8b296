package dev.parity.spec;

import dev.parity.tensor.BadInput;
import dev.parity.tensor.Printable;

/** The text that JSON was read from, in which a number of characters is a place: {@code spec.json:3:17}. */
record JsonText(String file, String chars) {
    /** A refusal that says already where it applies. */
    static final class Placed extends BadInput {
        private static final long serialVersionUID = 1;

        private Placed(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Line and column, both from 1; a column is a character. */
    String place(int at) {
        int line = 1;
        int start = 0;
        for (int end = chars.indexOf('\n'); end >= 0 && end < at; end = chars.indexOf('\n', start)) {
            line++;
            start = end + 1;
        }
        return line + ":" + (chars.codePointCount(start, at) + 1);
    }

    /** {@code file:line:column: path: message}, on one line whatever it quotes. */
    Placed error(int at, String path, String message, Throwable cause) {
        return new Placed(
                printable(file + ":" + place(at) + ": " + (path.isEmpty() ? "" : path + ": ") + message), cause);
    }

    /** Control characters as JSON writes them: what is quoted here may reach a terminal. */
    private static String printable(String text) {
        StringBuilder clean = new StringBuilder();
        text.codePoints().forEach(c -> clean.append(Printable.is(c) ? Character.toString(c) : "\\u%04x".formatted(c)));
        return clean.toString();
    }
}
