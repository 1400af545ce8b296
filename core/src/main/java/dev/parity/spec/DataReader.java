package dev.parity.spec;

import dev.parity.tensor.BadInput;
import dev.parity.tensor.DType;
import dev.parity.tensor.Nearest;
import dev.parity.tensor.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** Reads the {@code data} of a spec: columns and how they are cut into batches. */
final class DataReader {
    private static final Set<String> BATCHING = Set.of("batch_size", "shuffle", "drop_last");
    private static final Set<String> COLUMN = Set.of("from", "divide", "one_hot", "shape");

    private final Tensors tensors;
    private final DType dtype;

    DataReader(Tensors tensors, DType dtype) {
        this.tensors = tensors;
        this.dtype = dtype;
    }

    Data read(Json json) {
        json.field("x", "; it is a tensor");
        Map<String, Data.Column> columns = new LinkedHashMap<>();
        json.fields().forEach((key, given) -> {
            if (!BATCHING.contains(key)) {
                columns.put(key, column(key, given));
            }
        });
        int rows = rows(json, "x", columns);
        if (columns.containsKey("y") && rows(json, "y", columns) != rows) {
            throw json.field("y")
                    .error(
                            "\"y\" has " + rows(json, "y", columns) + " rows, and \"x\" has " + rows
                                    + "; a target without a row for each sample goes under another key, which the loss names as its \"target\"");
        }
        if (rows == 0) {
            throw json.error("the data has no rows, so every batch would be empty");
        }
        int batch = json.find("batch_size").map(b -> b.integer(1)).orElse(rows);
        boolean dropLast = json.find("drop_last").map(Json::flag).orElse(false);
        if (batch > rows) {
            throw json.field("batch_size").error("batches of " + batch + " cannot be cut from " + rows + " rows");
        }
        return new Data(
                columns, rows, batch, json.find("shuffle").map(Json::flag).orElse(false), dropLast);
    }

    private static int rows(Json json, String key, Map<String, Data.Column> columns) {
        Shape shape = columns.get(key).shape();
        if (shape.rank() == 0) {
            throw json.field(key)
                    .error("\"" + key + "\" has a row for each sample, and this tensor is a single number");
        }
        return shape.dim(0);
    }

    private Data.Column column(String key, Json json) {
        if (Named.legal(json, key).indexOf('.') >= 0) {
            throw json.error("the name of a column holds no \".\", which separates it from \"data\" in data." + key);
        }
        if (!json.isText()
                && !json.isObject()
                && !json.isArray()
                && Nearest.nearest(key, BATCHING).isPresent()) {
            throw json.unknown(key, BATCHING);
        }
        String name = tensors.name(json, Wire.DATA + "." + key, Set.of("divide", "one_hot"));
        Source source = tensors.get(name);
        Shape shape = source.shape();
        double divide = 1;
        OptionalInt oneHot = OptionalInt.empty();
        if (json.isObject()) {
            if (json.find("from").isPresent()) {
                json.only(COLUMN);
                if (json.find("shape").isPresent()) {
                    shape = reshape(json.field("shape"), shape);
                }
            }
            divide = json.find("divide").map(d -> d.number(dtype)).orElse(1.0);
            if (divide == 0) {
                throw json.field("divide").error("nothing can be divided by 0");
            }
            if (json.find("one_hot").isPresent()) {
                oneHot = OptionalInt.of(json.field("one_hot").integer(1));
                shape = append(json.field("one_hot"), source, shape, oneHot.getAsInt());
            }
        }
        boolean integers = source.integers() && divide == 1 && oneHot.isEmpty();
        return new Data.Column(name, divide, oneHot, shape, integers);
    }

    /** The shape of labels that become rows of zeros with a one. */
    private static Shape append(Json json, Source source, Shape shape, int classes) {
        if (source instanceof Source.Given given) {
            for (int i = 0; i < given.tensor().size(); i++) {
                double label = given.tensor().get(i);
                if (label != Math.floor(label) || !(label >= 0 && label < classes)) {
                    throw json.error("with " + classes + " classes the labels are 0 to " + (classes - 1)
                            + ", and one is " + Json.plain(label));
                }
            }
        } else if (!(source instanceof Source.Randint drawn) || drawn.low() < 0 || drawn.high() > classes) {
            throw json.error("with " + classes + " classes the labels are 0 to " + (classes - 1)
                    + "; draw them as {\"randint\": [0, " + classes + "], \"shape\": [...]}");
        }
        int[] dims = Arrays.copyOf(shape.dims(), shape.rank() + 1);
        dims[shape.rank()] = classes;
        Shape rows = json.placing(() -> Shape.of(dims));
        Memory.refuse(rows, json::error);
        return rows;
    }

    /** A shape in which one dimension may be -1: what is left. */
    private static Shape reshape(Json json, Shape shape) {
        int[] dims = json.items().stream().mapToInt(d -> d.integer(-1)).toArray();
        long known = 1;
        int open = -1;
        for (int i = 0; i < dims.length; i++) {
            if (dims[i] >= 0) {
                known *= dims[i];
            } else if (open >= 0) {
                throw json.error("only one dimension can be -1");
            } else {
                open = i;
            }
        }
        if (open >= 0 && known > 0 && shape.size() % known == 0) {
            dims[open] = (int) (shape.size() / known);
            known *= dims[open];
        }
        if (known != shape.size() || (open >= 0 && dims[open] < 0)) {
            throw json.error("a tensor of shape " + shape + " does not fill the shape " + Arrays.toString(dims));
        }
        try {
            return Shape.of(dims);
        } catch (BadInput bad) {
            throw json.error(bad.getMessage(), bad);
        }
    }
}
