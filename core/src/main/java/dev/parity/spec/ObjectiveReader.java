package dev.parity.spec;

import dev.parity.nn.loss.Loss;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the {@code loss} of a spec: one loss or a list of them, each with a scale, and a penalty. */
final class ObjectiveReader {
    private static final Set<String> COMMON = Set.of("type", "name", "scale", "inputs", "target", "penalty");

    private final GraphReader graph;
    private final Data data;
    private final Tensors tensors;
    private final DType dtype;
    private final Set<Wire> used = new HashSet<>();
    private final Set<String> labels = new HashSet<>();

    ObjectiveReader(GraphReader graph, Data data, Tensors tensors, DType dtype) {
        this.graph = graph;
        this.data = data;
        this.tensors = tensors;
        this.dtype = dtype;
    }

    /** The wires that end in the loss. */
    Set<Wire> used() {
        return used;
    }

    /** The columns that losses read as whole numbers. */
    Set<String> labels() {
        return labels;
    }

    Objective read(Json json) {
        List<Json> items = json.itemsOrOne();
        if (items.isEmpty()) {
            throw json.error("a loss is wanted here, such as {\"type\": \"MSELoss\"}, and the list is empty");
        }
        List<Objective.Term> terms = new ArrayList<>();
        Optional<Objective.Penalty> penalty = Optional.empty();
        Set<String> names = new HashSet<>();
        for (Json item : items) {
            terms.add(term(item, items.size() == 1, names));
            if (item.find("penalty").isPresent()) {
                penalty = Optional.of(penalty(item.field("penalty")));
            }
        }
        return new Objective(terms, penalty);
    }

    private Objective.Term term(Json json, boolean alone, Set<String> names) {
        Set<String> besides = new HashSet<>(COMMON);
        Map<String, String> operands = new LinkedHashMap<>();
        for (String operand : List.of("weight", "pos_weight")) {
            besides.add(operand);
            json.find(operand)
                    .ifPresent(given ->
                            operands.put(operand, tensors.name(given, Objective.NAME + "." + operand, Set.of())));
        }
        Loss loss = Binder.typed(json, Loss.class, besides);
        String name = alone
                ? Objective.NAME
                : json.find("name").map(n -> Named.legal(n, n.text())).orElseGet(() -> fresh(loss, names));
        if (!names.add(name)) {
            throw json.error("two losses are called \"" + name + "\"");
        }
        List<Wire> predictions = json.find("inputs")
                .map(i -> i.itemsOrOne().stream()
                        .map(t -> graph.wire(t.text(), t))
                        .toList())
                .orElseGet(() -> List.of(graph.last()));
        if (!loss.takesTarget()) {
            json.find("target").ifPresent(given -> {
                throw given.error(loss.type() + " has no target; leave this out");
            });
        }
        Optional<Wire> target = loss.takesTarget() ? Optional.of(target(json)) : Optional.empty();
        used.addAll(predictions);
        target.ifPresent(used::add);
        check(json, loss, predictions, target, operands);
        double scale = json.find("scale").map(Json::number).orElse(1.0);
        return new Objective.Term(name, loss, scale, predictions, target, operands);
    }

    private static String fresh(Loss loss, Set<String> names) {
        String stem = loss.type().toLowerCase(Locale.ROOT);
        String name = stem;
        for (int n = 2; names.contains(name); n++) {
            name = stem + n;
        }
        return name;
    }

    private Wire target(Json json) {
        Optional<Json> given = json.find("target");
        if (given.isPresent()) {
            return graph.wire(given.get().text(), given.get());
        }
        if (!data.columns().containsKey("y")) {
            throw json.error("a target is wanted: give the data a column \"y\", or the loss a \"target\"");
        }
        return new Wire(Wire.DATA, "y");
    }

    private void check(
            Json json, Loss loss, List<Wire> predictions, Optional<Wire> target, Map<String, String> operands) {
        Shape[] shapes = fit(json, loss, predictions, target, false);
        fit(json, loss, predictions, target, true);
        Map<String, Shape> shapesOf = new LinkedHashMap<>();
        operands.forEach(
                (operand, tensor) -> shapesOf.put(operand, tensors.get(tensor).shape()));
        try {
            loss.checkOperands(shapesOf, shapes[0]);
        } catch (BadInput bad) {
            throw json.error(bad.getMessage(), bad);
        }
        target.filter(Wire::isData).ifPresent(t -> {
            Data.Column column = data.columns().get(t.output());
            if (labels(loss, graph.shape(t, json, false), shapes[0])) {
                labels.add(t.output());
                checkLabels(json, loss, column, shapes[0]);
            }
        });
    }

