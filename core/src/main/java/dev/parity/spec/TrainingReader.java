package dev.parity.spec;

import dev.parity.nn.optim.Optimizer;
import dev.parity.nn.schedule.OneCycleLR;
import dev.parity.nn.schedule.Schedule;
import dev.parity.tensor.BadInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads how the weights move: optimizer and parameter groups, schedule, clipping, accumulation. */
final class TrainingReader {
    private static final List<String> BESIDE =
            List.of("scheduler", "clip_grad_norm_", "clip_grad_value_", "accumulate");

    private static final String GROUPS = "groups";

    /** The pattern that stands for all that no other group names. */
    private static final String REST = "*";

    private TrainingReader() {}

    /**
     * @param spec the whole
     * @param weights parameters and buffers
     * @param steps of the run, as far as they are known
     */
    static Optional<Training> read(Json spec, List<Weight> weights, int steps) {
        if (spec.find("optimizer").isEmpty()) {
            BESIDE.stream()
                    .flatMap(field -> spec.find(field).stream())
                    .findFirst()
                    .ifPresent(lost -> {
                        throw lost.error("there is no \"optimizer\" for this");
                    });
            return Optional.empty();
        }
        int accumulate = spec.find("accumulate").map(a -> a.integer(1)).orElse(1);
        List<Schedule> schedules = spec.find("scheduler")
                .map(s -> schedules(s, steps / accumulate))
                .orElse(List.of());
        Map<String, Optimizer> optimizers = optimizers(spec.field("optimizer"), weights);
        return Optional.of(new Training(
                spec.find("scheduler")
                        .map(s -> cycled(s, schedules, optimizers))
                        .orElse(optimizers),
                schedules,
                spec.find("clip_grad_norm_").map(TrainingReader::clipNorm),
                spec.find("clip_grad_value_").map(c -> Binder.record(c, Training.ClipValue.class, Set.of())),
                accumulate));
    }

    /** The options of the optimizer hold for every weight, but where a group says otherwise. */
    private static Map<String, Optimizer> optimizers(Json json, List<Weight> weights) {
        Optimizer first = Binder.typed(json, Optimizer.class, Set.of("type", GROUPS));
        Json common = json.without(GROUPS);
        List<String> parameters =
                weights.stream().filter(w -> !w.buffer()).map(Weight::name).toList();
        Map<String, Optimizer> optimizers = new LinkedHashMap<>();
        weights.stream().filter(Weight::trained).forEach(w -> optimizers.put(w.name(), first));
        Map<String, Json> taken = new LinkedHashMap<>();
        List<Optimizer> rest = new ArrayList<>();
        for (Json group : json.find(GROUPS).map(Json::items).orElse(List.of())) {
            refuse(group, first);
            Optimizer own = Binder.typed(group.without("parameters").over(common), Optimizer.class, Set.of("type"));
            for (Json glob : group.field("parameters").itemsOrOne()) {
                if (glob.text().equals(REST)) {
                    rest.add(own);
                    continue;
                }
                for (String weight : Named.matching(glob, parameters)) {
                    Json before = taken.putIfAbsent(weight, group);
                    if (before != null && before != group) {
                        throw glob.error("\"" + weight + "\" is in two groups");
                    }
                    optimizers.replace(weight, own); // what is frozen has none
                }
            }
        }
        if (rest.size() > 1) {
            throw json.field(GROUPS).error("two groups are \"" + REST + "\", all that no other group names");
        }
        rest.forEach(
                own -> parameters.stream().filter(p -> !taken.containsKey(p)).forEach(p -> {
                    optimizers.replace(p, own);
                    taken.put(p, json);
                }));
        json.find(GROUPS).ifPresent(groups -> refuseLost(groups, optimizers.keySet(), taken.keySet()));
        return optimizers;
    }

    /** torch.optim moves what is in a group, and leaves the rest alone without a word. */
    private static void refuseLost(Json groups, Set<String> trained, Set<String> taken) {
        List<String> lost = trained.stream().filter(w -> !taken.contains(w)).toList();
        if (!lost.isEmpty()) {
            String more = lost.size() > 1 ? " and " + (lost.size() - 1) + " more are" : " is";
            throw groups.error(lost.get(0) + more + " in no group; add " + (lost.size() > 1 ? "them" : "it")
                    + " ({\"parameters\": [\"*\"]} is all that no other group names), or say \"requires_grad\": false");
        }
    }

    private static void refuse(Json group, Optimizer optimizer) {
        group.find("type").ifPresent(type -> {
            throw type.error("a group has options of its own, and no optimizer of its own");
        });
        optimizer.notByGroup().forEach(option -> group.find(option).ifPresent(given -> {
            throw given.error("PyTorch's " + optimizer.type() + " reads \"" + option
                    + "\" for all groups at once; move it out of the group");
        }));
    }

    private static List<Schedule> schedules(Json json, int updates) {
        if (json.isArray() && json.items().isEmpty()) {
            throw json.error("a scheduler is wanted here, and the list is empty");
        }
        List<Schedule> all = json.itemsOrOne().stream()
                .map(s -> Binder.typed(s, Schedule.class, Set.of("type")))
                .toList();
        List<OneCycleLR> cycles = all.stream().flatMap(Schedule::cycles).toList();
        if (cycles.size() > 1) {
            throw json.error("PyTorch keeps what OneCycleLR cycles in one place, so there can be only one of them");
        }
        cycles.stream().filter(c -> updates > c.total()).forEach(c -> {
            throw json.error("OneCycleLR is made for " + c.total() + " updates, and this run has " + updates);
        });
        return all;
    }

    /** Where OneCycleLR cycles the momentum, it gives one also to an optimizer that was made without. */
    private static Map<String, Optimizer> cycled(
            Json json, List<Schedule> schedules, Map<String, Optimizer> optimizers) {
        Map<String, Optimizer> all = new LinkedHashMap<>(optimizers);
        schedules.stream()
                .flatMap(Schedule::cycles)
                .filter(OneCycleLR::cycle_momentum)
                .forEach(cycle -> all.replaceAll((weight, optimizer) -> {
                    try {
                        return optimizer.withMomentum(cycle.max_momentum());
                    } catch (BadInput bad) {
                        throw json.error(bad.getMessage(), bad);
                    }
                }));
        return all;
    }

    private static Training.ClipNorm clipNorm(Json json) {
        json.only(Set.of("max_norm", "norm_type"));
        double type = json.find("norm_type")
                .map(t -> t.isText() && t.text().equals("inf") ? Double.POSITIVE_INFINITY : t.number())
                .orElse(2.0);
        try {
            return new Training.ClipNorm(json.field("max_norm").number(), type);
        } catch (BadInput bad) {
            throw json.error(bad.getMessage(), bad);
        }
    }
}
