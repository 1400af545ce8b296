package dev.parity.engine;

import dev.parity.engine.draw.Mt19937;
import dev.parity.engine.draw.NumpyRandom;
import dev.parity.engine.draw.TorchPermutation;
import dev.parity.engine.draw.TorchUniform;
import dev.parity.graph.Batch;
import dev.parity.spec.Data;
import dev.parity.spec.Experiment;
import dev.parity.spec.Experiment.Generator;
import dev.parity.spec.Node;
import dev.parity.spec.Objective;
import dev.parity.spec.Source;
import dev.parity.spec.Weight;
import dev.parity.spec.Wire;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * Everything that an experiment draws, settled before anything is computed, so that no engine depends on chance. What belongs to a step is
 * drawn when it comes: a run of any length begins at once, and takes the memory of a step.
 *
 * <p>The order is tensors as written, then layers in their order, then the epochs' shuffles, then the masks, step by step. A {@code torch} seed is one
 * stream of libtorch's own generator; with {@code numpy} the tensors and shuffles are NumPy's, and the layers begin
 * from a fresh {@code torch.manual_seed}.
 */
public final class Start {
    private static final int[] NONE = {};

    private final Experiment experiment;
    private final Map<String, Tensor> tensors = new HashMap<>();
    private final Map<String, Tensor> weights = new LinkedHashMap<>();
    private final Map<String, Tensor> columns = new LinkedHashMap<>();
    private Optional<Orders> orders = Optional.empty();
    private Masks masks;

    private Start(Experiment experiment) {
        this.experiment = experiment;
    }

    public static Start draw(Experiment experiment) {
        Start start = new Start(experiment);
        boolean numpy = experiment.generator() == Generator.numpy;
        NumpyRandom random = numpy ? new NumpyRandom(experiment.seed()) : null;
        TorchDraws torch = new TorchDraws(experiment.drawnIn());
        start.drawTensors(random, torch);
        start.fillWeights(torch);
        start.prepareSteps(random, torch);
        torch.draw(experiment.seed());
        start.finish();
        return start;
    }

    /** The initial weights and buffers, by state-dict name. */
    public Map<String, Tensor> weights() {
        return weights;
    }

    /** Further operands, such as class weights and masks, by the tensor's name. What a layer is given whole stays whole. */
    public Map<String, Tensor> operands() {
        Map<String, Tensor> operands = new LinkedHashMap<>();
        for (Node node : experiment.nodes()) {
            node.tensors().values().forEach(name -> {
                Tensor given = tensors.get(name);
                operands.put(name, given.dtype().isFloat() ? given.to(experiment.dtype()) : given);
            });
        }
        for (Objective.Term term : experiment.objective().terms()) {
            term.tensors()
                    .values()
                    .forEach(name -> operands.put(name, tensors.get(name).to(experiment.dtype())));
        }
        return operands;
    }

    /** What a step is fed, from 1 on. */
    public Batch batch(int step) {
        return new Batch(step, columns(step), masks(step));
    }

    private Map<String, Tensor> columns(int step) {
        Data data = experiment.data();
        if (data.whole()) {
            return columns;
        }
        int epoch = (step - 1) / data.batches();
        int from = (step - 1) % data.batches() * data.batchSize();
        int rows = data.rows(step);
        Map<String, Tensor> batch = new LinkedHashMap<>();
        int[] order = orders.map(o -> o.of(epoch)).orElse(NONE);
        columns.forEach((key, column) -> batch.put(key, data.entire(key) ? column : rows(column, order, from, rows)));
        return batch;
    }

    private Map<String, Tensor> masks(int step) {
        Map<String, Tensor> drawn = masks.of(step);
        Map<String, Tensor> all = new LinkedHashMap<>();
        for (Node node : experiment.nodes()) {
            if (node.masked()) {
                all.put(
                        node.name(),
                        node.mask()
                                .map(given -> slice(tensors.get(given), step))
                                .orElseGet(() -> drawn.get(node.name())));
            }
        }
        return all;
    }

    /** The mask of a step, from those of all. */
    private Tensor slice(Tensor masks, int step) {
        Shape shape = masks.shape().tail(1);
        int from = (step - 1) * shape.size();
        return Tensor.fill(experiment.dtype(), shape, i -> masks.get(from + i));
    }

    private static Tensor rows(Tensor column, int[] order, int from, int rows) {
        Shape shape = column.shape().with(0, rows);
        int width = column.size() / column.shape().dim(0);
        return Tensor.fill(column.dtype(), shape, i -> {
            int row = from + i / width;
            return column.get((order.length == 0 ? row : order[row]) * width + i % width);
        });
    }

    private void drawTensors(NumpyRandom random, TorchDraws torch) {
        experiment.tensors().forEach((name, source) -> {
            if (source instanceof Source.Given given) {
                tensors.put(name, given.tensor());
            } else if (random != null) {
                tensors.put(name, numpy(source, random));
            } else {
                torch.tensor(source, drawn -> tensors.put(name, drawn));
            }
        });
    }

    private static Tensor numpy(Source source, NumpyRandom random) {
        Shape shape = source.shape();
        int n = shape.size();
        if (source instanceof Source.Randn) {
            return Tensor.of(shape, random.randn(n));
        } else if (source instanceof Source.Uniform u) {
            return Tensor.of(shape, random.uniform(u.low(), u.high(), n));
        } else if (source instanceof Source.Randint r) {
            return Tensor.of(shape, random.randint(r.low(), r.high(), n));
        }
        throw new IllegalStateException("not drawn: " + source);
    }

