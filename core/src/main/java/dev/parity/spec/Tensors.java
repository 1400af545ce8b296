package dev.parity.spec;

import dev.parity.tensor.Nearest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The tensors of a spec by name, in the order in which they are drawn. Where a spec writes a source in the place of a
 * name, the tensor takes the name of that place ({@code data.x}, {@code fc1.weight}) and is drawn after those before it.
 */
final class Tensors {
    private final SourceReader reader;
    private final Map<String, Source> tensors = new LinkedHashMap<>();

    Tensors(SourceReader reader) {
        this.reader = reader;
    }

    Map<String, Source> all() {
        return Collections.unmodifiableMap(tensors);
    }

    Source get(String name) {
        return tensors.get(name);
    }

    /** The section {@code tensors}. */
    void read(Json section) {
        section.fields().forEach((name, source) -> tensors.put(name, reader.read(source, Set.of())));
    }

    /**
     * The name of the tensor that a value means: {@code "w1"}, {@code {"from": "w1", ...}}, or a source of its own, which is
     * then called {@code place}.
     *
     * @param modifiers the fields that may stand beside a source
     */
    String name(Json value, String place, Set<String> modifiers) {
        if (reader.isSource(value)) {
            if (tensors.putIfAbsent(place, reader.read(value, modifiers)) != null) {
                throw value.error(
                        "this tensor is called \"" + place + "\", and so is another; give that one another name");
            }
            return place;
        }
        if (!value.isText() && !value.isObject()) {
            return value.fail("a tensor's name, or a source such as {\"randn\": [16, 100]},");
        }
        Json from = value.isText() ? value : from(value, modifiers);
        if (!tensors.containsKey(from.text())) {
            String hint = Nearest.hint(from.text(), tensors.keySet());
            throw from.error(
                    "there is no tensor \"" + Json.brief(from.text()) + "\"" + (hint.isEmpty() ? others() : hint));
        }
        return from.text();
    }

    private Json from(Json value, Set<String> modifiers) {
        return value.find("from").orElseGet(() -> {
            String others = modifiers.contains(WeightReader.GRADIENT)
                    ? ", {\"share\": \"LAYER.PARAMETER\"}, {\"init\": RULE}"
                    : "";
            throw value.error("this names no tensor: write {\"from\": NAME}" + others
                    + ", or a source of its own, one of " + String.join(", ", SourceReader.FIELDS.keySet()));
        });
    }

    private String others() {
        return tensors.isEmpty()
                ? "; the spec has no \"tensors\""
                : "; the tensors are " + String.join(", ", tensors.keySet());
    }
}
