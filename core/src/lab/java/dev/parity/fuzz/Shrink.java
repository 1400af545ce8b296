package dev.parity.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Makes a failing spec smaller while it still fails: one change at a time, as long as one helps. */
final class Shrink {
    private final Predicate<ObjectNode> fails;

    private ObjectNode best;
    private int trials;

    private Shrink(ObjectNode spec, int trials, Predicate<ObjectNode> fails) {
        this.best = spec;
        this.trials = trials;
        this.fails = fails;
    }

    /** A crash or a difference stays one; how large it is may change. */
    static ObjectNode smaller(ObjectNode spec, Verdict verdict) {
        return smaller(spec, 400, s -> Trial.of(s)
                .filter(v -> v.kind() == verdict.kind())
                .isPresent());
    }

    static ObjectNode smaller(ObjectNode spec, int trials, Predicate<ObjectNode> fails) {
        Shrink shrink = new Shrink(spec, trials, fails);
        while (shrink.round() && shrink.trials > 0) {
            // again
        }
        return shrink.best;
    }

    private boolean round() {
        boolean helped = false;
        for (String field : List.of("scheduler", "clip_grad_norm_", "clip_grad_value_", "accumulate", "optimizer")) {
            helped |= best.has(field) && take(without(field));
        }
        for (int steps = 1; steps < best.path("steps").asInt(); steps++) {
            int fewer = steps;
            helped |= take(changed(s -> s.put("steps", fewer)));
        }
        if (best.get("loss").isArray()) {
            for (int i = 0; i < 2 && best.get("loss").isArray(); i++) {
                JsonNode one = best.get("loss").get(i);
                helped |= take(changed(s -> s.set("loss", one)));
            }
        }
        helped |= take(changed(s -> s.put("dtype", "float64")));
        for (int i = best.get("layers").size() - 1; i >= 0; i--) {
            helped |= layer(i);
        }
        for (int i = 0; i < best.get("layers").size(); i++) {
            int at = i;
            helped |= options(() -> (ObjectNode) best.get("layers").get(at), s ->
                    (ObjectNode) s.get("layers").get(at));
        }
        if (best.get("loss").isObject()) {
            helped |= options(() -> (ObjectNode) best.get("loss"), s -> (ObjectNode) s.get("loss"));
        }
        if (best.has("optimizer")) {
            helped |= options(() -> (ObjectNode) best.get("optimizer"), s -> (ObjectNode) s.get("optimizer"));
        }
        helped |= tidy();
        return helped;
    }

    private interface Change {
        void to(ObjectNode spec);
    }

    private ObjectNode changed(Change change) {
        ObjectNode copy = best.deepCopy();
        change.to(copy);
        return copy;
    }

    private ObjectNode without(String field) {
        return changed(s -> s.remove(field));
    }

    private boolean take(ObjectNode smaller) {
        if (trials <= 0 || smaller.equals(best)) {
            return false;
        }
        trials--;
        if (fails.test(smaller)) {
            best = smaller;
            return true;
        }
        return false;
    }

    /** Takes a layer out: what read it reads its first input instead; or ends the network there with a squared error. */
    private boolean layer(int at) {
        if (at >= best.get("layers").size() || best.get("layers").size() == 1) {
            return false;
        }
        List<String> names = names(best);
        String name = names.get(at);
        JsonNode inputs = best.get("layers").get(at).path("inputs");
        String before = inputs.size() > 0 ? inputs.get(0).asText() : at == 0 ? "data.x" : names.get(at - 1);
        ObjectNode out = best.deepCopy();
        explicit(out);
        ((ArrayNode) out.get("layers")).remove(at);
        rewire(out.get("layers"), name, before);
        rewire(
                out.get("loss").isArray()
                        ? out.get("loss")
                        : Sketch.JSON.createArrayNode().add(out.get("loss")),
                name,
                before);
        return take(out);
    }

    /** Writes down every input that follows from the order. */
    private static void explicit(ObjectNode spec) {
        List<String> names = names(spec);
        for (int i = 0; i < names.size(); i++) {
            ObjectNode layer = (ObjectNode) spec.get("layers").get(i);
            if (!layer.has("inputs")) {
                layer.putArray("inputs").add(i == 0 ? "data.x" : names.get(i - 1));
            }
        }
    }

    private static void rewire(JsonNode users, String from, String to) {
        for (JsonNode user : users) {
            JsonNode inputs = user.path("inputs");
            for (int i = 0; i < inputs.size(); i++) {
                String input = inputs.get(i).asText();
                if (input.equals(from) || input.startsWith(from + ".")) {
                    ((ArrayNode) inputs).set(i, Sketch.JSON.getNodeFactory().textNode(to));
                }
            }
        }
    }

    private static List<String> names(ObjectNode spec) {
        List<String> names = new ArrayList<>();
        for (JsonNode layer : spec.get("layers")) {
            String name = layer.path("name").asText();
            if (layer.has("use")) {
                int n = 2;
                while (names.contains(layer.get("use").asText() + "#" + n)) {
                    n++;
                }
                name = layer.get("use").asText() + "#" + n;
            }
            names.add(name);
        }
        return names;
    }

    /** Leaves out options, so that those that matter stand out. */
    private boolean options(Supplier<ObjectNode> now, Function<ObjectNode, ObjectNode> in) {
        boolean helped = false;
        List<String> fields = new ArrayList<>();
        now.get().fieldNames().forEachRemaining(fields::add);
        fields.removeAll(Set.of("type", "name", "use", "inputs", "target"));
        for (String field : fields) {
            helped |= take(changed(s -> in.apply(s).remove(field)));
        }
        return helped;
    }

    /** Drops columns and tensors that nothing reads. */
    private boolean tidy() {
        boolean helped = false;
        for (String section : List.of("data", "tensors")) {
            List<String> keys = new ArrayList<>();
            best.get(section).fieldNames().forEachRemaining(keys::add);
            for (String key : keys) {
                String rest =
                        changed(s -> ((ObjectNode) s.get(section)).remove(key)).toString();
                boolean used = section.equals("data")
                        ? key.equals("x") || key.equals("y") || rest.contains("data." + key)
                        : rest.contains("\"" + key + "\"");
                helped |= !used && take(changed(s -> ((ObjectNode) s.get(section)).remove(key)));
            }
        }
        return helped;
    }
}
