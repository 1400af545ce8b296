package dev.parity.spec;

import java.util.AbstractList;
import java.util.Arrays;

/**
 * A list of nothing but numbers and of lists of them: where each item begins in the text, and no more, since a spec may write its data
 * out, millions of numbers. An item is read when it is asked for.
 */
final class JsonNumbers extends AbstractList<Json> {
    private final JsonText text;
    private final JsonPath path;
    private int[] starts = new int[4];
    private int size;

    JsonNumbers(JsonText text, JsonPath path) {
        this.text = text;
        this.path = path;
    }

    void begin(int start) {
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, 2 * size);
        }
        starts[size++] = start;
    }

    @Override
    public Json get(int index) {
        if (index >= size) {
            throw new IndexOutOfBoundsException(index);
        }
        return JsonReader.read(text, path.item(index), starts[index]);
    }

    @Override
    public int size() {
        return size;
    }

    /**
     * Where a number or a list of such ends that begins here, as JSON writes them; the beginning itself where something else or a mistake
     * is in it, about which another reader has more to say.
     *
     * @param deepest how deep lists may be in each other
     */
    static int end(String chars, int start, int deepest) {
        if (start >= chars.length() || chars.charAt(start) != '[') {
            return number(chars, start);
        }
        int at = space(chars, start + 1);
        while (deepest > 0) {
            int end = end(chars, at, deepest - 1);
            int next = space(chars, end);
            if (end == at || next >= chars.length()) {
                break;
            }
            char c = chars.charAt(next);
            if (c == ']') {
                return next + 1;
            } else if (c != ',') {
                break;
            }
            at = space(chars, next + 1);
        }
        return start;
    }

    static int space(String chars, int from) {
        int at = from;
        while (at < chars.length() && " \t\r\n".indexOf(chars.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }

    private static int number(String chars, int start) {
        int at = start < chars.length() && chars.charAt(start) == '-' ? start + 1 : start;
        int whole = digits(chars, at);
        if (whole == at || whole > at + 1 && chars.charAt(at) == '0') {
            return start;
        }
        at = whole;
        if (at < chars.length() && chars.charAt(at) == '.') {
            int fraction = digits(chars, at + 1);
            if (fraction == at + 1) {
                return start;
            }
            at = fraction;
        }
        if (at < chars.length() && (chars.charAt(at) == 'e' || chars.charAt(at) == 'E')) {
            boolean sign = at + 1 < chars.length() && "+-".indexOf(chars.charAt(at + 1)) >= 0;
            int first = sign ? at + 2 : at + 1;
            int exponent = digits(chars, first);
            if (exponent == first) {
                return start;
            }
            at = exponent;
        }
        return at;
    }

    private static int digits(String chars, int from) {
        int at = from;
        while (at < chars.length() && chars.charAt(at) >= '0' && chars.charAt(at) <= '9') {
            at++;
        }
        return at;
    }
}