    /** PyTorch's constructors draw what a spec then overwrites; so does this, unless nothing of it is wanted. */
    private void fillWeights(TorchDraws torch) {
        boolean numpy = experiment.generator() == Generator.numpy;
        boolean wanted = experiment.weights().stream().anyMatch(w -> !(w.value() instanceof Weight.Value.From));
        if (!numpy || wanted) {
            Map<String, List<Weight>> layers = new LinkedHashMap<>();
            experiment.drawn().forEach(w -> layers.computeIfAbsent(w.layer(), l -> new ArrayList<>())
                    .add(w));
            layers.values().forEach(all -> fillLayer(all, torch));
        }
    }

    /** A constructor draws all of its parameters, and only then a rule can replace one. */
    private void fillLayer(List<Weight> all, TorchDraws torch) {
        all.forEach(w -> torch.parameter(w.init(), w.shape(), drawn -> weights.put(w.name(), drawn)));
        all.forEach(w -> {
            if (w.value() instanceof Weight.Value.Rule rule) {
                torch.parameter(rule.init(), w.shape(), drawn -> weights.put(w.name(), drawn));
            }
        });
    }

    /** What a step is fed is drawn when it comes, orders and masks; their generators are known now. */
    private void prepareSteps(NumpyRandom random, TorchDraws torch) {
        boolean shuffles = experiment.data().shuffle();
        int rows = experiment.data().rows();
        if (random != null) {
            prepare(() -> {
                NumpyRandom copy = random.copy();
                return new Draws(() -> copy.permutation(rows), copy::rand);
            });
        } else if (shuffles || !Masks.drawing(experiment).isEmpty()) {
            torch.rest(bits -> prepare(() -> {
                Mt19937 copy = bits.copy();
                return new Draws(() -> TorchPermutation.next(rows, copy), new TorchUniform(copy));
            }));
        } else {
            masks = new Masks(experiment, () -> new TorchUniform(new Mt19937(experiment.seed())));
        }
    }

    /** What a generator gives next: an order of all rows, or a uniform number. */
    private record Draws(Supplier<int[]> order, DoubleSupplier uniform) {}

    /** The masks come behind the orders of all epochs, which are passed over only where there are masks. */
    private void prepare(Supplier<Draws> beginning) {
        Data data = experiment.data();
        int epochs = data.shuffle() ? (experiment.steps() - 1) / data.batches() + 1 : 0;
        if (data.shuffle()) {
            orders = Optional.of(new Orders(() -> beginning.get().order()));
        }
        masks = new Masks(experiment, () -> {
            Draws draws = beginning.get();
            for (int epoch = 0; epoch < epochs; epoch++) {
                draws.order().get();
            }
            return draws.uniform();
        });
    }

    private void finish() {
        for (Weight weight : experiment.weights()) {
            if (weight.value() instanceof Weight.Value.From from) {
                Tensor tensor = tensors.get(from.tensor());
                weights.put(weight.name(), from.transpose() ? transpose(tensor) : tensor);
            }
        }
        Map<String, Tensor> ordered = new LinkedHashMap<>();
        experiment
                .weights()
                .forEach(w ->
                        ordered.put(w.name(), weights.get(w.name()).to(w.init().dtype(experiment.dtype()))));
        weights.clear();
        weights.putAll(ordered);
        checkTokens();
        experiment
                .data()
                .columns()
                .forEach((key, column) ->
                        columns.put(key, column(column, column.integers() ? DType.INT64 : experiment.dtype())));
        checkTargets();
    }

    private Tensor column(Data.Column column, DType dtype) {
        Tensor tensor = tensors.get(column.tensor());
        if (column.oneHot().isPresent()) {
            int classes = column.oneHot().getAsInt();
            return Tensor.fill(dtype, column.shape(), i -> tensor.getLong(i / classes) == i % classes ? 1 : 0);
        }
        return column.divide() == 1
                ? tensor.to(dtype).reshape(column.shape())
                : Tensor.fill(dtype, column.shape(), i -> tensor.get(i) / column.divide());
    }

    /** Tokens are looked at as they were given, before a fraction would be cut off. */
    private void checkTokens() {
        for (Node node : experiment.nodes()) {
            for (Wire wire : node.inputs()) {
                if (node.layer().readsTokens() && wire.isData()) {
                    try {
                        node.layer()
                                .checkTokens(column(experiment.data().columns().get(wire.output()), DType.FLOAT64));
                    } catch (BadInput bad) {
                        throw bad.at(experiment.file() + ": " + wire + " for layer \"" + node.name() + "\"");
                    }
                }
            }
        }
    }

    /** Labels that were drawn could not be checked when the spec was read. */
    private void checkTargets() {
        for (Objective.Term term : experiment.objective().terms()) {
            Wire prediction = term.predictions().get(0);
            term.target().filter(Wire::isData).ifPresent(target -> {
                Shape shape = prediction.isData()
                        ? columns.get(prediction.output()).shape()
                        : experiment.shapes(experiment.data().batchSize()).get(prediction);
                try {
                    term.loss().checkTarget(columns.get(target.output()), shape);
                } catch (BadInput bad) {
                    throw bad.at(experiment.file() + ": data." + target.output());
                }
            });
        }
    }

    private static Tensor transpose(Tensor matrix) {
        int rows = matrix.shape().dim(0);
        int columns = matrix.shape().dim(1);
        return Tensor.fill(matrix.dtype(), Shape.of(columns, rows), i -> matrix.get(i % rows * columns + i / rows));
    }
}
