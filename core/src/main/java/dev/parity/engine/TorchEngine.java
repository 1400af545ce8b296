package dev.parity.engine;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.parity.graph.Batch;
import dev.parity.graph.Graph;
import dev.parity.spec.Experiment;
import dev.parity.spec.Weight;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Slot;
import dev.parity.trace.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PyTorch: the experiment as a TorchScript program ({@link Script}), differentiated by libtorch's autograd. */
public final class TorchEngine implements Engine {
    /** The last line of a traceback that goes through a loss's method. */
    private static final Pattern REFUSED_BY_LOSS = Pattern.compile(", in l\\d+\n.*?RuntimeError: (.*)", Pattern.DOTALL);

    private final Experiment experiment;
    private final NDManager manager;
    private final TorchModule module;
    private final Script.Program program;
    private final Map<String, NDArray> weights = new HashMap<>();
    private final Map<String, NDArray> operands = new HashMap<>();
    private final Map<Tensor, NDArray> sent = new HashMap<>();
    private final Optional<TorchDescent> descent;

    public TorchEngine(Experiment experiment, Start start, int threads) {
        this(experiment, start, threads, Expressions.PYTORCH);
    }

    TorchEngine(Experiment experiment, Start start, int threads, Expressions expressions) {
        this.experiment = experiment;
        this.manager = Torch.open(threads);
        this.program = Script.of(experiment, expressions);
        StringBuilder code = new StringBuilder(program.code()).append(PackedArrays.PACK);
        experiment.training().ifPresent(t -> code.append(UpdateScript.of(t, expressions)));
        this.module = TorchModule.compile(manager, code.toString());
        start.weights().forEach((name, value) -> weights.put(name, Torch.send(manager, value)));
        start.operands().forEach((name, value) -> operands.put(name, Torch.send(manager, value)));
        this.descent = experiment.training().map(t -> new TorchDescent(experiment, t, module, manager, weights));
    }

    @Override
    public EngineChoice choice() {
        return EngineChoice.TORCH;
    }

    @Override
    public String version() {
        return Torch.version();
    }

    @Override
    public Trace step(Batch batch) {
        Trace trace = new Trace();
        batch.masks().forEach((node, mask) -> trace.put(Graph.mask(node).at(batch.step()), mask));
        PackedArrays packed = new PackedArrays();
        try (NDManager scope = manager.newSubManager()) {
            List<NDArray> arguments = new ArrayList<>();
            for (Script.Argument argument : program.arguments()) {
                arguments.add(argument(argument, batch, scope));
            }
            NDList results = gradients(batch.step(), scope, arguments);
            Map<String, NDArray> gradients = new LinkedHashMap<>();
            for (int i = 0; i < program.results().size(); i++) {
                Slot slot = program.results().get(i);
                if (slot.phase() == Phase.GRADIENT) {
                    gradients.put(slot.name(), results.get(i));
                } else {
                    packed.put(slot.at(batch.step()), results.get(i));
                }
            }
            descent.ifPresent(d -> d.accumulate(batch.step(), gradients, scope));
            for (Slot slot : program.results()) {
                if (slot.phase() == Phase.GRADIENT) {
                    packed.put(slot.at(batch.step()), gradients.get(slot.name()));
                }
            }
            for (Weight buffer : experiment.buffers()) { // forward has changed them in place, as torch.nn's modules do
                packed.put(Graph.left(buffer).at(batch.step()), weights.get(buffer.name()));
            }
            update(batch.step(), gradients, scope, packed);
            packed.unload(module, scope, trace);
        }
        return trace;
    }

    /** The weights as they are now. */
    Map<String, Tensor> weights() {
        Map<String, Tensor> now = new HashMap<>();
        weights.forEach((name, array) -> now.put(name, Torch.fetch(array)));
        return now;
    }

    /** How many arrays libtorch holds for this engine between two steps. */
    int held() {
        return manager.getManagedArrays().size();
    }

    Tensor operand(String name) {
        return Torch.fetch(operands.get(name));
    }

    /** Runs the network. What PyTorch's loss refuses (a probability above 1) is a mistake in the spec, not of ours. */
    private NDList gradients(int step, NDManager scope, List<NDArray> arguments) {
        try {
            return module.run("gradients", scope, arguments);
        } catch (EngineException e) {
            Matcher refusal = REFUSED_BY_LOSS.matcher(String.valueOf(e.getMessage()));
            if (refusal.find()) {
                throw new BadInput(experiment.file() + ": at step " + step + " PyTorch's loss refuses its input: "
                        + refusal.group(1).strip());
            }
            throw e;
        }
    }

    /** What a schedule or a clipped norm makes of a number may be more than the weights' type can hold, which PyTorch refuses. */
    private void update(int step, Map<String, NDArray> gradients, NDManager scope, PackedArrays packed) {
        try {
            descent.ifPresent(d -> d.update(step, gradients, scope, packed));
        } catch (EngineException e) {
            if (String.valueOf(e.getMessage()).contains("value cannot be converted to type")) {
                throw new BadInput(experiment.file() + ": at step " + step
                        + " a number of the optimizer is more than the weights' type can hold, and PyTorch refuses it;"
                        + " look at lr, its schedule, eps and weight_decay");
            }
            throw e;
        }
    }

    private NDArray argument(Script.Argument argument, Batch batch, NDManager scope) {
        return switch (argument.kind()) {
            case COLUMN -> column(batch.columns().get(argument.name()), scope);
            case MASK -> Torch.send(scope, batch.masks().get(argument.name()));
            case WEIGHT -> weights.get(argument.name());
            case OPERAND -> operands.get(argument.name());
        };
    }

    /** A whole column is fed at every step as the same object, and is sent once. */
    private NDArray column(Tensor column, NDManager scope) {
        if (!experiment.data().whole()) {
            return Torch.send(scope, column);
        }
        return sent.computeIfAbsent(column, c -> Torch.send(manager, c));
    }

    @Override
    public void close() {
        module.close();
        manager.close();
    }
}
