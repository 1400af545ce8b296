package dev.parity.spec;

import dev.parity.nn.layer.Layer;
import dev.parity.nn.loss.Loss;
import dev.parity.nn.optim.Optimizer;
import dev.parity.nn.schedule.Schedule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Options of PyTorch's that change no number: where memory is, which kernel runs, what is printed. A spec that was copied from a
 * constructor may keep them. Some are so only at their default, and are taken at that alone.
 *
 * @param values the JSON that is taken; empty where any true or false is, or null
 * @param types those that have it; empty where all of their kind do
 */
record Idle(String name, Class<?> kind, List<String> values, Set<String> types) {
    private static final List<Idle> ALL = List.of(
            new Idle(
                    "inplace",
                    Layer.class,
                    List.of(),
                    Set.of(
                            "CELU",
                            "Dropout",
                            "ELU",
                            "Hardsigmoid",
                            "Hardswish",
                            "Hardtanh",
                            "LeakyReLU",
                            "Mish",
                            "ReLU",
                            "ReLU6",
                            "SELU",
                            "SiLU")),
            new Idle("sparse", Layer.class, List.of(), Set.of("Embedding")),
            new Idle("norm_type", Layer.class, List.of("2", "2.0"), Set.of("Embedding")),
            new Idle(
                    "return_indices",
                    Layer.class,
                    List.of("false"),
                    Set.of("AdaptiveMaxPool2d", "MaxPool1d", "MaxPool2d")),
            new Idle("add_bias_kv", Layer.class, List.of("false"), Set.of("MultiheadAttention")),
            new Idle("add_zero_attn", Layer.class, List.of("false"), Set.of("MultiheadAttention")),
            new Idle("device", Layer.class, List.of("null", "\"cpu\""), Set.of()),
            new Idle("size_average", Loss.class, List.of("null"), Set.of()),
            new Idle("reduce", Loss.class, List.of("null"), Set.of()),
            new Idle("foreach", Optimizer.class, List.of(), Set.of()),
            new Idle("fused", Optimizer.class, List.of(), Set.of()),
            new Idle("differentiable", Optimizer.class, List.of(), Set.of()),
            new Idle("capturable", Optimizer.class, List.of("false"), Set.of()),
            new Idle("last_epoch", Schedule.class, List.of("-1"), Set.of()),
            new Idle("verbose", Schedule.class, List.of(), Set.of()));

    /** Those of a record, by name; not what it has as an option of its own. */
    static Map<String, Idle> of(Class<?> record) {
        Map<String, Idle> all = new LinkedHashMap<>();
        ALL.stream()
                .filter(idle -> idle.kind.isAssignableFrom(record)
                        && (idle.types.isEmpty() || idle.types.contains(record.getSimpleName()))
                        && Option.of(record).stream().noneMatch(o -> o.name().equals(idle.name)))
                .forEach(idle -> all.put(idle.name, idle));
        return all;
    }

    /** What JSON takes here. */
    List<String> taken() {
        return values.isEmpty() ? List.of("true", "false", "null") : values;
    }

    /** Refuses a value at which it would change something. */
    void check(Json json) {
        if (!taken().contains(json.written())) {
            throw json.error("only " + String.join(" or ", taken()) + " is taken for \"" + name
                    + "\", which then changes no number");
        }
    }
}
