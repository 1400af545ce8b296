package dev.parity.spec;

import dev.parity.nn.Init;
import dev.parity.nn.Parameter;
import dev.parity.nn.layer.Layer;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Nearest;
import dev.parity.tensor.Shape;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads what stands under a parameter's state-dict name: a tensor, a share, or a rule of torch.nn.init. */
final class WeightReader {
    private final Map<String, Source> tensors;
    private final Map<String, Weight> weights = new LinkedHashMap<>();
    private final List<Weight> drawn = new ArrayList<>();
    /** By layer: local name to the weight that it stands for. */
    private final Map<String, Map<String, String>> bindings = new LinkedHashMap<>();

    WeightReader(Map<String, Source> tensors) {
        this.tensors = tensors;
    }

    List<Weight> weights() {
        return List.copyOf(weights.values());
    }

    /** All that constructors draw, shared weights too. */
    List<Weight> drawn() {
        return List.copyOf(drawn);
    }

    Map<String, String> binding(String layer) {
        return bindings.get(layer);
    }

    /** Fields of a layer's object that are no options: they are checked against its parameters once the options are read. */
    static Set<String> names(Json json, Class<?> type) {
        Set<String> options =
                Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).collect(Collectors.toSet());
        return json.fields().entrySet().stream()
                .filter(e -> !options.contains(e.getKey()) && e.getValue().isObject())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Declares the weights that a layer owns; a shared one is only bound. */
    void own(Json json, Layer layer, String name) {
        Map<String, String> binding = new LinkedHashMap<>();
        bindings.put(name, binding);
        Set<String> known = new LinkedHashSet<>();
        List<Parameter> all = new ArrayList<>(layer.parameters());
        int trained = all.size();
        all.addAll(layer.buffers());
        for (int i = 0; i < all.size(); i++) {
            Parameter p = all.get(i);
            known.add(p.name());
            Memory.refuse(p.shape(), json::error);
            Json given = json.find(p.name()).filter(Json::isObject).orElse(null);
            Weight.Value value = given == null ? new Weight.Value.Default() : value(given, p);
            Weight weight = new Weight(name, p.name(), p.shape(), p.init(), value, i < trained);
            drawn.add(weight);
            if (!(value instanceof Weight.Value.Shared)) {
                weights.put(weight.name(), weight);
                binding.put(p.name(), weight.name());
            }
        }
        names(json, layer.getClass()).forEach(field -> {
            if (!known.contains(field) && !field.equals("mask")) {
                Set<String> near = new LinkedHashSet<>(known);
                Arrays.stream(layer.getClass().getRecordComponents()).forEach(c -> near.add(c.getName()));
                throw json.field(field).error("unknown field \"" + field + "\"" + Nearest.hint(field, near));
            }
        });
    }

    /** Resolves the shares of a layer, once all owners are known. */
    void link(Json json, Layer layer, String name) {
        for (Parameter p : layer.parameters()) {
            Json share = json.find(p.name())
                    .filter(Json::isObject)
                    .flatMap(g -> g.find("share"))
                    .orElse(null);
            if (share == null) {
                continue;
            }
            json.field(p.name()).only(Set.of("share"));
            Weight owner = weights.get(share.text());
            if (owner == null) {
                throw share.error("there is no weight \"" + share.text() + "\" to share"
                        + Nearest.hint(share.text(), weights.keySet()));
            }
            if (!owner.shape().equals(p.shape())) {
                throw share.error("\"" + share.text() + "\" has shape " + owner.shape() + ", and " + name + "." + p.name() + " has "
                        + p.shape());
            }
            bindings.get(name).put(p.name(), share.text());
        }
    }

    private Weight.Value value(Json given, Parameter p) {
        if (given.find("share").isPresent()) {
            return new Weight.Value.Shared();
        }
        if (given.find("init").isPresent()) {
            return new Weight.Value.Rule(InitReader.read(given, p.shape()));
        }
        given.only(Set.of("from", "transpose"));
        Json from = given.field("from");
        Source source = tensors.get(from.text());
        if (source == null) {
            throw from.error("there is no tensor \"" + from.text() + "\"" + Nearest.hint(from.text(), tensors.keySet())
                    + "; the tensors are " + tensors.keySet());
        }
        boolean transpose = given.find("transpose").map(Json::flag).orElse(false);
        Shape shape = source.shape();
        if (transpose) {
            if (shape.rank() != 2) {
                throw given.error("\"transpose\" turns a matrix around, and \"" + from.text() + "\" has shape " + shape);
            }
            shape = Shape.of(shape.dim(1), shape.dim(0));
        }
        if (!shape.equals(p.shape())) {
            boolean helps = shape.rank() == 2 && Shape.of(shape.dim(1), shape.dim(0)).equals(p.shape());
            throw given.error("the " + p.name() + " has shape " + p.shape() + ", and \"" + from.text() + "\" "
                    + (transpose ? "transposed " : "") + "has " + shape
                    + (helps ? transpose ? "; leave out \"transpose\"" : "; add \"transpose\": true" : ""));
        }
        return new Weight.Value.From(from.text(), transpose);
    }
}
