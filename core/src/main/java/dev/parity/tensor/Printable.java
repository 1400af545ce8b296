package dev.parity.tensor;

/**
 * Which characters reach a terminal. Names in specs, traces and file systems are a stranger's: what is in them may not move the cursor,
 * paint, set a title, end a line, or turn the reading direction. Not let through, but shown as {@code ?}, are
 * <pre>
 *   control characters (Cc)      U+0000 to U+001F, ESC among them, U+007F, and C1, U+0080 to U+009F
 *   format characters (Cf)       bidirectional marks, embeddings and isolates, zero widths, byte order marks, tags
 *   separators (Zl, Zp)          U+2028, U+2029
 *   halves of a character (Cs)   a surrogate without its other
 * </pre>
 */
public final class Printable {
    private static final int FORBIDDEN = 1 << Character.CONTROL
            | 1 << Character.FORMAT
            | 1 << Character.LINE_SEPARATOR
            | 1 << Character.PARAGRAPH_SEPARATOR
            | 1 << Character.SURROGATE;

    private Printable() {}

    /** Whether a character (code point) is let through wherever it stands. */
    public static boolean is(int character) {
        return (FORBIDDEN >> Character.getType(character) & 1) == 0;
    }

    /** A name, or a message with names in it, on one line. */
    public static String line(String text) {
        return clean(text, "");
    }

    /** Text of several lines, in which the ends of lines and tabs are its own. */
    public static String lines(String text) {
        return clean(text, "\n\t");
    }

    private static String clean(String text, String also) {
        if (text.codePoints().allMatch(c -> is(c) || also.indexOf(c) >= 0)) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> clean.appendCodePoint(is(c) || also.indexOf(c) >= 0 ? c : '?'));
        return clean.toString();
    }
}
