package dev.parity.spec;

import dev.parity.tensor.BadInput;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses JSON (RFC 8259) into values that know where they stand. It is strict, and says what to write instead: a spec
 * is typed by people, and a comma too many is their most frequent mistake.
 *
 * <p>Why not Jackson: its tree forgets the places, its messages name its own classes and settings, and loading
 * it takes a third of the time in which a bad spec is to be answered.
 */
final class JsonReader {
    /** Deeper than any spec, and shallow enough for the stack of any thread. */
    private static final int DEEPEST = 100;

    private static final Pattern BARE = Pattern.compile("'?([\\p{Alnum}_$][^'\":,\\s]*)'?");
    private static final Pattern WORD = Pattern.compile("[-+.\\p{Alnum}_$]+");
    private static final Map<String, String> PYTHON = Map.of("True", "true", "False", "false", "None", "null");

    private final JsonText text;
    private final String chars;
    private int at;

    private JsonReader(JsonText text) {
        this.text = text;
        this.chars = text.chars();
    }

    /** The one value that a file holds. */
    static Json read(Path file, byte[] bytes) {
        JsonText text = new JsonText(file.toString(), decode(file.toString(), bytes));
        if (text.chars().isBlank()) {
            throw new BadInput(file + ": the file is empty; a spec is a JSON object, as parity schema describes it");
        }
        return new JsonReader(text).whole();
    }

    /** The one value that a string holds, such as the default of an option. */
    static Json read(String json) {
        return new JsonReader(new JsonText("default", json)).whole();
    }

    /** The value that begins at a place, of a text that was read before. */
    static Json read(JsonText text, JsonPath path, int start) {
        JsonReader reader = new JsonReader(text);
        reader.at = start;
        return reader.value(path, 0);
    }

