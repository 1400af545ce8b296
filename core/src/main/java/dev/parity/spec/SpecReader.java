package dev.parity.spec;

import dev.parity.spec.Experiment.Generator;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.DType;
import dev.parity.tensor.Nearest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** Reads a spec into an {@link Experiment}, or refuses it with the place and what to write instead. */
public final class SpecReader {
    static final Set<String> FIELDS = Set.of(
            "$schema",
            "name",
            "dtype",
            "steps",
            "epochs",
            "seed",
            "generator",
            "tensors",
            "data",
            "layers",
            "loss",
            "optimizer",
            "scheduler",
            "clip_grad_norm_",
            "clip_grad_value_",
            "accumulate",
            "tolerance",
            "inject",
            "expect");

    /** Sections whose numbers the network computes with. */
    private static final List<String> COMPUTED =
            List.of("layers", "loss", "optimizer", "scheduler", "clip_grad_norm_", "clip_grad_value_");

    private SpecReader() {}

    /** What a command line says instead of the spec. */
    public record Overrides(OptionalInt steps, OptionalLong seed, Optional<DType> dtype) {
        public static Overrides none() {
            return new Overrides(OptionalInt.empty(), OptionalLong.empty(), Optional.empty());
        }
    }

    public static Experiment read(Folder folder, Overrides overrides) {
        byte[] bytes = folder.bytes();
        Json json = Json.read(folder.spec(), bytes);
        json.only(FIELDS);
        DType drawnIn = json.find("dtype").map(SpecReader::dtype).orElse(DType.FLOAT32);
        DType dtype = overrides.dtype().orElse(drawnIn);
        COMPUTED.forEach(section -> json.find(section).ifPresent(s -> s.fit(dtype)));
        Tensors tensors = new Tensors(new SourceReader(folder, dtype));
        json.find("tensors").ifPresent(tensors::read);
        Data columns = new DataReader(tensors, dtype)
                .read(json.field(
                        "data",
                        "; it is an object such as {\"x\": {\"randn\": [16, 100]}, \"y\": {\"randn\": [16, 2]}}"));
        Json layers = json.field("layers", "; it is a list such as [{\"type\": \"ReLU\"}]");
        if (layers.items().isEmpty() && json.find("optimizer").isPresent()) {
            throw layers.error(
                    "a layer is wanted here, such as {\"type\": \"ReLU\"}, since there is nothing to train; without"
                            + " \"optimizer\" the loss alone is looked at");
        }
        GraphReader graph = new GraphReader(columns, tensors).read(layers);
        ObjectiveReader loss = new ObjectiveReader(graph, columns, tensors, dtype);
        Objective objective = loss.read(json.field("loss", "; it is an object such as {\"type\": \"MSELoss\"}"));
        json.find("expect").flatMap(e -> e.find("layer")).ifPresent(l -> refuseUnknown(l, graph, objective));
        graph.refuseUnused(loss.used());
        Data data = typed(columns, graph.tokens(), loss.labels());
        int steps = overrides.steps().orElseGet(() -> steps(json, data));
        Experiment experiment = new Experiment(
                json.find("name")
                        .map(Json::text)
                        .orElse(folder.spec().getFileName().toString()),
                folder.spec(),
                sha256(bytes),
                dtype,
                drawnIn,
                steps,
                seed(json, overrides),
                json.find("generator").map(SpecReader::generator).orElse(Generator.torch),
                tensors.all(),
                data,
                graph.nodes(),
                graph.drawn(),
                graph.weights(),
                objective,
                TrainingReader.read(json, graph.weights(), steps),
                json.find("tolerance").map(SpecReader::bounds),
                json.find("inject")
                        .map(i -> i.itemsOrOne().stream().map(Json::text).toList())
                        .orElse(List.of()),
                json.find("expect").map(SpecReader::expectation));
        refuseMasks(json, experiment);
        return experiment;
    }

    /** Masks that are given are one for each step, and each is for a full batch. */
    private static void refuseMasks(Json json, Experiment experiment) {
        Data data = experiment.data();
        boolean shortBatch = data.lastBatch() < data.batchSize() && experiment.steps() >= data.batches();
        for (Node node : experiment.nodes()) {
            if (node.mask().isEmpty()) {
                continue;
            }
            int masks = experiment.tensors().get(node.mask().get()).shape().dim(0);
            if (masks < experiment.steps()) {
                throw json.field("layers")
                        .error("\"" + node.name() + "\" is given " + masks + " masks, one for each step, and there are "
                                + experiment.steps() + " steps");
            }
            if (shortBatch) {
                throw json.field("data")
                        .error("the last batch has " + data.lastBatch() + " of " + data.batchSize()
                                + " rows, and the masks" + " given to \"" + node.name()
                                + "\" are for full batches; \"drop_last\": true leaves it out");
            }
        }
    }

