package dev.parity.spec;

import dev.parity.tensor.DType;
import dev.parity.tensor.ForeignFile;
import dev.parity.tensor.Nearest;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import dev.parity.tensor.TensorFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads the tensors of a spec: {@code {"randn": [16, 100]}} and its kin. */
final class SourceReader {
    /** The sources, each with the fields that may stand beside it. */
    static final Map<String, List<String>> FIELDS = new TreeMap<>(Map.ofEntries(
            Map.entry("randn", List.of()),
            Map.entry("rand", List.of()),
            Map.entry("uniform", List.of("shape")),
            Map.entry("randint", List.of("shape")),
            Map.entry("zeros", List.of()),
            Map.entry("ones", List.of()),
            Map.entry("full", List.of("value")),
            Map.entry("linspace", List.of()),
            Map.entry("arange", List.of()),
            Map.entry("values", List.of("dtype")),
            Map.entry("npy", List.of()),
            Map.entry("npz", List.of("key")),
            Map.entry("safetensors", List.of("key")),
            Map.entry("idx", List.of()),
            Map.entry("csv", List.of())));

    private final Folder folder;
    private final DType network;

    /** @param network the type of the network's arithmetic, which cannot hold every number */
    SourceReader(Folder folder, DType network) {
        this.folder = folder;
        this.network = network;
    }

    /** Whether this is a source, rather than the name of one. */
    boolean isSource(Json json) {
        return json.isArray()
                || json.isObject() && json.fields().keySet().stream().anyMatch(FIELDS::containsKey);
    }

    /** Reads a source; a plain list is the numbers themselves. {@code besides} are fields of somebody else. */
    Source read(Json json, Set<String> besides) {
        if (json.isArray()) {
            return values(json, json);
        }
        List<String> found =
                json.fields().keySet().stream().filter(FIELDS::containsKey).toList();
        if (found.size() != 1) {
            throw notOne(json, found);
        }
        String kind = found.get(0);
        Set<String> known = new HashSet<>(besides);
        known.add(kind);
        known.addAll(FIELDS.get(kind));
        json.only(known);
        Json given = json.field(kind);
        try {
            return given.placing(() -> source(kind, json, given));
        } catch (OutOfMemoryError e) {
            // One array was too many and left nothing behind, so there is room for the message.
            throw given.error("this tensor does not fit into the memory that is left; PARITY_HEAP=16g allows 16 GB", e);
        }
    }

    private static RuntimeException notOne(Json json, List<String> found) {
        if (found.size() > 1) {
            return json.error(
                    "a tensor has one source, and here are " + found.size() + ": " + String.join(", ", found));
        }
        json.fields().forEach((name, given) -> {
            if (given.isText()) {
                ForeignFile.remedy(given.text()).ifPresent(remedy -> {
                    throw given.error("\"" + Json.brief(given.text()) + "\" " + remedy);
                });
            }
        });
        String hint = json.fields().keySet().stream()
                .map(name -> Synonyms.hint(name, FIELDS.keySet()))
                .filter(h -> !h.isEmpty())
                .findFirst()
                .orElse("; write one of " + String.join(", ", FIELDS.keySet()));
        return json.error("this tensor has no source" + hint);
    }

    private Source source(String kind, Json json, Json given) {
        return switch (kind) {
            case "randn" -> new Source.Randn(shape(given));
            case "rand" -> new Source.Uniform(shape(given), 0, 1);
            case "uniform" -> uniform(json, given);
            case "randint" -> randint(json, given);
            case "zeros" -> full(shape(given), 0);
            case "ones" -> full(shape(given), 1);
            case "full" ->
                full(
                        shape(given),
                        json.field("value", "; it is the number to fill with").number(network));
            case "linspace" -> linspace(given);
            case "arange" -> arange(given);
            case "values" -> values(json, given);
            default ->
                new Source.Given(fitting(
                        given,
                        TensorFile.read(folder.find(given), json.find("key").map(Json::text))));
        };
    }

    /** What is read from a file, if the network's type can hold all of it. */
    private Tensor fitting(Json given, Tensor tensor) {
        for (int i = 0; network == DType.FLOAT32 && tensor.dtype() == DType.FLOAT64 && i < tensor.size(); i++) {
            double number = tensor.get(i);
            if (Double.isFinite(number) && Double.isInfinite((float) number)) {
                throw given.error("\"" + Json.brief(given.text()) + "\" holds " + Json.plain(number)
                        + ", which is beyond float32, and the network computes in it; write \"dtype\": \"float64\"");
            }
        }
        return tensor;
    }

    /** A shape that fits into memory as float64, or a refusal before anything is allocated. */
    static Shape shape(Json json) {
        int[] dims = json.itemsOrOne().stream().mapToInt(d -> d.integer(0)).toArray();
        Shape shape = json.placing(() -> Shape.of(dims));
        Memory.refuse(shape, json::error);
        return shape;
    }

    private static Shape shapeBeside(Json json) {
        return shape(json.field("shape", "; it is a list such as [4, 3]"));
    }

    private Source uniform(Json json, Json range) {
        List<Json> bounds = range.items();
        if (bounds.size() != 2) {
            throw range.error("write {\"uniform\": [low, high], \"shape\": [...]}");
        }
        double low = bounds.get(0).number(network);
        double high = bounds.get(1).number(network);
        if (!(low <= high && high - low < Double.POSITIVE_INFINITY)) {
            throw range.error("no number lies from " + Json.plain(low) + " to " + Json.plain(high)
                    + "; write the smaller bound first");
        }
        return new Source.Uniform(shapeBeside(json), low, high);
    }

