package dev.parity.spec;

import dev.parity.spec.Catalogue.Entry;
import dev.parity.tensor.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON Schema of a spec, draft 2020-12, made of the same records that read it. It refuses what is misspelled or of the
 * wrong type; what needs more than one glance, such as shapes that fit, is left to {@link SpecReader}.
 *
 * @see <a href="https://json-schema.org/draft/2020-12">JSON Schema</a>
 */
public final class Schema {
    /** The names of parameters and buffers, of which a record without its options knows none. */
    private static final String WEIGHTS = "weight|bias|running_|num_batches";

    private final Map<String, Object> definitions = new LinkedHashMap<>();

    private Schema() {}

    /** The schema as text. */
    public static String text() {
        return JsonWriter.write(new Schema().root());
    }

    private Map<String, Object> root() {
        Map<String, Object> properties = properties();
        define();
        Map<String, Object> root = of(
                "$schema", "https://json-schema.org/draft/2020-12/schema",
                "title", "A spec of parity",
                "description", "A network, its data, loss, optimizer and seed, to be trained on both sides.");
        root.putAll(object(properties, "data", "layers", "loss"));
        root.put("not", of("required", List.of("steps", "epochs")));
        root.put("$defs", definitions);
        return root;
    }

    private static Map<String, Object> properties() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("$schema", of("type", "string", "description", "Where this schema lies, for editors."));
        all.put("name", of("type", "string", "description", "What reports call it; the file's name unless given."));
        all.put("dtype", of("enum", floats(), "default", "float32", "description", "The type of the arithmetic."));
        all.put("steps", of("type", "integer", "minimum", 1, "default", 1, "description", "Training iterations."));
        all.put(
                "epochs",
                of("type", "integer", "minimum", 1, "description", "Passes over the data, in place of steps."));
        all.put("seed", of("type", "integer", "default", 0));
        all.put(
                "generator",
                of(
                        "enum",
                        List.of("numpy", "torch"),
                        "default",
                        "torch",
                        "description",
                        "Whose random numbers the seed means."));
        all.put(
                "tensors",
                of(
                        "type", "object",
                        "additionalProperties", ref("tensor"),
                        "description", "Arrays by name, drawn in the order written."));
        all.put("data", ref("data"));
        all.put(
                "layers",
                of(
                        "type",
                        "array",
                        "items",
                        ref("layer"),
                        "description",
                        "Each takes the one before it as its input, unless it says otherwise."));
        all.put("loss", oneOrMore(ref("loss")));
        all.put("optimizer", ref("optimizer"));
        all.put("scheduler", oneOrMore(ref("scheduler")));
        all.put(
                "clip_grad_norm_",
                object(
                        of(
                                "max_norm",
                                of("type", "number", "minimum", 0),
                                "norm_type",
                                any(of("type", "number"), of("const", "inf"))),
                        "max_norm"));
        all.put("clip_grad_value_", object(options(Option.of(Training.ClipValue.class), Map.of()), "clip_value"));
        all.put(
                "accumulate",
                of(
                        "type",
                        "integer",
                        "minimum",
                        1,
                        "default",
                        1,
                        "description",
                        "Batches whose gradients one update sums."));
        all.put(
                "tolerance",
                object(
                        of(
                                "rtol",
                                of("type", "number", "minimum", 0, "exclusiveMaximum", 1),
                                "atol",
                                of("type", "number", "minimum", 0)),
                        "rtol",
                        "atol"));
        all.put(
                "inject",
                oneOrMore(of(
                        "type",
                        "string",
                        "pattern",
                        "^[^@]+(@[^@]+)?$",
                        "description",
                        "A fault to plant, as FAULT or FAULT@LAYER.")));
        all.put(
                "expect",
                object(
                        of(
                                "verdict", of("enum", List.of("agrees", "diverges", "inconclusive")),
                                "layer", of("type", "string"),
                                "cause", of("type", "string")),
                        "verdict"));
        return all;
    }

    private void define() {
        Map<String, Object> numbers = any(of("type", "number"), of("type", "array", "items", ref("numbers")));
        definitions.put("numbers", numbers);
        definitions.put("shape", oneOrMore(of("type", "integer", "minimum", 0)));
        definitions.put(
                "name", of("type", "string", "pattern", "^[^/@:#\\s]+$", "not", of("enum", List.of("loss", "data"))));
        definitions.put("tensor", any(of("type", "array", "items", ref("numbers")), source(Map.of())));
        Map<String, Object> modified =
                of("divide", of("type", "number"), "one_hot", of("type", "integer", "minimum", 1));
        Map<String, Object> column = of(
                "from",
                of("type", "string"),
                "shape",
                of("type", "array", "items", of("type", "integer", "minimum", -1)));
        column.putAll(modified);
        definitions.put(
                "column",
                any(
                        of("type", "string"),
                        of("type", "array", "items", ref("numbers")),
                        object(column, "from"),
                        source(modified)));
        Map<String, Object> data = of(
                "x", ref("column"),
                "y", ref("column"),
                "batch_size", of("type", "integer", "minimum", 1, "description", "All rows unless given."),
                "shuffle", of("type", "boolean", "default", false),
                "drop_last", of("type", "boolean", "default", false));
        definitions.put(
                "data",
                of(
                        "type",
                        "object",
                        "required",
                        List.of("x"),
                        "properties",
                        data,
                        "additionalProperties",
                        ref("column")));
        definitions.put("operand", any(object(of("from", of("type", "string")), "from"), source(Map.of())));
        Map<String, Object> transpose = of("transpose", of("type", "boolean", "default", false));
        Map<String, Object> from = of("from", of("type", "string"));
        from.putAll(transpose);
        List<Object> values = new ArrayList<>(List.of(
                of("type", "string"),
                of("type", "array", "items", ref("numbers")),
                object(from, "from"),
                object(of("share", of("type", "string", "description", "LAYER.PARAMETER")), "share"),
                source(transpose)));
        InitReader.RULES.forEach((rule, arguments) -> values.add(init(rule, arguments)));
        definitions.put("weight", of("anyOf", values));
        defineTypes(
                Catalogue.LAYERS,
                this::layer,
                List.of(object(of("use", of("type", "string"), "inputs", inputs()), "use")));
        defineTypes(Catalogue.LOSSES, this::loss, List.of());
        defineTypes(Catalogue.OPTIMIZERS, this::optimizer, List.of());
        defineTypes(Catalogue.SCHEDULERS, this::plain, List.of());
    }

    private interface Drawing {
        Map<String, Object> of(Entry entry);
    }

    /** The choice among the entries of a catalogue; each has a definition of its own. */
    private void defineTypes(Catalogue catalogue, Drawing drawing, List<Object> besides) {
        List<Object> choice = new ArrayList<>();
        definitions.put(catalogue.one(), of("oneOf", choice));
        for (Entry entry : catalogue.entries()) {
            definitions.put(entry.name(), drawing.of(entry));
            choice.add(ref(entry.name()));
        }
        choice.addAll(besides);
    }

    private Map<String, Object> layer(Entry entry) {
        Map<String, Object> properties = of("name", ref("name"), "inputs", inputs(), "mask", ref("operand"));
        Map<String, Object> options = options(entry.options(), entry.javadoc().options());
        options.replaceAll(
                (name, option) -> name.matches(".*(" + WEIGHTS + ").*") ? any(option, ref("weight")) : option);
        properties.putAll(options);
        Map<String, Object> layer = typed(entry, properties);
        String own = options.isEmpty() ? "" : "(?!(" + String.join("|", options.keySet()) + ")$)";
        layer.put("patternProperties", of("^" + own + ".*(" + WEIGHTS + ")", ref("weight")));
        return layer;
    }

    private Map<String, Object> loss(Entry entry) {
        Map<String, Object> properties = of(
                "name", ref("name"),
                "inputs", inputs(),
                "target", of("type", "string"),
                "scale", of("type", "number", "default", 1),
                "weight", ref("operand"),
                "pos_weight", ref("operand"),
                "penalty",
                        object(
                                of(
                                        "l2",
                                        of("type", "number"),
                                        "parameters",
                                        of("type", "array", "items", of("type", "string"))),
                                "l2"));
        properties.putAll(options(entry.options(), entry.javadoc().options()));
        return typed(entry, properties);
    }

    private Map<String, Object> optimizer(Entry entry) {
        Map<String, Object> options = options(entry.options(), entry.javadoc().options());
        Map<String, Object> group = of("parameters", oneOrMore(of("type", "string")));
        group.putAll(options);
        Map<String, Object> properties = new LinkedHashMap<>(options);
        properties.put("groups", of("type", "array", "items", object(group, "parameters")));
        return typed(entry, properties);
    }

    private Map<String, Object> plain(Entry entry) {
        return typed(entry, options(entry.options(), entry.javadoc().options()));
    }

    private static Map<String, Object> typed(Entry entry, Map<String, Object> properties) {
        Map<String, Object> all = of("type", of("const", entry.name()));
        all.putAll(properties);
        List<String> required = new ArrayList<>(List.of("type"));
        entry.options().stream().filter(o -> o.fallback().isEmpty()).forEach(o -> required.add(o.name()));
        Map<String, Object> typed = of("description", entry.javadoc().summary());
        typed.putAll(object(all, required.toArray(String[]::new)));
        return typed;
    }

    private static Map<String, Object> options(List<Option> options, Map<String, String> words) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (Option option : options) {
            Map<String, Object> schema = option(option);
            option.fallback().ifPresent(f -> schema.put("default", new JsonWriter.Raw(f)));
            if (words.containsKey(option.name())) {
                schema.put("description", words.get(option.name()));
            }
            all.put(option.name(), schema);
        }
        return all;
    }

    private static Map<String, Object> option(Option option) {
        Map<String, Object> one =
                switch (option.kind()) {
                    case INTEGER -> of("type", "integer");
                    case NUMBER -> of("type", "number");
                    case BOOLEAN -> of("type", "boolean");
                    case STRING -> of("type", "string");
                    case CHOICE -> of("enum", option.choices());
                    case PADDING -> any(of("type", "integer"), of("enum", option.choices()));
                    case TENSOR -> any(of("type", "string"), object(of("from", of("type", "string")), "from"));
                    case SCHEDULER -> ref("scheduler");
                };
        Map<String, Object> all = option.list() ? oneOrMore(one) : one;
        return option.nullable() ? any(all, of("type", "null")) : all;
    }

    private static Map<String, Object> init(String rule, List<String> arguments) {
        Map<String, Object> properties = of("init", of("const", rule));
        arguments.forEach(
                a -> properties.put(a, a.matches("mode|nonlinearity") ? of("type", "string") : of("type", "number")));
        return rule.equals("constant_") ? object(properties, "init", "val") : object(properties, "init");
    }

    /** A tensor that is drawn, written or read, with exactly one source. */
    private static Map<String, Object> source(Map<String, Object> modifiers) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (String kind : SourceReader.FIELDS.keySet()) {
            properties.put(
                    kind,
                    switch (kind) {
                        case "randn", "rand", "zeros", "ones", "full" -> ref("shape");
                        case "uniform", "randint" ->
                            of("type", "array", "items", of("type", "number"), "minItems", 2, "maxItems", 2);
                        case "linspace" ->
                            of("type", "array", "items", of("type", "number"), "minItems", 3, "maxItems", 3);
                        case "arange" ->
                            any(
                                    of("type", "number"),
                                    of("type", "array", "items", of("type", "number"), "minItems", 1, "maxItems", 3));
                        case "values" -> ref("numbers");
                        default -> of("type", "string", "description", "A file in the spec's folder or below it.");
                    });
        }
        List<Object> one = SourceReader.FIELDS.keySet().stream()
                .map(kind -> (Object) of("required", required(kind)))
                .toList();
        properties.put("shape", ref("shape"));
        properties.put("value", of("type", "number"));
        properties.put("key", of("type", "string"));
        properties.put(
                "dtype",
                of("enum", Arrays.stream(DType.values()).map(Object::toString).toList()));
        properties.putAll(modifiers);
        Map<String, Object> source = object(properties);
        source.put("oneOf", one);
        return source;
    }

    private static List<String> required(String kind) {
        List<String> required = new ArrayList<>(List.of(kind));
        SourceReader.FIELDS.get(kind).stream()
                .filter(f -> f.matches("shape|value"))
                .forEach(required::add);
        return required;
    }

    private static Map<String, Object> inputs() {
        return oneOrMore(of(
                "type", "string", "description", "A layer, a layer's further output such as lstm.h_n, or data.KEY."));
    }

    private static List<String> floats() {
        return Arrays.stream(DType.values())
                .filter(DType::isFloat)
                .map(Object::toString)
                .toList();
    }

    private static Map<String, Object> ref(String definition) {
        return of("$ref", "#/$defs/" + definition);
    }

    private static Map<String, Object> oneOrMore(Map<String, Object> item) {
        return any(item, of("type", "array", "items", item));
    }

    private static Map<String, Object> any(Object... choices) {
        return of("anyOf", List.of(choices));
    }

    private static Map<String, Object> object(Map<String, Object> properties, String... required) {
        Map<String, Object> object = of("type", "object");
        if (required.length > 0) {
            object.put("required", List.of(required));
        }
        object.put("properties", properties);
        object.put("additionalProperties", false);
        return object;
    }

    /** Keys and values in turn, in this order. */
    private static Map<String, Object> of(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
