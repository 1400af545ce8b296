package dev.parity.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parity.spec.Experiment;
import dev.parity.spec.Folder;
import dev.parity.spec.SpecReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The tables of examples ({@code examples/*.jsonl}): a line is one layer, loss or optimizer with its options and the
 * shapes that it is tried on. Java's tests and the recorder of PyTorch's traces read the same lines.
 *
 * <p>Of a layer: {@code x} is the input's shape, or a list of shapes; {@code values} gives the input's numbers instead and
 * {@code tokens} draws whole numbers below it; {@code y} is the output's shape, as promised; {@code layer} is what
 * a spec would hold; {@code tensors} and {@code data} are added to those of the spec; {@code case} says what is special about it. The loss is the squared distance to a random target,
 * summed, so every output element has a gradient of its own.
 */
public final class Examples {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The tables that there are. */
    public static final List<String> TABLES = List.of("layers", "losses", "optimizers", "training");

    private Examples() {}

    /** Prints a table as specs, one a line, for the recorder: {@code Examples TABLE DTYPE}. */
    public static void main(String[] args) {
        of(args[0]).forEach(example -> System.out.println(example.spec(args[1])));
    }

    public record Example(String name, JsonNode line) {
        /** The line as a spec in the given type. */
        public Experiment experiment(String dtype) {
            return read(spec(dtype));
        }

        ObjectNode spec(String dtype) {
            return line.has("layer")
                    ? layerSpec(line, dtype)
                    : line.has("loss") ? lossSpec(line, dtype) : optimizerSpec(line, dtype);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    public static List<Example> of(String table) {
        List<Example> examples = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Examples.class.getResourceAsStream("/examples/" + table + ".jsonl"), StandardCharsets.UTF_8))) {
            for (String text; (text = reader.readLine()) != null; ) {
                JsonNode line = JSON.readTree(text);
                examples.add(new Example(
                        (examples.size() + 1) + " " + line.path("case").asText("") + " " + line.path("layer")
                                + line.path("loss") + line.path("optimizer") + " " + line.path("x"),
                        line));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return examples;
    }

    /** The spec that a line of {@code layers.jsonl} stands for. */
    static ObjectNode layerSpec(JsonNode line, String dtype) {
        ObjectNode spec = JSON.createObjectNode();
        spec.put("dtype", dtype).put("steps", 2).put("seed", 7).put("generator", "numpy");
        ObjectNode tensors = spec.putObject("tensors");
        ObjectNode data = spec.putObject("data");
        ObjectNode layer = line.get("layer").deepCopy();
        ArrayNode inputs = JSON.createArrayNode();
        if (line.has("values")) {
            tensors.putObject("x").set("values", line.get("values"));
            data.put("x", "x");
        } else {
            JsonNode shapes = line.get("x").get(0).isArray()
                    ? line.get("x")
                    : JSON.createArrayNode().add(line.get("x"));
            for (int i = 0; i < shapes.size(); i++) {
                String key = i == 0 ? "x" : "x" + i;
                ObjectNode source = tensors.putObject(key);
                if (line.has("tokens")) {
                    source.putArray("randint").add(0).add(line.get("tokens"));
                    source.set("shape", shapes.get(i));
                } else {
                    source.set("randn", shapes.get(i));
                }
                data.put(key, key);
                inputs.add("data." + key);
            }
        }
        if (inputs.size() > 1 && !layer.has("inputs")) {
            layer.set("inputs", inputs);
        }
        if (line.has("tensors")) {
            line.get("tensors").fields().forEachRemaining(e -> tensors.set(e.getKey(), e.getValue()));
        }
        if (line.has("data")) {
            line.get("data").fields().forEachRemaining(e -> data.set(e.getKey(), e.getValue()));
        }
        tensors.putObject("y").set("randn", line.get("y"));
        boolean rows = line.get("y").path(0).asInt(-1) == rows(line);
        data.put(rows ? "y" : "target", "y");
        spec.putArray("layers").add(layer);
        ObjectNode loss = spec.putObject("loss").put("type", "MSELoss").put("reduction", "sum");
        if (!rows) {
            loss.put("target", "data.target");
        }
        spec.putObject("optimizer").put("type", "SGD").put("lr", 0.01);
        return spec;
    }

    /** The rows of the first input, which are the samples; a target with as many is cut into batches with it. */
    private static int rows(JsonNode line) {
        if (line.has("values")) {
            return line.get("values").size();
        }
        JsonNode first = line.get("x").get(0);
        return first.isArray() ? first.get(0).asInt() : first.asInt();
    }

    /** The spec that a line of {@code losses.jsonl} stands for: each input goes through a layer that changes nothing. */
    static ObjectNode lossSpec(JsonNode line, String dtype) {
        ObjectNode spec = JSON.createObjectNode();
        spec.put("dtype", dtype).put("steps", 2).put("seed", 7).put("generator", "numpy");
        ObjectNode tensors = spec.putObject("tensors");
        ObjectNode data = spec.putObject("data");
        ArrayNode layers = spec.putArray("layers");
        ObjectNode loss = line.get("loss").deepCopy();
        ArrayNode inputs = loss.putArray("inputs");
        JsonNode sources =
                line.get("x").isArray() ? line.get("x") : JSON.createArrayNode().add(line.get("x"));
        for (int i = 0; i < sources.size(); i++) {
            String key = i == 0 ? "x" : "x" + i;
            tensors.set(key, sources.get(i));
            data.put(key, key);
            ObjectNode layer = layers.addObject().put("type", "Flatten").put("name", "in" + i);
            layer.put("start_dim", -1).put("end_dim", -1).putArray("inputs").add("data." + key);
            inputs.add("in" + i);
        }
        if (line.has("y")) {
            tensors.set("y", line.get("y"));
            data.put("y", "y");
        }
        if (line.has("tensors")) {
            line.get("tensors").fields().forEachRemaining(e -> tensors.set(e.getKey(), e.getValue()));
        }
        spec.set("loss", loss);
        return spec;
    }

    /** The spec that a line of {@code optimizers.jsonl} stands for: five steps of a small net, the loss times {@code scale}. */
    static ObjectNode optimizerSpec(JsonNode line, String dtype) {
        ObjectNode spec = JSON.createObjectNode();
        spec.put("dtype", dtype)
                .put("steps", line.path("steps").asInt(5))
                .put("seed", 7)
                .put("generator", "torch");
        ObjectNode tensors = spec.putObject("tensors");
        tensors.putObject("x").putArray("randn").add(6).add(3);
        tensors.putObject("y").putArray("randn").add(6).add(2);
        spec.putObject("data").put("x", "x").put("y", "y");
        ArrayNode layers = spec.putArray("layers");
        layers.addObject()
                .put("type", "Linear")
                .put("name", "fc1")
                .put("in_features", 3)
                .put("out_features", 5);
        layers.addObject().put("type", "Tanh");
        layers.addObject()
                .put("type", "Linear")
                .put("name", "fc2")
                .put("in_features", 5)
                .put("out_features", 2);
        ObjectNode loss = spec.putObject("loss")
                .put("type", "MSELoss")
                .put("scale", line.path("scale").asDouble(1));
        if (line.has("penalty")) {
            loss.set("penalty", line.get("penalty"));
        }
        line.fields().forEachRemaining(e -> {
            if (!List.of("case", "scale", "steps", "penalty").contains(e.getKey())) {
                spec.set(e.getKey(), e.getValue());
            }
        });
        return spec;
    }

    public static Experiment read(ObjectNode spec) {
        try {
            Path file = Files.createTempFile("example", ".json");
            try {
                Files.writeString(file, spec.toString());
                return SpecReader.read(new Folder(file, List.of()), SpecReader.Overrides.none());
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
