package dev.parity.verdict;

import dev.parity.nn.schedule.Groups;
import dev.parity.spec.Experiment;
import dev.parity.spec.Training;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The numbers that schedules move, as each step's update has them. */
final class Rates {
    private final Optional<Training> training;
    private final Groups groups;
    private Map<String, Map<String, Double>> now = Map.of();
    private int updates;

    Rates(Experiment experiment) {
        this.training = experiment.training();
        this.groups = training.map(Training::groups).orElse(Groups.NONE);
    }

    /** The numbers of a step, by weight and name; steps are asked for in their order. */
    Map<String, Map<String, Double>> step(int step) {
        if (training.filter(t -> t.updates(step)).isPresent()) {
            updates++;
            Map<String, Map<String, Double>> all = new HashMap<>();
            groups.byWeight()
                    .forEach((weight, group) -> all.put(
                            weight, Map.of("lr", group.lr(), "momentum", group.momentum(), "t", (double) updates)));
            now = all;
            groups.step();
        }
        return now;
    }
}