    /** Whether a target is labels: always, or where its shape is not the prediction's, which means probabilities. */
    private boolean labels(Loss loss, Shape target, Shape prediction) {
        boolean always = loss.targetType(dtype, dtype) == DType.INT64;
        boolean sometimes = loss.targetType(DType.INT64, dtype) == DType.INT64;
        return always || sometimes && !target.equals(prediction);
    }

    /** The predictions' shapes for a full batch, or for the last one, if the target fits. */
    private Shape[] fit(Json json, Loss loss, List<Wire> predictions, Optional<Wire> target, boolean ofLast) {
        Shape[] shapes =
                predictions.stream().map(w -> graph.shape(w, json, ofLast)).toArray(Shape[]::new);
        try {
            loss.check(target.map(t -> graph.shape(t, json, ofLast)).orElse(Shape.scalar()), shapes);
        } catch (BadInput bad) {
            String remedy = target.filter(Wire::isData)
                    .flatMap(t -> reshaped(loss, t, graph.shape(t, json, ofLast), shapes))
                    .orElse("");
            throw json.error((ofLast ? "in the last batch of a pass: " : "") + bad.getMessage() + remedy, bad);
        }
        return shapes;
    }

    /** What to write where a target differs only in a last dimension of one: a column of a table, or a vector that is none. */
    private Optional<String> reshaped(Loss loss, Wire target, Shape shape, Shape... predictions) {
        boolean one = shape.rank() > 1 && shape.dim(-1) == 1;
        int[] dims = Arrays.copyOf(shape.dims(), one ? shape.rank() - 1 : shape.rank() + 1);
        if (!one) {
            dims[shape.rank()] = 1;
        }
        try {
            loss.check(Shape.of(dims), predictions);
        } catch (BadInput bad) {
            return Optional.empty();
        }
        dims[0] = -1;
        String tensor = data.columns().get(target.output()).tensor();
        boolean named = !tensor.equals(target.toString());
        return Optional.of(
                (named ? "; write" : "; name the tensor under \"tensors\", and write") + " \"" + target.output()
                        + "\": {\"from\": " + (named ? "\"" + tensor + "\"" : "NAME") + ", \"shape\": "
                        + Arrays.toString(dims) + "} in \"data\"");
    }

    /** Labels that stand in the spec or in a file are checked now; drawn ones are checked when they are drawn. */
    private void checkLabels(Json json, Loss loss, Data.Column column, Shape prediction) {
        Source source = tensors.get(column.tensor());
        String whole = loss.type() + " takes whole numbers as labels, and \"" + column.tensor() + "\" ";
        if (column.divide() != 1) {
            throw json.error(whole + "is divided by " + Json.plain(column.divide()) + "; leave out \"divide\"");
        } else if (source instanceof Source.Given given) {
            for (int i = 0; i < given.tensor().size(); i++) {
                if (given.tensor().get(i) != Math.rint(given.tensor().get(i))) {
                    throw json.error(
                            whole + "holds " + Json.plain(given.tensor().get(i)));
                }
            }
            try {
                loss.checkTarget(given.tensor().to(DType.INT64), prediction);
            } catch (BadInput bad) {
                throw json.error("target \"" + column.tensor() + "\": " + bad.getMessage(), bad);
            }
        } else if (!source.integers()) {
            throw json.error(whole + "has fractions; draw it as {\"randint\": [0, "
                    + prediction.dim(prediction.rank() > 1 ? 1 : 0) + "], \"shape\": [...]}");
        }
    }

    private Objective.Penalty penalty(Json json) {
        json.only(Set.of("l2", "parameters"));
        graph.weights().stream().filter(Weight::frozen).forEach(frozen -> json.find("parameters")
                .ifPresent(list -> list.items().stream()
                        .filter(p -> p.text().equals(frozen.name()))
                        .forEach(p -> {
                            throw p.error(frozen.name() + " is frozen by \"requires_grad\": false, so that no penalty"
                                    + " moves it; leave it out");
                        })));
        double l2 = json.field("l2", "; it is a number such as 0.01").number();
        List<String> trained = graph.weights().stream()
                .filter(Weight::trained)
                .map(Weight::name)
                .toList();
        List<String> named = json.find("parameters")
                .map(list ->
                        list.items().stream().map(p -> Named.weight(p, trained)).toList())
                .orElseGet(
                        () -> trained.stream().filter(n -> !n.contains("bias")).toList());
        return new Objective.Penalty(l2, named);
    }
}