    private static Source randint(Json json, Json range) {
        List<Json> bounds = range.items();
        if (bounds.size() != 2) {
            throw range.error("write {\"randint\": [low, high], \"shape\": [...]}");
        }
        long low = bounds.get(0).integer();
        long high = bounds.get(1).integer();
        if (low >= high || high - low < 0) {
            throw range.error("[" + low + ", " + high
                    + "] holds no whole number; the second bound is larger, and is not included");
        }
        return new Source.Randint(shapeBeside(json), low, high);
    }

    private static Source full(Shape shape, double value) {
        return new Source.Given(Tensor.fill(DType.FLOAT64, shape, i -> value));
    }

    /** As numpy.linspace and torch.linspace in double: the end is the end exactly. */
    private Source linspace(Json range) {
        List<Json> items = range.items();
        if (items.size() != 3) {
            throw range.error("write {\"linspace\": [start, end, count]}");
        }
        double start = items.get(0).number(network);
        double end = items.get(1).number(network);
        int n = items.get(2).integer(1);
        double step = n > 1 ? (end - start) / (n - 1) : 0;
        Shape shape = Shape.of(n);
        Memory.refuse(shape, range::error);
        return new Source.Given(Tensor.fill(DType.FLOAT64, shape, i -> i == n - 1 && n > 1 ? end : start + i * step));
    }

    /** As numpy.arange: whole numbers give integers. */
    private static Source arange(Json range) {
        List<Json> items = range.itemsOrOne();
        if (items.isEmpty() || items.size() > 3) {
            throw range.error(
                    "write {\"arange\": end}, {\"arange\": [start, end]} or {\"arange\": [start, end, step]}");
        }
        double start = items.size() == 1 ? 0 : items.get(0).number();
        double end = items.get(items.size() == 1 ? 0 : 1).number();
        double step = items.size() == 3 ? items.get(2).number() : 1;
        double count = Math.ceil((end - start) / step);
        if (!(count >= 0 && step != 0)) {
            throw range.error("no range leads from " + Json.plain(start) + " to " + Json.plain(end) + " in steps of "
                    + Json.plain(step));
        } else if (count > Integer.MAX_VALUE) {
            throw range.error("that is " + Json.plain(count) + " numbers, and a tensor holds 2147483647 at most");
        }
        Shape shape = Shape.of((int) count);
        Memory.refuse(shape, range::error);
        boolean integers = items.stream().allMatch(Json::isInteger);
        return new Source.Given(Tensor.fill(integers ? DType.INT64 : DType.FLOAT64, shape, i -> start + i * step));
    }

    /** Nested lists; whole numbers throughout give integers, unless {@code "dtype"} says otherwise. */
    private Source values(Json json, Json values) {
        List<Integer> dims = new ArrayList<>();
        for (Json at = values; at.isArray(); at = at.items().get(0)) {
            dims.add(at.items().size());
            if (at.items().isEmpty()) {
                break;
            }
        }
        Numbers numbers = new Numbers(dims, network);
        numbers.read(values, 0);
        boolean integers = json.isObject() && json.find("dtype").isPresent()
                ? dtype(json.field("dtype")) == DType.INT64
                : numbers.whole;
        Shape shape = Shape.of(dims.stream().mapToInt(i -> i).toArray());
        return new Source.Given(
                integers ? Tensor.of(shape, numbers.integers(values)) : Tensor.of(shape, numbers.doubles()));
    }

    /** The numbers of nested lists, one after the other; only where all are whole are they read once more, to the last digit. */
    private static final class Numbers {
        private final List<Integer> dims;
        private final DType network;
        private double[] all = new double[16];
        private int size;
        private boolean whole = true;

        Numbers(List<Integer> dims, DType network) {
            this.dims = dims;
            this.network = network;
        }

        void read(Json json, int depth) {
            if (depth == dims.size()) {
                if (size == all.length) {
                    all = Arrays.copyOf(all, 2 * size);
                }
                all[size++] = json.number(network);
                whole = whole && json.isInteger();
                return;
            }
            if (json.items().size() != dims.get(depth)) {
                throw json.error("a list of length " + json.items().size() + " stands beside one of length "
                        + dims.get(depth) + "; the lists in a tensor are equally long");
            }
            json.items().forEach(item -> read(item, depth + 1));
        }

        double[] doubles() {
            return Arrays.copyOf(all, size);
        }

        long[] integers(Json json) {
            long[] integers = new long[size];
            size = 0;
            integers(json, 0, integers);
            return integers;
        }

        private void integers(Json json, int depth, long[] into) {
            if (depth == dims.size()) {
                into[size++] = json.integer();
            } else {
                json.items().forEach(item -> integers(item, depth + 1, into));
            }
        }
    }

    static DType dtype(Json json) {
        for (DType dtype : DType.values()) {
            if (dtype.toString().equals(json.text())) {
                return dtype;
            }
        }
        throw json.error("\"" + Json.brief(json.text()) + "\" is none of float32, float64, int64"
                + Nearest.hint(json.text(), List.of("float32", "float64", "int64")));
    }
}
