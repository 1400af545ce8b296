package dev.parity.spec;

import dev.parity.nn.layer.Layer;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Nearest;
import dev.parity.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the {@code layers} of a spec into nodes that follow their inputs, with shapes that fit and weights that have a value. */
final class GraphReader {
    static final Set<String> COMMON = Set.of("type", "name", "inputs", "mask", WeightReader.GRADIENT);

    /** A layer as written, before its inputs are known to exist. */
    private record Draft(Json json, String name, Layer layer, String owner, List<String> inputs) {}

    private final Data data;
    private final Tensors tensors;
    private final WeightReader weightReader;
    private final Map<String, Draft> drafts = new LinkedHashMap<>();
    /** The number to try next for a name of one's own, so that a thousand layers of one type are named in one pass. */
    private final Map<String, Integer> numbers = new HashMap<>();

    private final Map<String, Node> nodes = new LinkedHashMap<>();
    /** By layer: its outputs as the last batch of a pass has them, which may be smaller. */
    private final Map<String, List<Layer.Output>> last = new LinkedHashMap<>();

    GraphReader(Data data, Tensors tensors) {
        this.data = data;
        this.tensors = tensors;
        this.weightReader = new WeightReader(tensors);
    }

    /** The nodes, each after its inputs. */
    List<Node> nodes() {
        return List.copyOf(nodes.values());
    }

    /** What PyTorch's constructors would draw, in their order: also what is then lost, since it is shared. */
    List<Weight> drawn() {
        return weightReader.drawn();
    }

    /** Parameters and buffers, in the same order, and each once. */
    List<Weight> weights() {
        return weightReader.weights();
    }

    GraphReader read(Json layers) {
        String before = Wire.DATA + ".x";
        for (Json json : layers.items()) {
            Draft draft = draft(json, before);
            drafts.put(draft.name, draft);
            before = draft.name;
        }
        drafts.values().forEach(d -> weightReader.link(d.json, d.layer, d.owner));
        drafts.keySet().forEach(name -> place(name, new LinkedHashSet<>()));
        return this;
    }

    private Draft draft(Json json, String before) {
        boolean again = json.find("use").isPresent();
        Layer layer;
        String owner;
        String name;
        if (again) {
            json.only(Set.of("use", "name", "inputs"));
            String used = json.field("use").text();
            Draft first = drafts.get(used);
            if (first == null) {
                throw json.field("use")
                        .error("no layer before this one is called \"" + Json.brief(used) + "\""
                                + Nearest.hint(used, drafts.keySet()));
            }
            layer = first.layer;
            owner = first.owner;
            name = json.find("name").map(this::name).orElseGet(() -> numbered(owner + "#"));
        } else {
            Class<?> type = Binder.type(json, Layer.class);
            Set<String> besides = new HashSet<>(COMMON);
            besides.addAll(WeightReader.names(json, type));
            layer = Binder.typed(json, Layer.class, besides);
            name = json.find("name")
                    .map(this::name)
                    .orElseGet(() -> numbered(layer.type().toLowerCase(Locale.ROOT)));
            owner = name;
            weightReader.own(json, layer, owner);
        }
        List<String> inputs = json.find("inputs")
                .map(i -> i.itemsOrOne().stream().map(Json::text).toList())
                .orElse(List.of(before));
        return new Draft(json, name, layer, owner, inputs);
    }

    private String name(Json json) {
        String name = Named.legal(json, json.text());
        if (name.equals(Objective.NAME) || name.equals(Wire.DATA)) {
            throw json.error("the name \"" + name + "\" is taken: sites of the " + name + " stand under it");
        }
        if (drafts.containsKey(name)) {
            throw json.error(
                    "two layers are called \"" + name + "\"; to use one twice write {\"use\": \"" + name + "\"}");
        }
        return name;
    }

    /** The name itself, then with 2, 3 and so on behind it; a name that ends in # begins with 2. */
    private String numbered(String stem) {
        if (!stem.endsWith("#") && !drafts.containsKey(stem)) {
            return stem;
        }
        int n = numbers.getOrDefault(stem, 2);
        while (drafts.containsKey(stem + n)) {
            n++;
        }
        numbers.put(stem, n + 1);
        return stem + n;
    }

