package dev.parity.spec;

import dev.parity.spec.Catalogue.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON Schema of a spec, draft 2020-12. Layers, losses, optimizers and schedulers are made of the records that read
 * them; what is around them stands in {@code schema.json}. It refuses what is misspelled or of the wrong type; what needs
 * more than one glance, such as shapes that fit, is left to {@link SpecReader}.
 *
 * @see <a href="https://json-schema.org/draft/2020-12">JSON Schema</a>
 */
public final class Schema {
    /** The names of parameters and buffers: what a layer has of them depends on its options. */
    private static final String WEIGHTS = "weight|bias|running_|num_batches";

    /** Where the definitions of {@code schema.json} end. */
    private static final String END = "\n  }\n}\n";

    private Schema() {}

    /** The schema as text. */
    public static String text() {
        String around = resource();
        StringBuilder text = new StringBuilder(around.substring(0, around.lastIndexOf(END)));
        definitions().forEach((name, definition) -> text.append(",\n    \"")
                .append(name)
                .append("\": ")
                .append(JsonWriter.write(definition, "    ")));
        return text.append(END).toString();
    }

    private static String resource() {
        try (InputStream in = Schema.class.getResourceAsStream("schema.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One definition for each catalogue, the choice among its entries, and one for each entry. */
    private static Map<String, Object> definitions() {
        Map<String, Object> all = new LinkedHashMap<>();
        for (Catalogue catalogue : Catalogue.all()) {
            List<Object> choice = new ArrayList<>();
            all.put(catalogue.one(), Map.of("oneOf", choice));
            for (Entry entry : catalogue.entries()) {
                choice.add(ref(entry.name()));
                all.put(entry.name(), definition(catalogue, entry));
            }
            if (catalogue.equals(Catalogue.LAYERS)) {
                choice.add(ref("use"));
            }
        }
        return all;
    }

    private static Map<String, Object> definition(Catalogue catalogue, Entry entry) {
        Map<String, Object> options = options(entry);
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("type", Map.of("const", entry.name()));
        Map<String, Object> definition = new LinkedHashMap<>();
        definition.put("description", entry.javadoc().summary());
        definition.put("type", "object");
        definition.put("required", required("type", entry));
        definition.put("additionalProperties", false);
        definition.put("properties", properties);
        Idle.of(entry.type()).forEach((name, idle) -> properties.put(name, idle(idle)));
        if (catalogue.equals(Catalogue.LAYERS)) {
            layer(definition, properties, options);
        } else if (catalogue.equals(Catalogue.LOSSES)) {
            properties.put("name", ref("name"));
            properties.put("inputs", ref("inputs"));
            properties.put("target", Map.of("type", "string")); // a loss without one refuses it when it is read
            properties.put("scale", Map.of("type", "number"));
            properties.put("weight", ref("operand"));
            properties.put("pos_weight", ref("operand"));
            properties.put("penalty", ref("penalty"));
        } else if (catalogue.equals(Catalogue.OPTIMIZERS)) {
            properties.put("groups", list(group(options)));
        }
        properties.putAll(options);
        return definition;
    }

    /** A layer's parameters have names of their own; one that is also an option, such as bias, may be either. */
    private static void layer(
            Map<String, Object> definition, Map<String, Object> properties, Map<String, Object> options) {
        properties.put("name", ref("name"));
        properties.put("inputs", ref("inputs"));
        properties.put("mask", ref("operand"));
        properties.put("requires_grad", ref("requires_grad"));
        options.replaceAll((name, option) -> name.equals("bias")
                ? any(option, ref("named"), ref("list"), ref("value"))
                : name.matches(".*(" + WEIGHTS + ").*") ? any(option, ref("value")) : option);
        String own = options.isEmpty() ? "" : "(?!(" + String.join("|", options.keySet()) + ")$)";
        definition.put("patternProperties", Map.of("^" + own + ".*(" + WEIGHTS + ")", ref("weight")));
    }

    private static Map<String, Object> idle(Idle idle) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("enum", idle.taken().stream().map(JsonWriter.Raw::new).toList());
        schema.put("description", "Taken, and without effect.");
        return schema;
    }

    private static Map<String, Object> group(Map<String, Object> options) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("parameters", oneOrMore(Map.of("type", "string")));
        properties.putAll(options);
        Map<String, Object> group = new LinkedHashMap<>();
        group.put("type", "object");
        group.put("required", List.of("parameters"));
        group.put("additionalProperties", false);
        group.put("properties", properties);
        return group;
    }

    private static List<String> required(String first, Entry entry) {
        List<String> required = new ArrayList<>(List.of(first));
        entry.options().stream().filter(o -> o.fallback().isEmpty()).forEach(o -> required.add(o.name()));
        return required;
    }

    private static Map<String, Object> options(Entry entry) {
        Map<String, String> words = entry.javadoc().options();
        Map<String, Object> all = new LinkedHashMap<>();
        for (Option option : entry.options()) {
            Map<String, Object> schema = new LinkedHashMap<>(schema(option));
            option.fallback().ifPresent(f -> schema.put("default", new JsonWriter.Raw(f)));
            if (words.containsKey(option.name())) {
                schema.put("description", words.get(option.name()));
            }
            all.put(option.name(), schema);
        }
        return all;
    }

    private static Map<String, Object> schema(Option option) {
        Map<String, Object> one =
                switch (option.kind()) {
                    case INTEGER -> Map.of("type", "integer");
                    case NUMBER -> Map.of("type", "number");
                    case BOOLEAN -> Map.of("type", "boolean");
                    case STRING -> Map.of("type", "string");
                    case CHOICE -> Map.of("enum", option.choices());
                    case PADDING -> any(Map.of("type", "integer"), Map.of("enum", option.choices()));
                    case TENSOR -> any(Map.of("type", "string"), ref("operand"));
                    case SCHEDULER -> ref("scheduler");
                };
        Map<String, Object> item = option.nullable() ? any(one, Map.of("type", "null")) : one;
        return option.list() ? oneOrMore(item) : item;
    }

    private static Map<String, Object> ref(String definition) {
        return Map.of("$ref", "#/$defs/" + definition);
    }

    private static Map<String, Object> any(Object... choices) {
        return Map.of("anyOf", List.of(choices));
    }

    private static Map<String, Object> oneOrMore(Map<String, Object> item) {
        return any(item, list(item));
    }

    /** In this order: that of Map.of changes from run to run. */
    private static Map<String, Object> list(Map<String, Object> item) {
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("type", "array");
        list.put("items", item);
        return list;
    }
}
