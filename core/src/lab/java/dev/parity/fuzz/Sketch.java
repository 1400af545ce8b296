package dev.parity.fuzz;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parity.nn.Parameter;
import dev.parity.nn.layer.Layer;
import dev.parity.spec.LayerText;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** A network that is being drawn: the spec so far, and where it can go on. */
final class Sketch {
    static final ObjectMapper JSON = new ObjectMapper();

    /** So that twenty networks take a second, and a failure can be read. */
    private static final int MOST_NUMBERS = 1500;

    /** A layer that owns parameters, and the shape that it was made for. */
    record Owner(String name, Shape input) {}

    final Draw draw;
    final ObjectNode spec = JSON.createObjectNode();
    final int batch;
    /** Rows of the last batch of a pass. */
    final int rest;

    private final int rows;
    private final ObjectNode tensors;
    private final ObjectNode data;
    private final ArrayNode layers;
    private final List<Spot> spots = new ArrayList<>();
    private final List<Owner> owners = new ArrayList<>();
    private final Map<String, Shape> weights = new LinkedHashMap<>();
    private Spot at;
    private int named;

    /** @param rows of the data, which are cut into batches */
    Sketch(Draw draw, int rows, int batch) {
        this.draw = draw;
        this.rows = rows;
        this.batch = batch;
        this.rest = rows % batch == 0 ? batch : rows % batch;
        spec.put("dtype", "float64").put("steps", 3).put("seed", draw.whole(0, 1_000_000));
        spec.put("generator", draw.pick("numpy", "numpy", "torch"));
        tensors = spec.putObject("tensors");
        data = spec.putObject("data");
        layers = spec.putArray("layers");
    }

    static ObjectNode options() {
        return JSON.createObjectNode();
    }

    boolean batched() {
        return batch < rows;
    }

    // Where it stands.

    Spot at() {
        return at;
    }

    void goOnAt(Spot spot) {
        at = spot;
    }

    List<Spot> spots() {
        return spots;
    }

    List<Owner> owners() {
        return owners;
    }

    Map<String, Shape> weights() {
        return weights;
    }

    int depth() {
        return layers.size();
    }

    // What it can be given.

    String tensor(ObjectNode source) {
        String name = "t" + ++named;
        tensors.set(name, source);
        return name;
    }

    /** A column of the data that has the given shape in a full batch: the key under which it stands. */
    String column(String key, Shape shape, ObjectNode source) {
        data.put(key, tensor(source));
        return key;
    }

    /** A further input of a shape, where its rows can be cut into batches as those of x are. */
    Spot input(Spot like, Shape shape) {
        return input(like, shape, s -> Values.numbers(draw, s));
    }

    /** The same, of given numbers. */
    Spot input(Spot like, Shape shape, Function<Shape, ObjectNode> numbers) {
        boolean follows = shape.rank() > 0 && like.followsBatch(batch, rest) && shape.dim(0) == batch;
        String key = "in" + ++named;
        column(key, shape, numbers.apply(follows ? whole(shape) : shape));
        // A column that happens to have a row for each sample is cut into batches too, and then fits nowhere.
        boolean cut = follows || batched() && shape.rank() > 0 && shape.dim(0) == rows;
        return new Spot("data." + key, cut ? shape.with(0, batch) : shape, cut ? shape.with(0, rest) : shape);
    }

    /** The shape of all rows, where a batch has the given one. */
    Shape whole(Shape shape) {
        return batched() ? shape.with(0, rows) : shape;
    }

    /** Begins with numbers of a shape. */
    void begin(Shape shape) {
        begin(shape, Values.numbers(draw, whole(shape)));
    }

    /** Begins with given numbers. */
    void begin(Shape shape, ObjectNode numbers) {
        column("x", shape, numbers);
        at = new Spot("data.x", shape, shape.with(0, rest));
        spots.add(at);
    }

    /** Begins with tokens below {@code count}. */
    void beginWithTokens(Shape shape, int count) {
        column("x", shape, Values.whole(whole(shape), 0, count));
        at = new Spot("data.x", shape, shape.with(0, rest));
    }

    // How it grows.

