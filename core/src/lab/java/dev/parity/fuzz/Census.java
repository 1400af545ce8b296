package dev.parity.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the networks held, read off their specs. */
final class Census {
    private final Map<String, Map<String, Integer>> counts = new TreeMap<>();
    private final Map<Verdict.Kind, Integer> verdicts = new TreeMap<>();

    void count(JsonNode spec, Verdict verdict) {
        verdicts.merge(verdict.kind(), 1, Integer::sum);
        add("dtype", spec.path("dtype").asText());
        for (JsonNode layer : spec.path("layers")) {
            if (layer.has("use")) {
                add("feature", "a layer used again");
            } else {
                add("layer", layer.path("type").asText());
            }
            if (layer.path("inputs").size() > 1) {
                add("feature", "a layer of several inputs");
            }
            if (layer.toString().contains("\"share\"")) {
                add("feature", "a shared weight");
            }
            if (layer.path("inputs").toString().contains("_n\"")) {
                add("feature", "a last state");
            }
        }
        JsonNode loss = spec.path("loss");
        if (loss.isArray()) {
            add("feature", "two losses");
            loss.forEach(l -> add("loss", l.path("type").asText()));
        } else {
            add("loss", loss.path("type").asText());
        }
        add("optimizer", spec.path("optimizer").path("type").asText());
        if (spec.path("scheduler").isArray()) {
            add("feature", "chained schedules");
            spec.path("scheduler").forEach(s -> add("scheduler", s.path("type").asText()));
        } else if (spec.has("scheduler")) {
            add("scheduler", spec.path("scheduler").path("type").asText());
        }
        for (String name : new String[] {"clip_grad_norm_", "clip_grad_value_", "accumulate"}) {
            if (spec.has(name)) {
                add("feature", name);
            }
        }
        if (spec.path("optimizer").has("groups")) {
            add("feature", "groups");
        }
        if (loss.toString().contains("\"penalty\"")) {
            add("feature", "penalty");
        }
        if (spec.path("data").has("batch_size")) {
            add("feature", "batches");
        }
        add("depth", "%2d".formatted(spec.path("layers").size()));
    }

    private void add(String kind, String name) {
        counts.computeIfAbsent(kind, k -> new TreeMap<>()).merge(name, 1, Integer::sum);
    }

    /** What occurred of a kind: {@code layer}, {@code loss}, {@code optimizer}. */
    Set<String> seen(String kind) {
        return counts.getOrDefault(kind, Map.of()).keySet();
    }

    int of(Verdict.Kind kind) {
        return verdicts.getOrDefault(kind, 0);
    }

    /** Networks on which the sides differ, or one of them broke. */
    int bad() {
        return of(Verdict.Kind.FAILS) + of(Verdict.Kind.CRASHES);
    }

    int networks() {
        return verdicts.values().stream().mapToInt(n -> n).sum();
    }

    /** A line a kind, then what became of the networks. */
    String table() {
        StringBuilder table = new StringBuilder();
        counts.forEach((kind, names) -> line(table, kind, names));
        Map<String, Integer> ends = new TreeMap<>();
        verdicts.forEach((kind, n) -> ends.put(kind.name().toLowerCase(Locale.ROOT), n));
        line(table, "verdict", ends);
        return table.toString();
    }

    private static void line(StringBuilder table, String kind, Map<String, Integer> names) {
        StringBuilder line = new StringBuilder("%-10s".formatted(kind));
        for (Map.Entry<String, Integer> entry : names.entrySet()) {
            String item = " " + entry.getKey().strip() + " " + entry.getValue();
            if (line.length() + item.length() > 118) {
                table.append(line).append('\n');
                line = new StringBuilder(" ".repeat(10));
            }
            line.append(item);
        }
        table.append(line).append('\n');
    }
}
