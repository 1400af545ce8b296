package dev.parity.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.parity.graph.Batch;
import dev.parity.graph.Graph;
import dev.parity.spec.Experiment;
import dev.parity.spec.Objective;
import dev.parity.spec.Weight;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The referee: central differences of the loss, in float64 whatever the experiment's type, at the weights that PyTorch has in
 * that step. It knows no backward formula at all, only PyTorch's forward.
 * <pre>
 *   dL/dw ≈ (L(w + h) - L(w - h)) / 2h        error about 1e-9 of the loss's scale
 * </pre>
 *
 * <p>A parameter of more than {@value #MOST} elements is sampled, evenly from its first element to its last; both sides of the
 * comparison are then taken at those elements.
 */
public final class NumericEngine implements Engine {
    /** Each element costs two forward passes. */
    private static final int MOST = 2000;

    private final Experiment experiment;
    private final TorchEngine path;
    private final NDManager manager;
    private final TorchModule module;
    private final Script.Program program;
    private final Map<String, int[]> samples = new LinkedHashMap<>();

    public NumericEngine(Experiment experiment, Start start, int threads) {
        this.experiment = experiment;
        this.path = new TorchEngine(experiment, start, threads);
        this.manager = Torch.open(threads);
        this.program = Script.central(experiment.in(DType.FLOAT64));
        this.module = TorchModule.compile(manager, program.code());
        experiment.weights().stream()
                .filter(w -> w.trained() && w.shape().size() > MOST)
                .forEach(w -> samples.put(w.name(), evenly(w.shape().size())));
    }

    private static int[] evenly(int size) {
        int[] elements = new int[MOST];
        for (int i = 0; i < MOST; i++) {
            elements[i] = (int) ((long) i * (size - 1) / (MOST - 1));
        }
        return elements;
    }

    @Override
    public EngineChoice choice() {
        return EngineChoice.NUMERIC;
    }

    @Override
    public String version() {
        return "central differences on " + Torch.version();
    }

    @Override
    public DType dtype(DType asked) {
        return DType.FLOAT64;
    }

    @Override
    public Map<String, int[]> samples() {
        return samples;
    }

    @Override
    public Trace step(Batch batch) {
        Map<String, Tensor> weights = path.weights();
        path.step(batch);
        Trace trace = new Trace();
        try (NDManager scope = manager.newSubManager()) {
            List<NDArray> arguments = new ArrayList<>();
            for (Script.Argument argument : program.arguments()) {
                Tensor value =
                        switch (argument.kind()) {
                            case COLUMN -> batch.columns().get(argument.name());
                            case MASK -> batch.masks().get(argument.name());
                            case WEIGHT -> weights.get(argument.name());
                            case OPERAND -> path.operand(argument.name());
                        };
                arguments.add(Torch.send(scope, value.dtype().isFloat() ? value.to(DType.FLOAT64) : value));
            }
            List<Site> sites = new ArrayList<>();
            if (experiment.weights().stream().noneMatch(Weight::trained)) {
                trace.put(
                        new Site(batch.step(), Phase.LOSS, "loss", "value"),
                        Torch.fetch(central(scope, 0, new int[0], arguments).get(1)));
            }
            List<Tensor> gradients = new ArrayList<>();
            for (int k = 0; k < arguments.size(); k++) {
                Script.Argument argument = program.arguments().get(k);
                if (argument.kind() != Script.Argument.Kind.WEIGHT
                        || !experiment.weight(argument.name()).trained()) {
                    continue;
                }
                Weight weight = experiment.weight(argument.name());
                int[] some = samples.get(weight.name());
                int[] all = IntStream.range(0, weight.shape().size()).toArray();
                NDList result = central(scope, k, some == null ? all : some, arguments);
                if (sites.isEmpty()) {
                    trace.put(Graph.value(Objective.NAME).at(batch.step()), Torch.fetch(result.get(1)));
                }
                sites.add(Graph.gradient(weight).at(batch.step()));
                Tensor gradient = Torch.fetch(result.get(0));
                gradients.add(samples.containsKey(weight.name()) ? gradient : gradient.reshape(weight.shape()));
            }
            for (int i = 0; i < sites.size(); i++) {
                trace.put(sites.get(i), gradients.get(i));
            }
        }
        return trace;
    }

    private NDList central(NDManager scope, int k, int[] elements, List<NDArray> arguments) {
        List<NDArray> all = new ArrayList<>();
        all.add(Torch.send(scope, Tensor.of(Shape.of(1), (long) k)));
        all.add(Torch.send(scope, Tensor.fill(DType.INT64, Shape.of(elements.length), i -> elements[i])));
        all.addAll(arguments);
        return module.run("central", scope, all);
    }

    @Override
    public void close() {
        module.close();
        manager.close();
        path.close();
    }
}
