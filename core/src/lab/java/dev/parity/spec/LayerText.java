package dev.parity.spec;

import dev.parity.nn.layer.Layer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Reads one layer as a spec would hold it, so that its shapes and parameters can be asked before there is a spec. */
public final class LayerText {
    private LayerText() {}

    /** The layer's record, or the reader's refusal. */
    public static Layer read(String text) {
        Json json = Json.read(Path.of("layer"), text.getBytes(StandardCharsets.UTF_8));
        Class<?> type = Binder.type(json, Layer.class);
        Set<String> besides = new HashSet<>(GraphReader.COMMON);
        besides.addAll(WeightReader.names(json, type));
        return Binder.typed(json, Layer.class, besides);
    }
}
