package dev.parity.spec;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes maps, lists and plain values as JSON: what is short on one line, everything else item by item. */
final class JsonWriter {
    private static final int SHORT = 120;

    /** Text that is JSON already. */
    record Raw(String json) {}

    private JsonWriter() {}

    /** @param indent of the line on which the value begins */
    static String write(Object value, String indent) {
        String line = line(value);
        if (indent.length() + line.length() <= SHORT || !(value instanceof Map || value instanceof List)) {
            return line;
        }
        String inner = indent + "  ";
        return value instanceof Map<?, ?> map
                ? map.entrySet().stream()
                        .map(e -> inner + quote(e.getKey()) + ": " + write(e.getValue(), inner))
                        .collect(Collectors.joining(",\n", "{\n", "\n" + indent + "}"))
                : ((List<?>) value)
                        .stream()
                                .map(item -> inner + write(item, inner))
                                .collect(Collectors.joining(",\n", "[\n", "\n" + indent + "]"));
    }

    private static String line(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(e -> quote(e.getKey()) + ": " + line(e.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        } else if (value instanceof List<?> list) {
            return list.stream().map(JsonWriter::line).collect(Collectors.joining(", ", "[", "]"));
        } else if (value instanceof Raw raw) {
            return raw.json;
        }
        return value instanceof Number || value instanceof Boolean ? value.toString() : quote(value);
    }

    private static String quote(Object text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toString().toCharArray()) {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else {
                quoted.append(c < ' ' ? "\\u%04x".formatted((int) c) : String.valueOf(c));
            }
        }
        return quoted.append('"').toString();
    }
}
