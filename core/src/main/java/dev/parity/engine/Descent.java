package dev.parity.engine;

import dev.parity.graph.Graph;
import dev.parity.nn.Array;
import dev.parity.nn.optim.State;
import dev.parity.nn.optim.Update;
import dev.parity.nn.schedule.Group;
import dev.parity.nn.schedule.Groups;
import dev.parity.spec.Experiment;
import dev.parity.spec.Training;
import dev.parity.spec.Weight;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import dev.parity.trace.Site;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/** From gradients to new weights, by hand: accumulation, clipping, the optimizers' steps, their schedules. */
final class Descent {
    private final Experiment experiment;
    private final Training training;
    private final Map<String, Array> weights;
    private final BiFunction<DType, Shape, Array> memory;
    private final Spoiler spoiler;
    private final Groups groups;
    private final Map<String, Map<String, Array>> states = new LinkedHashMap<>();
    private final Map<String, Array> sums = new LinkedHashMap<>();
    private int updates;

    Descent(
            Experiment experiment,
            Training training,
            Map<String, Array> weights,
            BiFunction<DType, Shape, Array> memory,
            Spoiler spoiler) {
        this.experiment = experiment;
        this.training = training;
        this.weights = weights;
        this.memory = memory;
        this.spoiler = spoiler;
        this.groups = training.groups();
        training.optimizers().forEach((name, optimizer) -> {
            Map<String, Array> state = new LinkedHashMap<>();
            for (State s : optimizer.state()) {
                Array array = memory.apply(
                        experiment.dtype(),
                        s.scalar() ? Shape.scalar() : weights.get(name).shape());
                array.fill(s.initial());
                state.put(s.name(), array);
            }
            states.put(name, state);
        });
    }

    /** Adds a step's gradients to those of the steps since the last update; the sums take their place. */
    void accumulate(int step, Map<String, Array> gradients) {
        if (training.accumulate() == 1) {
            return;
        }
        gradients.replaceAll((name, gradient) -> {
            Array sum = sums.computeIfAbsent(name, n -> memory.apply(gradient.dtype(), gradient.shape()));
            if (training.begins(step)) {
                sum.copy(gradient);
            } else {
                sum.add(gradient);
            }
            return sum;
        });
    }

    /** Clips and takes the optimizers' step, if one is due; every array goes through {@code record}. */
    void update(int step, Map<String, Array> gradients, BiConsumer<Site, Array> record) {
        if (!training.updates(step)) {
            return;
        }
        if (training.clips()) {
            training.clipNorm().ifPresent(c -> Clipping.norm(c, gradients.values()));
            training.clipValue().ifPresent(c -> Clipping.value(c, gradients.values()));
            training.optimizers()
                    .keySet()
                    .forEach(name -> record.accept(
                            Graph.gradient(experiment.weight(name)).clipped().at(step), gradients.get(name)));
        }
        updates++;
        training.optimizers().forEach((name, optimizer) -> {
            Group group = groups.byWeight().get(name);
            Map<String, Array> state = states.get(name);
            spoiler.update(name, group.lr(), group.momentum(), updates);
            optimizer.step(
                    new Update(weights.get(name), gradients.get(name), state, group.lr(), group.momentum(), updates));
            Weight weight = experiment.weight(name);
            state.forEach((key, array) -> record.accept(Graph.state(weight, key).at(step), array));
        });
        training.optimizers()
                .keySet()
                .forEach(name ->
                        record.accept(Graph.left(experiment.weight(name)).at(step), weights.get(name)));
        groups.step();
    }
}
