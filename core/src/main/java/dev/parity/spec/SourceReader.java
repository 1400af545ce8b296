package dev.parity.spec;

import dev.parity.tensor.BadInput;
import dev.parity.tensor.DType;
import dev.parity.tensor.Nearest;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import dev.parity.tensor.TensorFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Reads the tensors of a spec: {@code {"randn": [16, 100]}} and its kin. */
final class SourceReader {
    private static final Set<String> FILES = Set.of("npy", "npz", "safetensors", "idx", "csv");

    private final Folder folder;
    private final Map<String, Function<Json, Source>> kinds = new TreeMap<>();

    SourceReader(Folder folder) {
        this.folder = folder;
        kinds.put("randn", json -> new Source.Randn(shape(json.field("randn"))));
        kinds.put("rand", json -> new Source.Uniform(shape(json.field("rand")), 0, 1));
        kinds.put("uniform", SourceReader::uniform);
        kinds.put("randint", SourceReader::randint);
        kinds.put("zeros", json -> full(shape(json.field("zeros")), 0));
        kinds.put("ones", json -> full(shape(json.field("ones")), 1));
        kinds.put("full", json -> full(shape(json.field("full")), json.field("value").number()));
        kinds.put("linspace", SourceReader::linspace);
        kinds.put("arange", SourceReader::arange);
        kinds.put("values", json -> values(json, json.field("values")));
        FILES.forEach(kind -> kinds.put(kind, this::file));
    }

    /** Whether this is a source, rather than the name of one. */
    boolean isSource(Json json) {
        return json.isArray() || json.isObject() && json.fields().keySet().stream().anyMatch(kinds::containsKey);
    }

    /** Reads a source; a plain list is the numbers themselves. {@code besides} are fields that belong to somebody else. */
    Source read(Json json, Set<String> besides) {
        if (json.isArray()) {
            return values(json, json);
        }
        List<String> found =
                json.fields().keySet().stream().filter(kinds::containsKey).toList();
        if (found.size() != 1) {
            String first = json.fields().keySet().stream().findFirst().orElse("");
            throw json.error("a tensor has exactly one source, " + String.join(", ", kinds.keySet()) + ", and here are "
                    + found.size() + Nearest.hint(first, kinds.keySet()));
        }
        String kind = found.get(0);
        Set<String> known = new HashSet<>(besides);
        known.addAll(List.of(kind, "shape", "value", "key", "dtype"));
        json.only(known);
        try {
            return kinds.get(kind).apply(json);
        } catch (BadInput bad) {
            throw bad.getMessage().startsWith(folder.spec() + ":") ? bad : json.field(kind).error(bad.getMessage(), bad);
        }
    }

    /** A shape that fits into memory as float64, or a refusal before anything is allocated. */
    static Shape shape(Json json) {
        int[] dims = json.itemsOrOne().stream().mapToInt(d -> d.integer(0)).toArray();
        Shape shape;
        try {
            shape = Shape.of(dims);
        } catch (BadInput bad) {
            throw json.error(bad.getMessage(), bad);
        }
        Memory.refuse(shape, json::error);
        return shape;
    }

    private static Source uniform(Json json) {
        List<Json> bounds = json.field("uniform").items();
        if (bounds.size() != 2) {
            throw json.field("uniform").error("write {\"uniform\": [low, high], \"shape\": [...]}");
        }
        return new Source.Uniform(shape(json.field("shape")), bounds.get(0).number(), bounds.get(1).number());
    }

    private static Source randint(Json json) {
        Json range = json.field("randint");
        List<Json> bounds = range.items();
        if (bounds.size() != 2) {
            throw range.error("write {\"randint\": [low, high], \"shape\": [...]}");
        }
        long low = bounds.get(0).integer();
        long high = bounds.get(1).integer();
        if (low >= high) {
            throw range.error("no whole number lies from " + low + " to below " + high);
        }
        return new Source.Randint(shape(json.field("shape")), low, high);
    }

