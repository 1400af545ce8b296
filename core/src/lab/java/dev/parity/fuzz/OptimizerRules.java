package dev.parity.fuzz;

import static dev.parity.fuzz.Sketch.options;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parity.nn.optim.Optimizer;
import dev.parity.nn.schedule.Schedule;
import dev.parity.spec.Binder;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** How optimizers are drawn, with what may stand beside one. Options have the same meaning in all that have them. */
final class OptimizerRules {
    private static final Set<String> ALL =
            new TreeSet<>(Binder.registry(Optimizer.class).keySet());

    private OptimizerRules() {}

    static Set<String> types() {
        return ALL;
    }

    static ObjectNode draw(Sketch net, String type) {
        ObjectNode optimizer = options().put("type", type);
        chosen(net.draw, type).forEach(optimizer::set);
        return optimizer;
    }

    /** Some of its options, off their defaults. */
    private static Map<String, JsonNode> chosen(Draw draw, String type) {
        Map<String, JsonNode> chosen = new TreeMap<>();
        List<String> unknown = new ArrayList<>();
        for (RecordComponent component :
                Binder.registry(Optimizer.class).get(type).getRecordComponents()) {
            ObjectNode one = options();
            String name = component.getName();
            switch (name) {
                case "lr" -> one.put(name, draw.power(-3, -0.5));
                case "momentum", "dampening", "alpha", "rho" -> one.put(name, draw.pick(0.3, 0.5, 0.9, 0.99));
                case "betas" -> one.putArray(name).add(draw.pick(0.5, 0.8, 0.9)).add(draw.pick(0.7, 0.9, 0.99, 0.999));
                case "weight_decay" -> one.put(name, draw.power(-3, -0.5));
                case "eps" -> one.put(name, draw.power(-6, -1));
                case "momentum_decay", "lr_decay" -> one.put(name, draw.power(-3, -1));
                case "initial_accumulator_value" -> one.put(name, draw.power(-2, 0));
                case "nesterov", "maximize", "amsgrad", "centered", "decoupled_weight_decay" -> one.put(name, true);
                default -> unknown.add(name);
            }
            if (draw.chance(name.equals("lr") ? 0.8 : 0.35)) {
                one.fields().forEachRemaining(e -> chosen.put(e.getKey(), e.getValue()));
            }
        }
        if (!unknown.isEmpty()) {
            throw new IllegalStateException("no rule says how to draw " + type + "'s " + String.join(", ", unknown));
        }
        if (chosen.containsKey("nesterov")) {
            chosen.remove("dampening");
            chosen.put("momentum", options().put("m", 0.9).get("m"));
        }
        return chosen;
    }

    /** Groups whose rate or decay is their own. */
    static void groups(Sketch net, ObjectNode optimizer) {
        List<String> names = List.copyOf(net.weights().keySet());
        String pattern = net.draw.chance(0.5) ? names.get(net.draw.whole(0, names.size() - 1)) : "*.weight*";
        if (names.stream().noneMatch(n -> pattern.startsWith("*") ? n.contains(".weight") : n.equals(pattern))) {
            return;
        }
        ArrayNode groups = optimizer.putArray("groups");
        ObjectNode group = groups.addObject();
        group.putArray("parameters").add(pattern);
        if (has(optimizer.get("type").asText(), "weight_decay") && net.draw.chance(0.5)) {
            group.put("weight_decay", net.draw.pick(0.0, 0.1));
        } else {
            group.put("lr", net.draw.power(-3, -0.5));
        }
        groups.addObject().putArray("parameters").add("*");
    }

    // Schedules.

    /** A schedule for an optimizer, or two that multiply. */
    static JsonNode scheduler(Draw draw, String optimizer) {
        if (draw.chance(0.1)) {
            return Sketch.JSON.createArrayNode().add(simple(draw)).add(simple(draw));
        }
        String type = draw.pick(Binder.registry(Schedule.class).keySet());
        return switch (type) {
            case "OneCycleLR" -> oneCycle(draw, optimizer);
            case "SequentialLR" -> {
                ObjectNode all = options().put("type", type);
                all.putArray("schedulers").add(simple(draw)).add(simple(draw));
                yield all.set("milestones", list(draw.whole(1, 2)));
            }
            default -> simple(draw, type);
        };
    }

    private static ObjectNode simple(Draw draw) {
        List<String> types = new ArrayList<>(Binder.registry(Schedule.class).keySet());
        types.removeAll(List.of("OneCycleLR", "SequentialLR"));
        return simple(draw, draw.pick(types));
    }

    private static ObjectNode simple(Draw draw, String type) {
        ObjectNode s = options().put("type", type);
        return switch (type) {
            case "StepLR" -> s.put("step_size", draw.whole(1, 2)).put("gamma", draw.between(0.1, 0.9));
            case "MultiStepLR" -> s.put("gamma", draw.between(0.1, 0.9)).set("milestones", list(1, draw.whole(1, 2)));
            case "ExponentialLR" -> s.put("gamma", draw.between(0.1, 0.99));
            case "LinearLR" ->
                s.put("start_factor", draw.between(0.1, 0.9))
                        .put("end_factor", draw.between(0.1, 1))
                        .put("total_iters", draw.whole(1, 4));
            case "CosineAnnealingLR" -> s.put("T_max", draw.whole(1, 5)).put("eta_min", draw.pick(0.0, 1e-4));
            case "LambdaLR" ->
                s.set("factors", Sketch.JSON.createArrayNode().add(0.5).add(1).add(draw.between(0, 2)));
            default -> throw new IllegalStateException("no rule says how to draw " + type);
        };
    }

    private static ObjectNode oneCycle(Draw draw, String optimizer) {
        ObjectNode s = options()
                .put("type", "OneCycleLR")
                .put("max_lr", draw.power(-2, -0.5))
                .put("total_steps", draw.whole(8, 12));
        if (draw.chance(0.3)) {
            s.put("anneal_strategy", "linear");
        }
        if (draw.chance(0.3)) {
            s.put("three_phase", true);
        }
        if (draw.chance(0.5)) {
            s.put("pct_start", draw.between(0.2, 0.6))
                    .put("div_factor", draw.between(2, 30))
                    .put("final_div_factor", 100);
        }
        if (draw.chance(0.3)) {
            s.put("base_momentum", 0.5).put("max_momentum", draw.between(0.6, 0.9));
        }
        return has(optimizer, "momentum") || has(optimizer, "betas") ? s : s.put("cycle_momentum", false);
    }

    private static boolean has(String optimizer, String option) {
        return Arrays.stream(Binder.registry(Optimizer.class).get(optimizer).getRecordComponents())
                .anyMatch(c -> c.getName().equals(option));
    }

    private static ArrayNode list(int... values) {
        ArrayNode list = Sketch.JSON.createArrayNode();
        Arrays.stream(values).distinct().forEach(list::add);
        return list;
    }
}
