package dev.parity.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.parity.graph.Graph;
import dev.parity.nn.optim.State;
import dev.parity.nn.schedule.Group;
import dev.parity.nn.schedule.Groups;
import dev.parity.spec.Experiment;
import dev.parity.spec.Training;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** From gradients to new weights, in PyTorch: accumulation, clipping, the optimizers' steps, their schedules. */
final class TorchDescent {
    private final Experiment experiment;
    private final Training training;
    private final TorchModule module;
    private final NDManager manager;
    private final Map<String, NDArray> weights;
    private final Groups groups;
    private final Map<String, NDArray> states = new LinkedHashMap<>();
    private final Map<String, NDArray> sums = new LinkedHashMap<>();
    private int updates;

    /**
     * @param module with the methods of {@link UpdateScript}
     * @param manager owns what stays from step to step
     * @param weights by name; updated ones are put in their place
     */
    TorchDescent(
            Experiment experiment,
            Training training,
            TorchModule module,
            NDManager manager,
            Map<String, NDArray> weights) {
        this.experiment = experiment;
        this.training = training;
        this.module = module;
        this.manager = manager;
        this.weights = weights;
        this.groups = training.groups();
        training.optimizers().forEach((name, optimizer) -> {
            for (State state : optimizer.state()) {
                Shape shape = state.scalar()
                        ? Shape.scalar()
                        : experiment.weight(name).shape();
                Tensor initial = Tensor.fill(experiment.dtype(), shape, i -> state.initial());
                states.put(name + "." + state.name(), Torch.send(manager, initial));
            }
        });
    }

    /** Adds a step's gradients to those of the steps since the last update; the sums take their place. */
    void accumulate(int step, Map<String, NDArray> gradients, NDManager scope) {
        if (training.accumulate() == 1 || gradients.isEmpty()) {
            return;
        }
        List<String> names = List.copyOf(gradients.keySet());
        if (!training.begins(step)) {
            List<NDArray> arguments = new ArrayList<>();
            names.forEach(name -> arguments.add(sums.get(name)));
            names.forEach(name -> arguments.add(gradients.get(name)));
            replace(names, module.run("accumulate", scope, arguments), gradients);
        }
        names.forEach(name -> keep(sums, name, gradients.get(name)));
    }

    /** Clips and takes the optimizers' step, if one is due, and records what came of it. */
    void update(int step, Map<String, NDArray> gradients, NDManager scope, PackedArrays packed) {
        if (!training.updates(step)) {
            return;
        }
        if (training.clips() && !gradients.isEmpty()) {
            List<String> names = List.copyOf(gradients.keySet());
            replace(
                    names,
                    module.run("clip", scope, names.stream().map(gradients::get).toList()),
                    gradients);
            gradients.forEach((name, g) ->
                    packed.put(Graph.gradient(experiment.weight(name)).clipped().at(step), g));
        }
        updates++;
        NDArray count = Torch.send(scope, Tensor.of(Shape.of(1), (long) updates));
        List<NDArray> arguments = new ArrayList<>(List.of(row(scope, Group::lr), row(scope, Group::momentum), count));
        training.optimizers().forEach((name, optimizer) -> {
            arguments.add(gradients.get(name));
            arguments.add(weights.get(name));
            optimizer.state().forEach(s -> arguments.add(states.get(name + "." + s.name())));
        });
        take(step, module.run("update", scope, arguments), packed);
        groups.step();
    }

    private void take(int step, NDList results, PackedArrays packed) {
        int next = 0;
        for (var entry : training.optimizers().entrySet()) {
            String name = entry.getKey();
            keep(weights, name, results.get(next++));
            for (State state : entry.getValue().state()) {
                NDArray value = results.get(next++);
                keep(states, name + "." + state.name(), value);
                packed.put(Graph.state(experiment.weight(name), state.name()).at(step), value);
            }
        }
        training.optimizers()
                .keySet()
                .forEach(name -> packed.put(Graph.left(experiment.weight(name)).at(step), weights.get(name)));
    }

    private static void replace(List<String> names, NDList results, Map<String, NDArray> arrays) {
        for (int i = 0; i < names.size(); i++) {
            arrays.put(names.get(i), results.get(i));
        }
    }

    /** Lets an array outlive its step, and frees the one whose place it takes. */
    private void keep(Map<String, NDArray> arrays, String name, NDArray array) {
        array.attach(manager);
        NDArray old = arrays.put(name, array);
        if (old != null) {
            old.close();
        }
    }

    /** What each weight's group has of it. */
    private NDArray row(NDManager scope, ToDoubleFunction<Group> value) {
        double[] values = groups.byWeight().values().stream().mapToDouble(value).toArray();
        return Torch.send(scope, Tensor.of(Shape.of(values.length), values));
    }
}
