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
            tensors.put(place, reader.read(value, modifiers));
            return place;
        }
        Json from = value.isText() ? value : value.field("from");
        if (!tensors.containsKey(from.text())) {
            throw from.error("there is no tensor \"" + from.text() + "\"" + Nearest.hint(from.text(), tensors.keySet())
                    + (tensors.isEmpty() ? "" : "; the tensors are " + String.join(", ", tensors.keySet())));
        }
        return from.text();
    }
}