    private static Source full(Shape shape, double value) {
        return new Source.Given(Tensor.fill(DType.FLOAT64, shape, i -> value));
    }

    /** As numpy.linspace and torch.linspace in double: the end is the end exactly. */
    private static Source linspace(Json json) {
        List<Json> items = json.field("linspace").items();
        if (items.size() != 3) {
            throw json.field("linspace").error("write {\"linspace\": [start, end, count]}");
        }
        double start = items.get(0).number();
        double end = items.get(1).number();
        int n = items.get(2).integer(1);
        double step = n > 1 ? (end - start) / (n - 1) : 0;
        Shape shape = Shape.of(n);
        Memory.refuse(shape, json.field("linspace")::error);
        return new Source.Given(Tensor.fill(DType.FLOAT64, shape, i -> i == n - 1 && n > 1 ? end : start + i * step));
    }

    /** As numpy.arange: whole numbers give integers. */
    private static Source arange(Json json) {
        Json range = json.field("arange");
        List<Json> items = range.itemsOrOne();
        if (items.isEmpty() || items.size() > 3) {
            throw range.error("write {\"arange\": end}, {\"arange\": [start, end]} or {\"arange\": [start, end, step]}");
        }
        double start = items.size() == 1 ? 0 : items.get(0).number();
        double end = items.get(items.size() == 1 ? 0 : 1).number();
        double step = items.size() == 3 ? items.get(2).number() : 1;
        double count = Math.ceil((end - start) / step);
        if (!(count >= 0 && count <= Integer.MAX_VALUE)) {
            throw range.error("no range leads from " + start + " to " + end + " in steps of " + step);
        }
        Shape shape = Shape.of((int) count);
        Memory.refuse(shape, range::error);
        boolean integers = items.stream().allMatch(Json::isInteger);
        return new Source.Given(Tensor.fill(integers ? DType.INT64 : DType.FLOAT64, shape, i -> start + i * step));
    }

    /** Nested lists; whole numbers throughout give integers, unless {@code "dtype"} says otherwise. */
    private static Source values(Json json, Json values) {
        List<Integer> dims = new ArrayList<>();
        for (Json at = values; at.isArray(); at = at.items().get(0)) {
            dims.add(at.items().size());
            if (at.items().isEmpty()) {
                break;
            }
        }
        List<Json> flat = new ArrayList<>();
        flatten(values, dims, 0, flat);
        Optional<Json> dtype = json.isObject() ? json.find("dtype") : Optional.empty();
        boolean integers =
                dtype.map(d -> dtype(d) == DType.INT64).orElse(flat.stream().allMatch(Json::isInteger));
        Shape shape = Shape.of(dims.stream().mapToInt(i -> i).toArray());
        double[] numbers = flat.stream().mapToDouble(Json::number).toArray();
        return new Source.Given(
                integers
                        ? Tensor.of(shape, flat.stream().mapToLong(Json::integer).toArray())
                        : Tensor.of(shape, numbers));
    }

    private static void flatten(Json json, List<Integer> dims, int depth, List<Json> into) {
        if (depth == dims.size()) {
            json.number();
            into.add(json);
            return;
        }
        if (json.items().size() != dims.get(depth)) {
            throw json.error("the rows of \"values\" are not equally long: here are " + json.items().size()
                    + " where the first has " + dims.get(depth));
        }
        json.items().forEach(item -> flatten(item, dims, depth + 1, into));
    }

    static DType dtype(Json json) {
        for (DType dtype : DType.values()) {
            if (dtype.toString().equals(json.text())) {
                return dtype;
            }
        }
        throw json.error("\"" + json.text() + "\" is none of float32, float64, int64"
                + Nearest.hint(json.text(), List.of("float32", "float64", "int64")));
    }

    private Source file(Json json) {
        Json name = json.fields().entrySet().stream()
                .filter(e -> FILES.contains(e.getKey()))
                .findFirst()
                .orElseThrow()
                .getValue();
        Optional<String> key = json.find("key").map(Json::text);
        return new Source.Given(TensorFile.read(folder.find(name), key));
    }
}
