package dev.parity.graph;

import dev.parity.nn.layer.Padding;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** The options of a layer, loss or optimizer as a spec would have them: whole numbers, numbers, truth values, words, lists of these. */
final class PlainOptions {
    private PlainOptions() {}

    /** By name, in the record's order; without those that are null in a spec. */
    static Map<String, Object> of(Record record) {
        Map<String, Object> options = new LinkedHashMap<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            plain(read(record, component)).ifPresent(value -> options.put(component.getName(), value));
        }
        return options;
    }

    private static Object read(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<Object> plain(Object value) {
        if (value instanceof Optional<?> some) {
            return some.flatMap(PlainOptions::plain);
        } else if (value instanceof OptionalInt some) {
            return some.isPresent() ? plain(some.getAsInt()) : Optional.empty();
        } else if (value instanceof OptionalDouble some) {
            return some.isPresent() ? Optional.of(some.getAsDouble()) : Optional.empty();
        } else if (value instanceof Integer whole) {
            return Optional.of(whole.longValue());
        } else if (value instanceof Padding padding) {
            return padding.word().isPresent() ? plain(padding.word()) : plain(padding.sizes());
        } else if (value instanceof List<?> list) {
            return Optional.of(list.stream().map(v -> plain(v).orElse("null")).toList());
        } else if (value instanceof Enum<?> word) {
            return Optional.of(word.name());
        } else if (value instanceof Long
                || value instanceof Double
                || value instanceof Boolean
                || value instanceof String) {
            return Optional.of(value);
        }
        throw new IllegalStateException("an option that is a " + value.getClass() + " has no plain value");
    }
}
