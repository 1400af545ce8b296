package dev.parity.spec;

import dev.parity.nn.layer.Layer;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Nearest;
import dev.parity.tensor.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads the {@code layers} of a spec into nodes that follow their inputs, with shapes that fit and weights that have a value. */
final class GraphReader {
    static final Set<String> COMMON = Set.of("type", "name", "inputs", "mask");

    /** A layer as written, before its inputs are known to exist. */
    private record Draft(Json json, String name, Layer layer, String owner, List<String> inputs) {}

    private final Data data;
    private final WeightReader weightReader;
    private final Map<String, Draft> drafts = new LinkedHashMap<>();
    private final Map<String, Node> nodes = new LinkedHashMap<>();

    GraphReader(Data data, Tensors tensors) {
        this.data = data;
        this.weightReader = new WeightReader(tensors);
    }

    /** The nodes, each after its inputs. */
    List<Node> nodes() {
        return List.copyOf(nodes.values());
    }

    /** Parameters and buffers, in the order in which PyTorch would draw them. */
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
            json.only(Set.of("use", "inputs"));
            owner = json.field("use").text();
            Draft first = drafts.get(owner);
            if (first == null) {
                throw json.field("use").error("no layer before this one is called \"" + Json.brief(owner) + "\""
                        + Nearest.hint(owner, drafts.keySet()));
            }
            layer = first.layer;
            name = numbered(owner + "#");
        } else {
            Class<?> type = Binder.type(json, Layer.class);
            Set<String> besides = new HashSet<>(COMMON);
            besides.addAll(WeightReader.names(json, type));
            layer = Binder.typed(json, Layer.class, besides);
            name = json.find("name").map(this::name).orElseGet(() -> numbered(layer.type().toLowerCase(Locale.ROOT)));
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
            throw json.error("two layers are called \"" + name + "\"; to use one twice write {\"use\": \"" + name + "\"}");
        }
        return name;
    }

    /** The name itself, then with 2, 3 and so on behind it; a name that ends in # begins with 2. */
    private String numbered(String stem) {
        if (!stem.endsWith("#") && !drafts.containsKey(stem)) {
            return stem;
        }
        int n = 2;
        while (drafts.containsKey(stem + n)) {
            n++;
        }
        return stem + n;
    }

    /** Puts a layer behind its inputs, those first. */
    private void place(String name, Set<String> waiting) {
        if (nodes.containsKey(name)) {
            return;
        }
        Draft draft = drafts.get(name);
        if (!waiting.add(name)) {
            throw draft.json.error("the layers run in a circle, each waiting for the next: " + String.join(" -> ", waiting) + " -> " + name);
        }
        List<Wire> inputs = new ArrayList<>();
        for (String input : draft.inputs) {
            Wire wire = wire(input, draft.json);
            if (!wire.isData()) {
                place(wire.node(), waiting);
            }
            inputs.add(wire);
        }
        waiting.remove(name);
        nodes.put(name, node(draft, inputs));
    }

    private Node node(Draft draft, List<Wire> inputs) {
        List<Layer.Output> outputs = outputs(draft, inputs);
        for (Layer.Output output : outputs) {
            Memory.refuse(output.shape(), draft.json::error);
        }
        return new Node(draft.name, draft.layer, inputs, outputs, weightReader.binding(draft.owner));
    }

    private List<Layer.Output> outputs(Draft draft, List<Wire> inputs) {
        Shape[] shapes = inputs.stream().map(w -> shape(w, draft.json)).toArray(Shape[]::new);
        try {
            return draft.layer.outputs(shapes);
        } catch (BadInput bad) {
            throw draft.json.error("layer \"" + draft.name + "\": " + bad.getMessage(), bad);
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
        String hint = Nearest.hint(text, drafts.keySet());
        throw at.error("there is no layer \"" + Json.brief(text) + "\" whose output it could be"
                + (hint.isEmpty() ? "; write a layer's name, or a column of the data such as data.x" : hint));
    }

    /** The shape that a full batch has on a wire. */
    Shape shape(Wire wire, Json at) {
        if (wire.isData()) {
            return data.columns().get(wire.output()).batch(data.batchSize());
        }
        List<Layer.Output> outputs = nodes.get(wire.node()).outputs();
        return outputs.stream()
                .filter(o -> o.name().equals(wire.output()))
                .findFirst()
                .orElseThrow(() -> at.error("layer \"" + wire.node() + "\" has no output \"" + wire.output() + "\"; it has "
                        + String.join(", ", outputs.stream().map(Layer.Output::name).toList())))
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
                throw draft.json.error("layer \"" + draft.name + "\" leads nowhere: neither a layer nor the loss uses its output");
            }
        }
    }

    /** The columns that layers read as whole numbers. */
    Set<String> tokens() {
        Set<String> tokens = new HashSet<>();
        for (Node node : nodes.values()) {
            if (node.layer().readsTokens()) {
                node.inputs().stream().filter(Wire::isData).forEach(w -> tokens.add(w.output()));
            }
        }
        return tokens;
    }
}