    /** Puts a layer behind its inputs, those first. */
    private void place(String name, Set<String> waiting) {
        if (nodes.containsKey(name)) {
            return;
        }
        Draft draft = drafts.get(name);
        if (!waiting.add(name)) {
            throw draft.json.error("the layers run in a circle, each waiting for the next: "
                    + String.join(" -> ", waiting) + " -> " + name);
        }
        List<Wire> inputs = new ArrayList<>();
        for (String input : draft.inputs) {
            Wire wire = wire(input, draft.json);
            if (!wire.isData()) {
                place(wire.node(), waiting);
            }
            if (!wire.isData() && draft.layer.readsTokens()) {
                throw draft.json.error("layer \"" + name + "\" reads tokens, which are a column of the data, and \""
                        + input + "\" is a layer");
            }
            if (wire.isData() && draft.layer.readsTokens()) {
                checkTokens(draft, data.columns().get(wire.output()));
            }
            inputs.add(wire);
        }
        waiting.remove(name);
        nodes.put(name, node(draft, inputs));
    }

    /** Tokens that stand in the spec or in a file are checked now; drawn ones are checked when they are drawn. */
    private void checkTokens(Draft draft, Data.Column column) {
        if (tensors.get(column.tensor()) instanceof Source.Given given && column.divide() == 1) {
            try {
                draft.layer.checkTokens(given.tensor());
            } catch (BadInput bad) {
                throw draft.json.error(
                        "layer \"" + draft.name + "\" on \"" + column.tensor() + "\": " + bad.getMessage(), bad);
            }
        }
    }

    private Node node(Draft draft, List<Wire> inputs) {
        Map<String, String> constants = draft.layer.tensors();
        constants.forEach((option, name) -> tensor(written(draft, option), name));
        Map<String, Wire> columns = new LinkedHashMap<>();
        draft.layer.columns().forEach((option, name) -> columns.put(option, column(written(draft, option), name)));
        Node node = new Node(
                draft.name,
                draft.layer,
                inputs,
                List.of(),
                weightReader.binding(draft.owner),
                Optional.empty(),
                constants,
                columns);
        List<Layer.Output> outputs = outputs(draft, node, false);
        for (Layer.Output output : outputs) {
            Memory.refuse(output.shape(), draft.json::error);
        }
        last.put(draft.name, data.lastBatch() == data.batchSize() ? outputs : outputs(draft, node, true));
        return new Node(
                node.name(),
                node.layer(),
                inputs,
                outputs,
                node.weights(),
                mask(draft, outputs.get(0).shape()),
                constants,
                columns);
    }

    /** The name of the tensor that holds the masks of a layer that drops, one for each step. */
    private Optional<String> mask(Draft draft, Shape shape) {
        Optional<Json> given = drafts.get(draft.owner).json.find("mask");
        if (given.isEmpty()) {
            return Optional.empty();
        }
        Json json = given.get();
        if (draft.layer.keeps().isEmpty()) {
            throw json.error("a mask is for a layer that drops, and this " + draft.layer.type() + " drops nothing");
        }
        if (!draft.owner.equals(draft.name)) {
            throw draft.json.error(
                    "\"" + draft.owner + "\" is given its masks, one for each step, so it cannot be used twice in one");
        }
        String name = tensors.name(json, draft.name + ".mask", Set.of());
        Shape masks = tensors.get(name).shape();
        if (masks.rank() == 0 || !masks.tail(1).equals(shape)) {
            throw json.error("a mask has the input's shape " + shape + ", with the steps before it, and \"" + name
                    + "\" has shape " + masks);
        }
        return Optional.of(name);
    }

    /** Where an option is written; a second use of a layer has those of the first. */
    private static Json written(Draft draft, String option) {
        return draft.json.find(option).orElse(draft.json);
    }

    private void tensor(Json at, String name) {
        if (!tensors.all().containsKey(name)) {
            throw at.error("there is no tensor \"" + name + "\""
                    + Nearest.hint(name, tensors.all().keySet()));
        }
    }

    private Wire column(Json at, String name) {
        Wire wire = wire(name, at);
        if (!wire.isData()) {
            throw at.error("a column of the data is wanted here, written data.KEY, and \"" + name + "\" is a layer");
        }
        return wire;
    }

