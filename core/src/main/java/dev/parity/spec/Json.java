package dev.parity.spec;

import dev.parity.tensor.BadInput;
import dev.parity.tensor.DType;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * A JSON value that knows where it stands: file, line, column and path such as {@code layers[2].in_features}. The
 * places are half of every message.
 *
 * <p>Reading asks for what it wants ({@link #integer}, {@link #text}, {@link #field}) and refuses everything else,
 * with the place and what was found there.
 */
public final class Json {
    /** A number as it was written. */
    record Number(String digits) {
        boolean isInteger() {
            return digits.chars().allMatch(c -> c == '-' || c >= '0' && c <= '9');
        }

        @Override
        public String toString() {
            return brief(digits);
        }
    }

    private final JsonText text;
    private final JsonPath path;
    private final int at;
    private final int nameAt;
    private final Object value;

    /**
     * @param at where the value begins
     * @param nameAt where the name of the field begins whose value it is; {@code at} where there is none
     */
    Json(JsonText text, JsonPath path, int at, int nameAt, Object value) {
        this.text = text;
        this.path = path;
        this.at = at;
        this.nameAt = nameAt;
        this.value = value;
    }

    /** Reads a whole file, which holds one value. */
    public static Json read(Path file, byte[] bytes) {
        return JsonReader.read(file, bytes);
    }

    Json named(int where) {
        return new Json(text, path, at, where, value);
    }

    /** A value of our own, such as a default, that stands where {@code this} stands. */
    Json literal(String json, String field) {
        return new Json(text, path.field(field), at, nameAt, JsonReader.read(json).value);
    }

    /** This object, and the fields of another that it does not have itself. */
    Json over(Json other) {
        Map<String, Json> all = new LinkedHashMap<>(other.fields());
        all.putAll(fields());
        return new Json(text, path, at, nameAt, all);
    }

    /** This object without some fields. */
    Json without(String... names) {
        Map<String, Json> rest = new LinkedHashMap<>(fields());
        rest.keySet().removeAll(List.of(names));
        return new Json(text, path, at, nameAt, rest);
    }

    // What a value may be asked.

    public boolean isObject() {
        return value instanceof Map;
    }

    public boolean isArray() {
        return value instanceof List;
    }

    public boolean isText() {
        return value instanceof String;
    }

    public boolean isNumber() {
        return value instanceof Number;
    }

    public boolean isNull() {
        return value instanceof Optional;
    }

    /** A number written without fraction or exponent. */
    public boolean isInteger() {
        return value instanceof Number number && number.isInteger();
    }

    @SuppressWarnings("unchecked")
    public Map<String, Json> fields() {
        return value instanceof Map ? (Map<String, Json>) value : shown("an object");
    }

    @SuppressWarnings("unchecked")
    public List<Json> items() {
        return value instanceof List ? (List<Json>) value : shown("a list");
    }

    /** The value, or a list of one: for what may be written either way. */
    public List<Json> itemsOrOne() {
        return isArray() ? items() : List.of(this);
    }

    public String text() {
        return value instanceof String text ? text : fail("a string");
    }

    public boolean flag() {
        return value instanceof Boolean flag ? flag : fail("true or false");
    }

    /** The nearest double; a number beyond the largest is refused. */
    public double number() {
        if (!(value instanceof Number number)) {
            return fail("a number");
        }
        double nearest = Double.parseDouble(number.digits);
        if (Double.isInfinite(nearest)) {
            throw error("the number " + number + " is too large; numbers end at 1.8e308");
        }
        return isInteger() ? nearest + 0.0 : nearest; // -0 is the integer 0, as in Python; -0.0 keeps its sign
    }

    /** The same; what a network's type cannot hold is refused, or it would become infinite somewhere within PyTorch. */
    double number(DType dtype) {
        double number = number();
        if (dtype == DType.FLOAT32 && Double.isInfinite((float) number)) {
            throw error(
                    "the number " + value + " is beyond float32, which ends at 3.4e38, and the network computes in it;"
                            + " write a smaller one, or \"dtype\": \"float64\"");
        }
        return number;
    }

    /** Refuses numbers that a network's type cannot hold, here and in all that is in here. */
    void fit(DType dtype) {
        if (value instanceof Map) {
            fields().values().forEach(field -> field.fit(dtype));
        } else if (value instanceof List) {
            items().forEach(item -> item.fit(dtype));
        } else if (isNumber()) {
            number(dtype);
        }
    }

    public long integer() {
        if (!isInteger()) {
            return fail("a whole number");
        }
        try {
            return Long.parseLong(((Number) value).digits);
        } catch (NumberFormatException e) {
            throw error("the number " + value + " is too large; whole numbers end at 9223372036854775807", e);
        }
    }

    public int integer(int least) {
        long number = integer();
        if (number > Integer.MAX_VALUE) {
            throw error("the number " + number + " is too large here, where " + Integer.MAX_VALUE + " is the most");
        } else if (number < least) {
            throw error("a whole number from " + least + " is wanted here, and " + number + " was found");
        }
        return (int) number;
    }

    /** A field that must be there. */
    public Json field(String name) {
        return field(name, "");
    }

    /** A field that must be there; {@code what} says what to write, such as {@code "; it is a list"}. */
    Json field(String name, String what) {
        Json found = fields().get(name);
        if (found == null) {
            throw error("the field \"" + name + "\" is missing" + what);
        }
        return found;
    }

    public Optional<Json> find(String name) {
        return Optional.ofNullable(fields().get(name));
    }

    /** Refuses a field that is not known here, naming the nearest that is, or all. */
    public void only(Set<String> known) {
        only(known, Set.of());
    }

    /** The same; {@code taken} are fields that are let pass and not spoken of. */
    void only(Set<String> known, Set<String> taken) {
        fields().forEach((name, field) -> {
            if (!known.contains(name) && !taken.contains(name)) {
                throw field.unknown(name, known);
            }
        });
    }

    /** The refusal of this value's field, whose name is none of those known here. */
    BadInput unknown(String name, Set<String> known) {
        String hint = Synonyms.hint(name, known);
        return text.error(
                nameAt,
                path(),
                "unknown field \"" + brief(name) + "\""
                        + (hint.isEmpty() ? "; known here: " + String.join(", ", new TreeSet<>(known)) : hint),
                null);
    }

    public String path() {
        return path.toString();
    }

    /** Line and column. */
    String place() {
        return text.place(nameAt);
    }

    /** A refusal of this value: file, line, column, path and what is the matter. */
    public BadInput error(String message) {
        return error(message, null);
    }

    /** The same, for a refusal from further in, which stands as it is where it has a place of its own. */
    BadInput error(String message, Throwable cause) {
        return cause instanceof JsonText.Placed placed ? placed : text.error(at, path(), message, cause);
    }

    /** Lets a refusal that has no place yet stand here. */
    <T> T placing(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (BadInput bad) {
            throw error(bad.getMessage(), bad);
        }
    }

    <T> T fail(String wanted) {
        throw error(wanted + " is wanted here, and " + found() + " was found");
    }

    /** The same, with what could stand here. */
    private <T> T shown(String wanted) {
        throw error(wanted + " is wanted here" + JsonShape.example(path) + ", and " + found() + " was found");
    }

    private String found() {
        if (value instanceof Map) {
            return "an object";
        } else if (value instanceof List) {
            return "a list";
        } else if (value instanceof String string) {
            return "the string \"" + brief(string) + "\"";
        } else if (isNull()) {
            return "null";
        }
        return value.toString();
    }

    /** A plain value as JSON writes it; empty of a list or an object. */
    String written() {
        if (value instanceof String string) {
            return '"' + string + '"';
        }
        return value instanceof Map || value instanceof List ? "" : isNull() ? "null" : value.toString();
    }

    /** A number as a spec would have it: 3 and not 3.0, 1e12 and not 1.0E12. */
    static String plain(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e9
                ? Long.toString((long) number)
                : Double.toString(number).replace(".0E", "E").replace('E', 'e');
    }

    /** What a message quotes of a long text. */
    static String brief(String text) {
        return text.length() <= 60 ? text : text.substring(0, 57) + "...";
    }
}
