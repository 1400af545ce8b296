package dev.parity.spec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Nearest;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A JSON value that knows where it stands: file, line, column and path such as {@code layers[2].in_features}. Jackson parses; its
 * tree forgets the places, and the places are half of every message.
 *
 * <p>Reading asks for what it wants ({@link #integer}, {@link #text}, {@link #field}) and refuses everything else,
 * with the place and what was found there.
 */
public final class Json {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(200).build())
            .build();

    /** As written: a BigDecimal tells 2 from 2.0, a double 0.0 from -0.0. */
    private record Number(String text) {
        BigDecimal exact() {
            return new BigDecimal(text);
        }

        double near() {
            return Double.parseDouble(text);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private final String file;
    private final String path;
    private final JsonLocation place;
    private final Object value;

    private Json(String file, String path, JsonLocation place, Object value) {
        this.file = file;
        this.path = path;
        this.place = place;
        this.value = value;
    }

    /** Reads a whole file, which holds one value. */
    public static Json read(Path file, byte[] bytes) {
        String name = file.toString();
        try (JsonParser parser = FACTORY.createParser(bytes)) {
            if (parser.nextToken() == null) {
                throw new BadInput(name + ": the file is empty; a spec is a JSON object");
            }
            Json root = value(name, "", parser);
            if (parser.nextToken() != null) {
                JsonLocation place = parser.currentTokenLocation();
                throw new BadInput(name + ":" + place.getLineNr() + ":" + place.getColumnNr()
                        + ": there is more text after the end of the JSON value");
            }
            return root;
        } catch (JsonProcessingException e) {
            JsonLocation place = e.getLocation();
            throw new BadInput(
                    name + ":" + place.getLineNr() + ":" + place.getColumnNr() + ": not valid JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new BadInput(name + ": not valid JSON: " + e.getMessage(), e);
        }
    }

    /** A value of our own, such as a default, that stands where {@code this} stands. */
    Json literal(String json, String field) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            parser.nextToken();
            return new Json(file, child(field), place, value(file, child(field), parser).value);
        } catch (IOException e) {
            throw new IllegalStateException("not JSON: " + json, e);
        }
    }

    private static Json value(String file, String path, JsonParser parser) throws IOException {
        JsonLocation place = parser.currentTokenLocation();
        Object value =
                switch (parser.currentToken()) {
                    case START_OBJECT -> {
                        Map<String, Json> fields = new LinkedHashMap<>();
                        while (parser.nextToken() == JsonToken.FIELD_NAME) {
                            String name = parser.currentName();
                            parser.nextToken();
                            fields.put(name, value(file, path.isEmpty() ? name : path + "." + name, parser));
                        }
                        yield fields;
                    }
                    case START_ARRAY -> {
                        List<Json> items = new ArrayList<>();
                        while (parser.nextToken() != JsonToken.END_ARRAY) {
                            items.add(value(file, path + "[" + items.size() + "]", parser));
                        }
                        yield items;
                    }
                    case VALUE_STRING -> parser.getText();
                    case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Number(parser.getText());
                    case VALUE_TRUE -> true;
                    case VALUE_FALSE -> false;
                    default -> Optional.empty();
                };
        return new Json(file, path, place, value);
    }

    private String child(String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    /** This object, and the fields of another that it does not have itself. */
    Json over(Json other) {
        Map<String, Json> all = new LinkedHashMap<>(other.fields());
        all.putAll(fields());
        return new Json(file, path, place, all);
    }

    /** This object without some fields. */
    Json without(String... names) {
        Map<String, Json> rest = new LinkedHashMap<>(fields());
        rest.keySet().removeAll(List.of(names));
        return new Json(file, path, place, rest);
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
        return value instanceof Number number && number.exact().scale() == 0;
    }

    @SuppressWarnings("unchecked")
    public Map<String, Json> fields() {
        return value instanceof Map ? (Map<String, Json>) value : fail("an object");
    }

    @SuppressWarnings("unchecked")
    public List<Json> items() {
        return value instanceof List ? (List<Json>) value : fail("a list");
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

    public double number() {
        return value instanceof Number number ? number.near() : fail("a number");
    }

    public long integer() {
        if (!isInteger()) {
            return fail("a whole number");
        }
        try {
            return ((Number) value).exact().longValueExact();
        } catch (ArithmeticException e) {
            throw error("the number " + value + " is too large", e);
        }
    }

    public int integer(int least) {
        long number = integer();
        if (number < least || number > Integer.MAX_VALUE) {
            throw error("a whole number from " + least + " is wanted here, and " + number + " was found");
        }
        return (int) number;
    }

    /** A field that must be there. */
    public Json field(String name) {
        Json found = fields().get(name);
        if (found == null) {
            throw error("the field \"" + name + "\" is missing");
        }
        return found;
    }

    public Optional<Json> find(String name) {
        return Optional.ofNullable(fields().get(name));
    }

    /** Refuses a field that is not known here, naming the nearest that is. */
    public void only(Set<String> known) {
        fields().forEach((name, field) -> {
            if (!known.contains(name)) {
                throw field.error("unknown field \"" + name + "\"" + Nearest.hint(name, known));
            }
        });
    }

    public String path() {
        return path;
    }

    /** A refusal of this value: file, line, column, path and what is the matter. */
    public BadInput error(String message) {
        return error(message, null);
    }

    BadInput error(String message, Throwable cause) {
        return new BadInput(
                file + ":" + place.getLineNr() + ":" + place.getColumnNr() + ": " + (path.isEmpty() ? "" : path + ": ") + message,
                cause);
    }

    private <T> T fail(String wanted) {
        throw error(wanted + " is wanted here, and " + found() + " was found");
    }

    private String found() {
        if (value instanceof Map) {
            return "an object";
        } else if (value instanceof List) {
            return "a list";
        } else if (value instanceof String text) {
            return "the string \"" + text + "\"";
        } else if (isNull()) {
            return "null";
        }
        return value.toString();
    }
}