    /** The outputs for a full batch, or for the last one of a pass. */
    private List<Layer.Output> outputs(Draft draft, Node node, boolean ofLast) {
        Shape[] shapes =
                node.inputs().stream().map(w -> shape(w, draft.json, ofLast)).toArray(Shape[]::new);
        Map<String, Shape> operands = new LinkedHashMap<>();
        node.tensors()
                .forEach(
                        (option, name) -> operands.put(option, tensors.get(name).shape()));
        node.columns().forEach((option, wire) -> operands.put(option, shape(wire, draft.json, ofLast)));
        try {
            List<Layer.Output> outputs = draft.layer.outputs(shapes);
            draft.layer.check(operands, shapes);
            return outputs;
        } catch (BadInput bad) {
            String when = ofLast ? " in the last batch, which has " + data.lastBatch() + " rows" : "";
            throw draft.json.error("layer \"" + draft.name + "\"" + when + ": " + bad.getMessage(), bad);
        }
    }

    /** What a name in {@code inputs} means: a layer, a layer's further output, or a column of the data. */
    Wire wire(String text, Json at) {
        if (drafts.containsKey(text)) {
            return new Wire(text, "y");
        }
        int dot = text.lastIndexOf('.');
        String node = dot < 0 ? text : text.substring(0, dot);
        if (node.equals(Wire.DATA)) {
            String key = dot < 0 ? "x" : text.substring(dot + 1);
            if (data.columns().containsKey(key)) {
                return new Wire(Wire.DATA, key);
            }
            throw at.error("the data has no column \"" + Json.brief(key) + "\"; its columns are "
                    + String.join(", ", data.columns().keySet()));
        }
        if (dot > 0 && drafts.containsKey(node)) {
            return new Wire(node, text.substring(dot + 1));
        }
        String column = Wire.DATA + "." + text;
        String hint = data.columns().containsKey(text)
                ? "; did you mean \"" + column + "\"?"
                : Nearest.hint(text, drafts.keySet());
        throw at.error("there is no layer \"" + Json.brief(text) + "\" whose output it could be"
                + (hint.isEmpty() ? "; write a layer's name, or a column of the data such as data.x" : hint));
    }

    /** The shape that a full batch has on a wire, or the last batch of a pass, which may be smaller. */
    Shape shape(Wire wire, Json at, boolean ofLast) {
        if (wire.isData()) {
            return data.batch(wire.output(), ofLast ? data.lastBatch() : data.batchSize());
        }
        List<Layer.Output> outputs =
                ofLast ? last.get(wire.node()) : nodes.get(wire.node()).outputs();
        return outputs.stream()
                .filter(o -> o.name().equals(wire.output()))
                .findFirst()
                .orElseThrow(() -> at.error("layer \"" + wire.node() + "\" has no output \"" + wire.output()
                        + "\"; it has "
                        + String.join(
                                ", ", outputs.stream().map(Layer.Output::name).toList())))
                .shape();
    }

    /** The last layer in the order written: what the loss looks at where it does not say. */
    Wire last() {
        Wire last = new Wire(Wire.DATA, "x");
        for (String name : drafts.keySet()) {
            last = new Wire(name, "y");
        }
        return last;
    }

    /** Refuses layers that nothing uses. */
    void refuseUnused(Set<Wire> used) {
        Set<String> consumed = new HashSet<>();
        used.forEach(w -> consumed.add(w.node()));
        nodes.values().forEach(n -> n.inputs().forEach(w -> consumed.add(w.node())));
        for (Draft draft : drafts.values()) {
            if (!consumed.contains(draft.name)) {
                throw draft.json.error(
                        "layer \"" + draft.name + "\" leads nowhere: neither a layer nor the loss uses its output");
            }
        }
    }

    /** The columns that layers read as whole numbers, tokens and masks, which no other layer may read as numbers with a gradient. */
    Set<String> tokens() {
        Set<String> tokens = new HashSet<>();
        nodes.values().stream().filter(n -> n.layer().readsTokens()).forEach(n -> n.inputs()
                .forEach(w -> tokens.add(w.output())));
        for (Node node : nodes.values()) {
            for (Wire wire : node.inputs()) {
                if (!node.layer().readsTokens() && wire.isData() && tokens.contains(wire.output())) {
                    throw drafts.get(node.name())
                            .json
                            .error(
                                    "layer \"" + node.name() + "\" reads " + wire
                                            + " as numbers, and another layer reads it as tokens; give the data two columns of it");
                }
            }
            node.columns().values().forEach(w -> tokens.add(w.output()));
        }
        return tokens;
    }
}
