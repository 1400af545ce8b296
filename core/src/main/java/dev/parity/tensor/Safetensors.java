package dev.parity.tensor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * Arrays by name in a {@code .safetensors} file.
 * <pre>
 *   length of header   8 bytes, little-endian
 *   {"fc1.weight": {"dtype": "F32", "shape": [10, 100], "data_offsets": [0, 4000]}, ...}   in JSON
 *   the numbers, little-endian and row-major, at offsets that leave no gap
 * </pre>
 * Reads F64, F32, F16, BF16, I64, I32, I16, I8, U8 and BOOL; writes F64, F32 and I64.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">the format</a>
 */
public final class Safetensors extends Archive {
    /** The one key of a header that names no array. */
    private static final String METADATA = "__metadata__";

    /** The format's own limit. */
    private static final int LONGEST_HEADER = 100_000_000;

    private static final int ALIGNMENT = 8;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final long start;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /** An array as the header describes it, its offsets counted from the end of the header. */
    private record Entry(String dtype, Shape shape, long begin, long end) {}

    private Safetensors(Path file, Input in) {
        super(file);
        in.expect(FileKind.SAFETENSORS);
        long length = ByteBuffer.wrap(in.take(Long.BYTES, "the length of its header"))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        if (length > LONGEST_HEADER) {
            throw in.bad("says that its header has " + length + " bytes; " + LONGEST_HEADER + " is the most");
        }
        in.requireLeft(length, "its header");
        JsonNode header = Heap.allocate(in.name(), length, () -> parse(in, in.take((int) length, "its header")));
        this.start = Long.BYTES + length;
        header.fields().forEachRemaining(field -> {
            if (!field.getKey().equals(METADATA)) {
                entries.put(field.getKey(), entry(in, field.getKey(), field.getValue()));
            }
        });
        requireNoGaps(in);
    }

    /** Reads the header; the numbers are read from the file when they are asked for. */
    public static Safetensors read(Path file) {
        try (Input in = Input.open(file)) {
            return new Safetensors(file, in);
        }
    }

    public static void write(Path file, Map<String, Tensor> arrays) {
        write(file, arrays, Map.of());
    }

    /** Writes arrays, and arrays of uint8 such as a text's bytes. */
    public static void write(Path file, Map<String, Tensor> arrays, Map<String, byte[]> texts) {
        // Widest first keeps every array aligned to its own width, without which PyTorch cannot view it.
        List<Map.Entry<String, Tensor>> laidOut = arrays.entrySet().stream()
                .sorted(Comparator.comparing(e -> -e.getValue().dtype().bytes()))
                .toList();
        byte[] header = header(arrays, laidOut, texts);
        WholeFile.write(file, out -> {
            ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            out.write(length.putLong(header.length).array());
            out.write(header);
            for (Map.Entry<String, Tensor> array : laidOut) {
                Encoding.write(array.getValue(), out);
            }
            for (byte[] text : texts.values()) {
                out.write(text);
            }
        });
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(entries.keySet());
    }

    @Override
    Tensor read(String name) {
        Entry entry = entries.get(name);
        try (Input in = Input.open(file)) {
            Encoding encoding = encoding(in, name, entry);
            if (encoding.bytes(entry.shape) != entry.end - entry.begin) {
                throw in.bad("\"" + name + "\" is " + entry.dtype + " of shape " + entry.shape + ", "
                        + encoding.bytes(entry.shape) + " bytes, but its offsets span " + (entry.end - entry.begin));
            }
            in.skip(start + entry.begin);
            return encoding.read(in, ByteOrder.LITTLE_ENDIAN, entry.shape);
        }
    }

    /** Nothing is held open. */
    @Override
    public void close() {}

    private static byte[] header(
            Map<String, Tensor> arrays, List<Map.Entry<String, Tensor>> laidOut, Map<String, byte[]> texts) {
        Map<String, Long> begins = new LinkedHashMap<>();
        long at = 0;
        for (Map.Entry<String, Tensor> array : laidOut) {
            begins.put(array.getKey(), at);
            at += bytes(array.getValue());
        }
        ObjectNode header = JSON.createObjectNode();
        arrays.forEach((name, tensor) -> {
            long begin = begins.get(name);
            describe(header.putObject(name), Encoding.of(tensor.dtype()), tensor.shape(), begin);
        });
        for (Map.Entry<String, byte[]> text : texts.entrySet()) {
            describe(header.putObject(text.getKey()), Encoding.U8, Shape.of(text.getValue().length), at);
            at += text.getValue().length;
        }
        try {
            byte[] json = JSON.writeValueAsBytes(header);
            byte[] padded = Arrays.copyOf(json, (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
            Arrays.fill(padded, json.length, padded.length, (byte) ' ');
            return padded;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void describe(ObjectNode entry, Encoding encoding, Shape shape, long begin) {
        entry.put("dtype", encoding.name());
        Arrays.stream(shape.dims()).forEach(entry.putArray("shape")::add);
        entry.putArray("data_offsets").add(begin).add(begin + encoding.bytes(shape));
    }

    private static long bytes(Tensor tensor) {
        return Encoding.of(tensor.dtype()).bytes(tensor.shape());
    }

    private static JsonNode parse(Input in, byte[] header) {
        try {
            JsonNode node = JSON.readTree(header);
            if (node.isObject()) {
                return node;
            }
            throw in.bad("has a header that is not a JSON object");
        } catch (JsonProcessingException e) {
            throw in.bad("has a header that is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw in.damaged(e);
        }
    }

    private static Entry entry(Input in, String name, JsonNode node) {
        JsonNode shape = node.path("shape");
        JsonNode offsets = node.path("data_offsets");
        if (!node.path("dtype").isTextual() || !isIntegers(shape) || !isIntegers(offsets) || offsets.size() != 2) {
            String found = node.toString();
            throw in.bad("describes \"" + name + "\" as " + found.substring(0, Math.min(found.length(), 100))
                    + "; expected {\"dtype\": \"F32\", \"shape\": [2, 3], \"data_offsets\": [0, 24]}");
        }
        long[] span = integers(offsets);
        return new Entry(node.path("dtype").asText(), in.shape(integers(shape)), span[0], span[1]);
    }

    private static boolean isIntegers(JsonNode node) {
        return node.isArray() && integers(node).length == node.size();
    }

    private static long[] integers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .filter(n -> n.isIntegralNumber() && n.canConvertToLong())
                .mapToLong(JsonNode::asLong)
                .toArray();
    }

    private void requireNoGaps(Input in) {
        List<Map.Entry<String, Entry>> laidOut = entries.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, Entry> e) -> e.getValue().begin)
                        .thenComparing(e -> e.getValue().end))
                .toList();
        long at = 0;
        for (Map.Entry<String, Entry> e : laidOut) {
            Entry entry = e.getValue();
            if (entry.begin != at || entry.end < at) {
                throw in.bad("places \"" + e.getKey() + "\" at [" + entry.begin + ", " + entry.end
                        + "]; expected it to begin at " + at + ", where the array before it ends");
            }
            at = entry.end;
        }
        in.requireLeft(at, "what its header describes");
        in.requireNoMore(at, "what its header describes");
    }

    private static Encoding encoding(Input in, String name, Entry entry) {
        for (Encoding encoding : Encoding.values()) {
            if (encoding.name().equals(entry.dtype)) {
                return encoding;
            }
        }
        throw in.bad("\"" + name + "\" is " + entry.dtype + ", which is not read; save one of "
                + Arrays.toString(Encoding.values()));
    }
}