    /** Appends a layer to where the network stands; false, and nothing is changed, where it does not fit. */
    boolean add(String type, ObjectNode options) {
        return add(type, options, List.of(at));
    }

    /** Appends a layer of several inputs. */
    boolean add(String type, ObjectNode options, List<Spot> inputs) {
        ObjectNode json = options();
        String name = type.toLowerCase(Locale.ROOT) + (layers.size() + 1);
        json.put("type", type).put("name", name).setAll(options);
        Layer layer;
        List<Layer.Output> outputs;
        try {
            layer = LayerText.read(json.toString());
            outputs = outputs(layer, inputs, json, name);
        } catch (BadInput refused) {
            return false;
        }
        int size = 0;
        for (Parameter p : layer.parameters()) {
            size += p.shape().size();
        }
        if (size > MOST_NUMBERS
                || outputs.stream()
                        .anyMatch(o ->
                                o.shape().size() > MOST_NUMBERS || o.shape().size() == 0)) {
            return false;
        }
        for (Parameter p : layer.parameters()) {
            if (!json.has(p.name()) || json.get(p.name()).isBoolean()) {
                Values.weight(this, p).ifPresent(value -> json.set(p.name(), value));
            }
            weights.put(name + "." + p.name(), p.shape());
        }
        if (!layer.parameters().isEmpty() && !layer.readsTokens() && inputs.size() == 1) {
            owners.add(new Owner(name, inputs.get(0).shape()));
        }
        layers.add(json);
        return true;
    }

    /** Appends a second use of a layer. */
    boolean use(String owner) {
        ObjectNode json = options().put("use", owner);
        for (var layer : layers) {
            if (layer.path("name").asText().equals(owner)) {
                int uses = 1;
                for (var other : layers) {
                    uses += other.path("use").asText().equals(owner) ? 1 : 0;
                }
                try {
                    outputs(LayerText.read(layer.deepCopy().toString()), List.of(at), json, owner + "#" + (uses + 1));
                } catch (BadInput refused) {
                    return false;
                }
                layers.add(json);
                return true;
            }
        }
        throw new IllegalStateException("no layer " + owner);
    }

    /** Goes on at the layer's output, if it takes the inputs, in the last batch too. */
    private List<Layer.Output> outputs(Layer layer, List<Spot> inputs, ObjectNode json, String name) {
        List<Layer.Output> full = layer.outputs(inputs.stream().map(Spot::shape).toArray(Shape[]::new));
        List<Layer.Output> last = layer.outputs(inputs.stream().map(Spot::last).toArray(Shape[]::new));
        String before = layers.isEmpty() ? "data.x" : before();
        if (inputs.size() > 1 || !inputs.get(0).wire().equals(before)) {
            ArrayNode wires = json.putArray("inputs");
            inputs.forEach(spot -> wires.add(spot.wire()));
        }
        for (int i = full.size() - 1; i >= 0; i--) {
            String wire = i == 0 ? name : name + "." + full.get(i).name();
            at = new Spot(wire, full.get(i).shape(), last.get(i).shape());
            spots.add(at);
        }
        return full;
    }

    /** The name of the layer written last, {@code fc1#2} for a second use. */
    private String before() {
        var layer = layers.get(layers.size() - 1);
        if (layer.has("name")) {
            return layer.get("name").asText();
        }
        int uses = 1;
        for (var other : layers) {
            uses += other.path("use").equals(layer.get("use")) ? 1 : 0;
        }
        return layer.get("use").asText() + "#" + uses;
    }

    // Changing one's mind.

    /** What has been drawn so far, to come back to. */
    record Mark(int layers, int spots, int owners, int weights, Spot at) {}

    Mark mark() {
        return new Mark(layers.size(), spots.size(), owners.size(), weights.size(), at);
    }

    void back(Mark mark) {
        while (layers.size() > mark.layers) {
            layers.remove(layers.size() - 1);
        }
        spots.subList(mark.spots, spots.size()).clear();
        owners.subList(mark.owners, owners.size()).clear();
        List.copyOf(weights.keySet()).subList(mark.weights, weights.size()).forEach(weights::remove);
        at = mark.at;
    }
}
