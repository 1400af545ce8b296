package dev.parity.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.DType;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a trace says of its making: a JSON object of plain values, whose UTF-8 bytes are the uint8 array
 * {@value #KEY}. In Python {@code json.loads(bytes(trace["#header"]))}.
 * <pre>
 *   engine   torch, handwritten        version   of the engine        parity   the version that wrote the file
 *   name     of the spec               spec      SHA-256 of its bytes     dtype    float64, float32
 * </pre>
 * All are optional, and so is the header. Any other field names a program with its version: {@code "torch": "2.13.0"}.
 *
 * @param fields in the order of their names, so that equal runs are equal bytes
 */
public record TraceHeader(SortedMap<String, String> fields) {
    /** The key under which it stands among the sites. */
    public static final String KEY = "#header";

    /** Fields that say what was computed, not by what. */
    private static final Set<String> SUBJECT = Set.of("name", "spec", "dtype", "steps");

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    public TraceHeader {
        fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
    }

    public static TraceHeader of(Map<String, String> fields) {
        return new TraceHeader(new TreeMap<>(fields));
    }

    /** That of a trace which says nothing. */
    public static TraceHeader none() {
        return of(Map.of());
    }

    /** Reads the bytes of a JSON object. What is neither text nor a number in it is passed over. */
    static TraceHeader parse(byte[] bytes) {
        JsonNode json = null;
        try {
            json = JSON.readTree(bytes);
        } catch (IOException e) {
            // refused below
        }
        if (json == null || !json.isObject()) {
            throw new BadInput("its " + KEY + " is not a JSON object; write it as"
                    + " np.frombuffer(json.dumps({\"engine\": \"my program\"}).encode(), np.uint8), or leave it out");
        }
        SortedMap<String, String> fields = new TreeMap<>();
        json.fields().forEachRemaining(field -> {
            if (field.getValue().isValueNode() && !field.getValue().isNull()) {
                fields.put(field.getKey(), field.getValue().asText());
            }
        });
        return new TraceHeader(fields);
    }

    byte[] bytes() {
        ObjectNode json = JSON.createObjectNode();
        fields.forEach(json::put);
        return json.toString().getBytes(UTF_8);
    }

    /** What recorded the trace, with its version; empty where it does not say. */
    public String producer() {
        if (fields.containsKey("engine")) {
            return (fields.get("engine") + " " + fields.getOrDefault("version", "")).strip();
        }
        return fields.entrySet().stream()
                .filter(field -> !SUBJECT.contains(field.getKey()))
                .map(field -> field.getKey() + " " + field.getValue())
                .collect(Collectors.joining(", "));
    }

    /** The type that it was computed in, where it says. */
    public Optional<DType> dtype() {
        return Arrays.stream(DType.values())
                .filter(t -> t.isFloat() && t.toString().equals(fields.get("dtype")))
                .findFirst();
    }
}
