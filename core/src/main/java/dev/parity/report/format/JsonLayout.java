package dev.parity.report.format;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;

/**
 * JSON that is read by line: broken down to a depth, and what lies deeper on one line, {@code {"step": 1, "sites": 9}}.
 */
final class JsonLayout extends DefaultPrettyPrinter {
    private static final long serialVersionUID = 1;

    private final int depth;

    JsonLayout(int depth) {
        this.depth = depth;
    }

    @Override
    public void writeObjectFieldValueSeparator(JsonGenerator json) throws IOException {
        json.writeRaw(": ");
    }

    @Override
    public void writeStartObject(JsonGenerator json) throws IOException {
        json.writeRaw('{');
        _nesting++;
    }

    @Override
    public void beforeObjectEntries(JsonGenerator json) throws IOException {
        line(json, "");
    }

    @Override
    public void writeObjectEntrySeparator(JsonGenerator json) throws IOException {
        json.writeRaw(',');
        line(json, " ");
    }

    @Override
    public void writeEndObject(JsonGenerator json, int entries) throws IOException {
        end(json, entries, '}');
    }

    @Override
    public void writeStartArray(JsonGenerator json) throws IOException {
        json.writeRaw('[');
        _nesting++;
    }

    @Override
    public void beforeArrayValues(JsonGenerator json) throws IOException {
        line(json, "");
    }

    @Override
    public void writeArrayValueSeparator(JsonGenerator json) throws IOException {
        writeObjectEntrySeparator(json);
    }

    @Override
    public void writeEndArray(JsonGenerator json, int values) throws IOException {
        end(json, values, ']');
    }

    private void end(JsonGenerator json, int entries, char bracket) throws IOException {
        boolean broken = entries > 0 && _nesting <= depth;
        _nesting--;
        if (broken) {
            line(json, "");
        }
        json.writeRaw(bracket);
    }

    private void line(JsonGenerator json, String otherwise) throws IOException {
        json.writeRaw(_nesting <= depth ? "\n" + "  ".repeat(_nesting) : otherwise);
    }
}
