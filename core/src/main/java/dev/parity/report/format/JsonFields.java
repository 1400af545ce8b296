package dev.parity.report.format;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parity.report.say.Numbers;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Fields of a JSON object, one call each. A number that is not finite becomes the string "nan", "inf" or "-inf". */
final class JsonFields {
    /** Doubles up to here hold every integer. */
    private static final double INTEGERS = 0x1p53;

    private final JsonGenerator json;

    JsonFields(JsonGenerator json) {
        this.json = json;
    }

    /** What an object or an element consists of. */
    interface Writer<T> {
        void write(T value) throws IOException;
    }

    /** What an object consists of that needs no value. */
    interface Body {
        void write() throws IOException;
    }

    void truth(String name, boolean value) throws IOException {
        json.writeBooleanField(name, value);
    }

    void text(String name, String value) throws IOException {
        json.writeStringField(name, value);
    }

    /** The text, or null. */
    void text(String name, Optional<String> value) throws IOException {
        json.writeFieldName(name);
        json.writeString(value.orElse(null));
    }

    void integer(String name, long value) throws IOException {
        json.writeNumberField(name, value);
    }

    /** The number, or null. */
    void integer(String name, OptionalInt value) throws IOException {
        if (value.isPresent()) {
            integer(name, value.getAsInt());
        } else {
            none(name);
        }
    }

    void number(String name, double value) throws IOException {
        json.writeFieldName(name);
        if (!Double.isFinite(value)) {
            json.writeString(Numbers.brief(value));
        } else {
            json.writeNumber(value);
        }
    }

    /** The number, or null. */
    void number(String name, OptionalDouble value) throws IOException {
        if (value.isPresent()) {
            number(name, value.getAsDouble());
        } else {
            none(name);
        }
    }

    /** A number that counts, without a fraction as far as doubles count one by one. */
    void count(String name, double value) throws IOException {
        if (value <= INTEGERS) {
            integer(name, (long) value);
        } else {
            number(name, value);
        }
    }

    void object(String name, Body body) throws IOException {
        json.writeFieldName(name);
        object(body);
    }

    void object(Body body) throws IOException {
        json.writeStartObject();
        body.write();
        json.writeEndObject();
    }

    /** An object of what there is, or null. */
    <T> void object(String name, Optional<T> value, Writer<T> writer) throws IOException {
        if (value.isPresent()) {
            object(name, () -> writer.write(value.get()));
        } else {
            json.writeNullField(name);
        }
    }

    /** Objects one after the other. */
    <T> void objects(String name, List<T> values, Writer<T> writer) throws IOException {
        json.writeArrayFieldStart(name);
        for (T value : values) {
            object(() -> writer.write(value));
        }
        json.writeEndArray();
    }

    void texts(String name, List<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    void integers(String name, List<Integer> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (int value : values) {
            json.writeNumber(value);
        }
        json.writeEndArray();
    }

    void none(String name) throws IOException {
        json.writeNullField(name);
    }
}