    /** Columns keep whole numbers only where tokens or labels are read from them. */
    private static Data typed(Data data, Set<String> tokens, Set<String> labels) {
        Set<String> whole = new HashSet<>(tokens);
        whole.addAll(labels);
        Map<String, Data.Column> columns = new LinkedHashMap<>();
        data.columns()
                .forEach((key, c) -> columns.put(
                        key, new Data.Column(c.tensor(), c.divide(), c.oneHot(), c.shape(), whole.contains(key))));
        return new Data(columns, data.rows(), data.batchSize(), data.shuffle(), data.dropLast());
    }

    private static int steps(Json json, Data data) {
        if (json.find("steps").isPresent() && json.find("epochs").isPresent()) {
            throw json.field("epochs").error("write \"steps\" or \"epochs\", not both");
        }
        return json.find("epochs")
                .map(e -> steps(e, (long) e.integer(1) * data.batches()))
                .orElseGet(() -> json.find("steps").map(s -> s.integer(1)).orElse(1));
    }

    private static int steps(Json epochs, long steps) {
        if (steps > Integer.MAX_VALUE) {
            throw epochs.error("that is " + steps + " steps, and " + Integer.MAX_VALUE + " are the most");
        }
        return (int) steps;
    }

    private static DType dtype(Json json) {
        DType dtype = SourceReader.dtype(json);
        if (!dtype.isFloat()) {
            throw json.error("a network computes in float32 or float64, not in " + dtype);
        }
        return dtype;
    }

    private static Generator generator(Json json) {
        for (Generator generator : Generator.values()) {
            if (generator.name().equals(json.text())) {
                return generator;
            }
        }
        throw json.error("the generator is \"numpy\" or \"torch\", not \"" + Json.brief(json.text()) + "\"");
    }

    /** NumPy takes 32 bits; PyTorch takes them all. */
    private static long seed(Json json, Overrides overrides) {
        long seed = overrides
                .seed()
                .orElseGet(() -> json.find("seed").map(Json::integer).orElse(0L));
        boolean numpy = json.find("generator").map(SpecReader::generator).orElse(Generator.torch) == Generator.numpy;
        if (numpy && (seed < 0 || seed > 0xffffffffL)) {
            String message = "NumPy's seeds are 0 to 4294967295, and this one is " + seed;
            throw overrides.seed().isPresent()
                    ? new BadInput("--seed: " + message)
                    : json.field("seed").error(message);
        }
        return seed;
    }

    private static Experiment.Bounds bounds(Json json) {
        json.only(Set.of("rtol", "atol"));
        double rtol = json.field("rtol", "; it is a number such as 1e-9").number();
        double atol = json.field("atol", "; it is a number such as 1e-12").number();
        if (!(rtol >= 0 && rtol < 1)) {
            throw json.field("rtol")
                    .error("rtol is a number from 0 to below 1, such as 1e-6, and this one is " + Json.plain(rtol));
        } else if (!(atol >= 0)) {
            throw json.field("atol")
                    .error("atol is a number from 0, such as 1e-8, and this one is " + Json.plain(atol));
        }
        return new Experiment.Bounds(rtol, atol);
    }

    private static Experiment.Expectation expectation(Json json) {
        json.only(Set.of("verdict", "layer", "cause"));
        Json verdict = json.field("verdict", "; it is \"agrees\", \"diverges\" or \"inconclusive\"");
        if (!Set.of("agrees", "diverges", "inconclusive").contains(verdict.text())) {
            throw verdict.error("a verdict is \"agrees\", \"diverges\" or \"inconclusive\", not \""
                    + Json.brief(verdict.text()) + "\"");
        }
        return new Experiment.Expectation(
                verdict.text(),
                json.find("layer").map(Json::text),
                json.find("cause").map(Json::text));
    }

    private static void refuseUnknown(Json layer, GraphReader graph, Objective objective) {
        Set<String> names = new TreeSet<>(Set.of(Wire.DATA, Objective.NAME));
        graph.nodes().forEach(n -> names.add(n.name()));
        objective.terms().forEach(t -> names.add(t.name()));
        if (!names.contains(layer.text())) {
            String hint = Nearest.hint(layer.text(), names);
            throw layer.error("there is no layer \"" + Json.brief(layer.text()) + "\""
                    + (hint.isEmpty() ? "; the layers are " + String.join(", ", names) : hint));
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