    /** UTF-8, as JSON has to be: a program that reads the same spec expects it. A byte order mark is passed over. */
    private static String decode(String file, byte[] bytes) {
        boolean mark = bytes.length > 1 && (bytes[0] & bytes[1] & 0xff) == 0xfe;
        if (mark || bytes.length > 1 && bytes[0] * bytes[1] == 0 && bytes[0] + bytes[1] != 0) {
            throw new BadInput(file + ": the text is in UTF-16; save it in UTF-8, as JSON wants it");
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        String chars = out.flip().toString();
        if (result.isError()) {
            throw new JsonText(file, chars)
                    .error(
                            chars.length(),
                            "",
                            "the byte 0x%02x stands for nothing in UTF-8; save the file in UTF-8"
                                    .formatted(bytes[in.position()]),
                            null);
        }
        return chars.startsWith("\ufeff") ? chars.substring(1) : chars;
    }

    private Json whole() {
        Json value = value(JsonPath.ROOT, 0);
        space();
        if (at < chars.length()) {
            throw wrong(at, "there is more text after the end of the value; a file holds one");
        }
        return value;
    }

    private Json value(JsonPath path, int depth) {
        space();
        int start = at;
        if (depth > DEEPEST) {
            throw wrong(at, "lists and objects stand more than " + DEEPEST + " deep in each other");
        }
        Object value =
                switch (peek()) {
                    case '{' -> object(path, depth);
                    case '[' -> list(path, depth);
                    case '"' -> string();
                    default -> plain();
                };
        return new Json(text, path, start, start, value);
    }

    private Map<String, Json> object(JsonPath path, int depth) {
        Map<String, Json> fields = new LinkedHashMap<>();
        int start = at++;
        for (boolean more = !closes('}', start); more; more = next('}', start)) {
            space();
            int nameAt = at;
            if (peek() != '"') {
                throw nameWanted(start);
            }
            String name = string();
            JsonPath child = path.field(name);
            space();
            if (peek() != ':') {
                throw wrong(
                        at,
                        "a \":\" is wanted after the name \"" + Json.brief(name) + "\", and " + found() + " was found");
            }
            at++;
            Json value = value(child, depth + 1).named(nameAt);
            Json first = fields.putIfAbsent(name, value);
            if (first != null) {
                throw text.error(
                        nameAt,
                        child.toString(),
                        "the field \"" + Json.brief(name) + "\" stands here a second time; the first is at "
                                + first.place(),
                        null);
            }
        }
        return fields;
    }

    private BadInput nameWanted(int start) {
        Matcher word = BARE.matcher(chars).region(at, chars.length());
        if (word.lookingAt()) {
            return wrong(
                    at, "the name of a field stands in double quotes: write \"" + Json.brief(word.group(1)) + "\"");
        }
        return wrong(at, "the name of a field is wanted here, and " + found() + " was found" + open(start));
    }

    private List<Json> list(JsonPath path, int depth) {
        JsonNumbers numbers = new JsonNumbers(text, path);
        List<Json> items = new ArrayList<>(0);
        int start = at++;
        for (boolean more = !closes(']', start); more; more = next(']', start)) {
            space();
            int end = items.isEmpty() ? numbers(depth + 1) : at;
            if (end > at) {
                numbers.begin(at);
                at = end;
            } else {
                if (items.isEmpty()) {
                    items.addAll(numbers);
                }
                items.add(value(path.item(items.size()), depth + 1));
            }
        }
        return items.isEmpty() ? numbers : items;
    }

    /** Where a number or lists of them end that stand here, with nothing stuck to them; here, if something else does. */
    private int numbers(int depth) {
        int end = JsonNumbers.end(chars, at, DEEPEST - depth);
        boolean stuck = end < chars.length() && ",] \t\r\n".indexOf(chars.charAt(end)) < 0;
        return stuck ? at : end;
    }

    /** Whether the object or list that was opened at {@code start} ends here. */
    private boolean closes(char close, int start) {
        space();
        char c = peek();
        if ((c == '}' || c == ']') && c != close) {
            throw wrong(
                    at,
                    "\"" + close + "\" is wanted here, to close what was opened at " + text.place(start) + ", and \""
                            + c + "\" was found");
        }
        if (c == close) {
            at++;
            return true;
        }
        return false;
    }

    /** Behind an item: whether another follows. */
    private boolean next(char close, int start) {
        if (closes(close, start)) {
            return false;
        }
        if (peek() == '"' || peek() == '{' || peek() == '[' || peek() == '-' || Character.isDigit(peek())) {
            throw wrong(at, "a comma is missing before " + (peek() == '"' ? "this string" : found()));
        }
        if (peek() != ',') {
            throw wrong(at, "a \",\" or \"" + close + "\" is wanted here, and " + found() + " was found" + open(start));
        }
        int comma = at++;
        space();
        if (peek() == '}' || peek() == ']') {
            throw wrong(comma, "a comma stands before the closing \"" + peek() + "\"; leave it out");
        }
        return true;
    }

    private String open(int start) {
        return at < chars.length() ? "" : "; what was opened at " + text.place(start) + " is not closed";
    }

    private String string() {
        int start = at++;
        StringBuilder string = new StringBuilder();
        while (peek() != '"') {
            char c = peek();
            if (at >= chars.length() || c == '\n' || c == '\r') {
                throw wrong(
                        start,
                        "this string has no closing double quote on its line (a line break in it is written \\n)");
            } else if (c < ' ') {
                throw wrong(at, "a control character stands in a string; write it as \\u%04x".formatted((int) c));
            }
            string.append(c == '\\' ? escape() : c);
            at++;
        }
        at++;
        return string.toString();
    }

    /** What stands behind a backslash; leaves the place at its last character. */
    private char escape() {
        int start = at++;
        char c = peek();
        int known = "\"\\/bfnrt".indexOf(c);
        if (known >= 0) {
            return "\"\\/\b\f\n\r\t".charAt(known);
        }
        if (c == 'u' && at + 4 < chars.length()) {
            String digits = chars.substring(at + 1, at + 5);
            if (digits.matches("\\p{XDigit}{4}")) {
                at += 4;
                return (char) Integer.parseInt(digits, 16);
            }
        }
        throw wrong(
                start,
                c == 'u'
                        ? "\\u is followed by four hexadecimal digits"
                        : "\"\\" + c
                                + "\" means nothing in a string; a backslash is written \"\\\\\", and a path may have \"/\"");
    }

    /** A number, true, false or null. */
    private Object plain() {
        Matcher word = WORD.matcher(chars).region(at, chars.length());
        if (!word.lookingAt()) {
            throw wrong(
                    at,
                    peek() == '\''
                            ? "a string stands in double quotes, not in single ones"
                            : "a value is wanted here, and " + found() + " was found");
        }
        int start = at;
        String found = word.group();
        at = word.end();
        switch (found) {
            case "true", "false":
                return found.equals("true");
            case "null":
                return Optional.empty();
            default:
        }
        if (JsonNumbers.end(found, 0, 0) == found.length()) {
            return new Json.Number(found);
        }
        String brief = Json.brief(found);
        if (PYTHON.containsKey(found)) {
            throw wrong(start, found + " is Python's word; write " + PYTHON.get(found));
        } else if (found.matches("(?i)[-+]?(nan|inf|infinity)")) {
            throw wrong(start, brief + " is no number in JSON, and a spec holds finite numbers only");
        } else if (Character.isLetter(found.charAt(0))) {
            throw wrong(start, brief + " is no value; a string stands in double quotes: \"" + brief + "\"");
        }
        throw wrong(start, brief + " is not how JSON writes a number; write it like 12, -0.5 or 1e-4");
    }

    private void space() {
        at = JsonNumbers.space(chars, at);
    }

    /** The character here; behind the last there is none, which no case of a switch means. */
    private char peek() {
        return at < chars.length() ? chars.charAt(at) : '\0';
    }

    private String found() {
        if (at >= chars.length()) {
            return "the end of the file";
        }
        Matcher word = WORD.matcher(chars).region(at, chars.length());
        if (word.lookingAt()) {
            return Json.brief(word.group());
        }
        return peek() == '"' ? "a string" : "\"" + Character.toString(chars.codePointAt(at)) + "\"";
    }

    private BadInput wrong(int where, String message) {
        boolean comment = where < chars.length()
                && (chars.startsWith("//", where) || chars.startsWith("/*", where) || chars.charAt(where) == '#');
        return text.error(
                where, "", "not valid JSON: " + (comment ? "JSON has no comments; leave this one out" : message), null);
    }
}
