package dev.parity.spec;

import dev.parity.nn.Parameter;
import dev.parity.nn.layer.Layer;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Nearest;
import dev.parity.tensor.Shape;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what stands under a parameter's state-dict name: a tensor, a share, or a rule of torch.nn.init. */
final class WeightReader {
    /** False beside a parameter's value, or for a whole layer: it is not trained. */
    static final String GRADIENT = "requires_grad";

    private final Tensors tensors;
    private final Map<String, Weight> weights = new LinkedHashMap<>();
    private final List<Weight> drawn = new ArrayList<>();
    /** By layer: local name to the weight that it stands for. */
    private final Map<String, Map<String, String>> bindings = new LinkedHashMap<>();

    WeightReader(Tensors tensors) {
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

    /**
     * Fields of a layer's object that are no options: once those are read, they must be parameters. An object where a flag
     * of the same name stands is a value too: {@code "bias": "b"} says that there is a bias, and what it is.
     */
    static Set<String> names(Json json, Class<?> type) {
        Set<String> names = new LinkedHashSet<>(json.fields().keySet());
        names.removeAll(GraphReader.COMMON);
        for (RecordComponent option : type.getRecordComponents()) {
            boolean value = json.find(option.getName())
                    .filter(given -> option.getType() == boolean.class && isValue(option.getName(), given))
                    .isPresent();
            if (!value) {
                names.remove(option.getName());
            }
        }
        names.removeAll(Idle.of(type).keySet());
        return names;
    }

    /** What stands where a flag could: a value, if it could be one and the flag is that of a parameter. */
    private static boolean isValue(String flag, Json given) {
        boolean word = given.isText() && given.text().matches("(?i)true|false|yes|no|none");
        return given.isObject() || flag.equals("bias") && (given.isText() && !word || given.isArray());
    }

    /** Declares the weights that a layer owns; a shared one is only bound. */
    void own(Json json, Layer layer, String name) {
        Map<String, String> binding = new LinkedHashMap<>();
        bindings.put(name, binding);
        Map<String, Parameter> known = new LinkedHashMap<>();
        json.placing(() -> all(layer)).forEach(p -> known.put(p.name(), p));
        Map<String, Weight.Value> values = new HashMap<>();
        for (String field : names(json, layer.getClass())) { // in the order written, which is that of drawing
            if (!known.containsKey(field)) {
                throw unknown(json.field(field), field, layer, known.keySet());
            }
            if (!shares(json, known.get(field))) {
                values.put(field, value(json.field(field), name, known.get(field)));
            }
        }
        for (Parameter p : known.values()) {
            Memory.refuse(p.shape(), m -> json.error("the parameter " + name + "." + p.name() + ": " + m));
            boolean shared = shares(json, p);
            Weight.Value value =
                    shared ? new Weight.Value.Shared() : values.getOrDefault(p.name(), new Weight.Value.Default());
            Weight weight = new Weight(name, p.name(), p.shape(), p.init(), value, role(json, layer, p));
            drawn.add(weight);
            if (!shared) {
                weights.put(weight.name(), weight);
                binding.put(p.name(), weight.name());
            }
        }
    }

    /** A layer's {@code requires_grad} is that of all its parameters, but where one has its own. */
    private static Weight.Role role(Json json, Layer layer, Parameter p) {
        Optional<Json> own = json.find(p.name()).filter(Json::isObject).flatMap(g -> g.find(GRADIENT));
        if (!layer.parameters().contains(p)) {
            own.ifPresent(given -> {
                throw given.error(p.name() + " is a buffer, which has no gradient anyway; leave this out");
            });
            return Weight.Role.BUFFER;
        }
        boolean trained = own.or(() -> json.find(GRADIENT)).map(Json::flag).orElse(true);
        return trained ? Weight.Role.TRAINED : Weight.Role.FROZEN;
    }

    /** Parameters, then buffers. */
    private static List<Parameter> all(Layer layer) {
        List<Parameter> all = new ArrayList<>(layer.parameters());
        all.addAll(layer.buffers());
        return all;
    }

    private static BadInput unknown(Json json, String field, Layer layer, Set<String> parameters) {
        Set<String> near = new LinkedHashSet<>(parameters);
        near.addAll(GraphReader.COMMON);
        near.add("use");
        Arrays.stream(layer.getClass().getRecordComponents()).forEach(c -> near.add(c.getName()));
        return json.unknown(field, near);
    }

    /** Resolves the shares of a layer, once all owners are known. */
    void link(Json json, Layer layer, String name) {
        for (Parameter p : all(layer)) {
            if (!shares(json, p)) {
                continue;
            }
            Json share = json.field(p.name()).field("share");
            json.field(p.name()).find(GRADIENT).ifPresent(given -> {
                throw given.error("say this of " + Json.brief(share.text()) + ", which is the same array");
            });
            json.field(p.name()).only(Set.of("share"));
            Weight owner = weights.get(share.text());
            if (owner == null) {
                String hint = Nearest.hint(share.text(), weights.keySet());
                throw share.error("there is no weight \"" + Json.brief(share.text()) + "\" to share"
                        + (hint.isEmpty() ? "; the weights are " + String.join(", ", weights.keySet()) : hint));
            }
            if (!owner.shape().equals(p.shape())) {
                throw share.error("\"" + share.text() + "\" has shape " + owner.shape() + ", and " + name + "."
                        + p.name() + " has " + p.shape());
            }
            boolean asks = json.find(GRADIENT).map(Json::flag).orElse(true);
            if (asks != owner.trained() && json.find(GRADIENT).isPresent()) {
                throw json.field(GRADIENT)
                        .error("this layer's " + p.name() + " is " + owner.name() + ", of which it is said otherwise;"
                                + " say it there");
            }
            bindings.get(name).put(p.name(), share.text());
        }
    }

    private static boolean shares(Json json, Parameter p) {
        return json.find(p.name())
                .filter(Json::isObject)
                .flatMap(g -> g.find("share"))
                .isPresent();
    }

    private Weight.Value value(Json given, String layer, Parameter p) {
        if (given.isObject() && given.fields().keySet().equals(Set.of(GRADIENT))) {
            return new Weight.Value.Default();
        }
        if (given.isObject() && given.find("init").isPresent()) {
            return new Weight.Value.Rule(InitReader.read(given, p.shape()));
        }
        String name = tensors.name(given, layer + "." + p.name(), Set.of("transpose", GRADIENT));
        if (given.isObject() && given.find("from").isPresent()) {
            given.only(Set.of("from", "transpose", GRADIENT));
        }
        Source source = tensors.get(name);
        boolean transpose =
                given.isObject() && given.find("transpose").map(Json::flag).orElse(false);
        Shape shape = source.shape();
        if (transpose) {
            if (shape.rank() != 2) {
                throw given.error("\"transpose\" turns a matrix around, and \"" + name + "\" has shape " + shape);
            }
            shape = Shape.of(shape.dim(1), shape.dim(0));
        }
        if (!shape.equals(p.shape())) {
            boolean helps =
                    shape.rank() == 2 && Shape.of(shape.dim(1), shape.dim(0)).equals(p.shape());
            throw given.error("the " + p.name() + " has shape " + p.shape() + ", and \"" + name + "\" "
                    + (transpose ? "transposed " : "") + "has " + shape
                    + (helps ? transpose ? "; leave out \"transpose\"" : "; add \"transpose\": true" : ""));
        }
        return new Weight.Value.From(name, transpose);
    }
}
