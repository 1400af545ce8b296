package dev.parity.spec;

import dev.parity.nn.Init;
import dev.parity.tensor.Nearest;
import dev.parity.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads a rule of torch.nn.init by its name, with its arguments: {@code {"init": "xavier_uniform_", "gain": 1.0}}. */
final class InitReader {
    /** The rules, each with its arguments. */
    static final Map<String, List<String>> RULES = new TreeMap<>(Map.of(
            "uniform_", List.of("a", "b"),
            "normal_", List.of("mean", "std"),
            "constant_", List.of("val"),
            "ones_", List.of(),
            "zeros_", List.of(),
            "xavier_uniform_", List.of("gain"),
            "xavier_normal_", List.of("gain"),
            "kaiming_uniform_", List.of("a", "mode", "nonlinearity"),
            "kaiming_normal_", List.of("a", "mode", "nonlinearity")));

    private InitReader() {}

    static Init read(Json json, Shape shape) {
        Json rule = json.field("init");
        String name = rule.text();
        if (!RULES.containsKey(name)) {
            String hint = Nearest.hint(name, RULES.keySet());
            throw rule.error("there is no rule \"" + Json.brief(name) + "\""
                    + (hint.isEmpty() ? "; the rules are " + String.join(", ", RULES.keySet()) : hint));
        }
        Set<String> known = new TreeSet<>(RULES.get(name));
        known.add("init");
        known.add(WeightReader.GRADIENT);
        json.only(known);
        if (name.matches("(xavier|kaiming).*") && shape.rank() < 2) {
            throw rule.error(name + " is for weights of two dimensions or more, and this one has shape " + shape
                    + "; write uniform_ or normal_");
        }
        Init init =
                switch (name) {
                    case "uniform_" -> new Init.Uniform(number(json, "a", 0), number(json, "b", 1));
                    case "normal_" -> Init.normal(number(json, "mean", 0), number(json, "std", 1));
                    case "constant_" ->
                        new Init.Constant(json.field("val", "; it is a number").number());
                    case "ones_" -> Init.ones();
                    case "zeros_" -> Init.zeros();
                    case "xavier_uniform_" -> Init.xavierUniform(shape, number(json, "gain", 1));
                    case "xavier_normal_" -> Init.xavierNormal(shape, number(json, "gain", 1));
                    case "kaiming_uniform_" -> Init.kaimingUniform(fan(json, shape), gain(json));
                    case "kaiming_normal_" -> Init.kaimingNormal(fan(json, shape), gain(json));
                    default -> throw new IllegalStateException(name);
                };
        check(json, init);
        return init;
    }

    /** What PyTorch's generator refuses. */
    private static void check(Json json, Init init) {
        if (init instanceof Init.Uniform u && !(u.low() <= u.high() && u.high() - u.low() < Double.POSITIVE_INFINITY)) {
            throw json.error("no number lies from " + Json.plain(u.low()) + " to " + Json.plain(u.high())
                    + "; write the smaller bound first");
        }
        if (init instanceof Init.Normal n && !(n.std() >= 0 && n.std() < Double.POSITIVE_INFINITY)) {
            throw json.error("a standard deviation is a finite number from 0, and this one is " + Json.plain(n.std()));
        }
    }

    private static double number(Json json, String name, double otherwise) {
        return json.find(name).map(Json::number).orElse(otherwise);
    }

    private static int fan(Json json, Shape shape) {
        String mode = json.find("mode").map(Json::text).orElse("fan_in");
        return switch (mode) {
            case "fan_in" -> Init.fanIn(shape);
            case "fan_out" -> Init.fanOut(shape);
            default ->
                throw json.field("mode")
                        .error("the mode is \"fan_in\" or \"fan_out\", not \"" + Json.brief(mode) + "\"");
        };
    }

    /** torch.nn.init.calculate_gain. */
    private static double gain(Json json) {
        String kind = json.find("nonlinearity").map(Json::text).orElse("leaky_relu");
        double a = number(json, "a", 0);
        return switch (kind) {
            case "leaky_relu" -> Math.sqrt(2.0 / (1 + a * a));
            case "relu" -> Math.sqrt(2.0);
            case "tanh" -> 5.0 / 3;
            case "selu" -> 3.0 / 4;
            case "linear", "sigmoid", "conv1d", "conv2d", "conv3d" -> 1;
            default ->
                throw json.field("nonlinearity")
                        .error("no gain is known for \"" + Json.brief(kind)
                                + "\"; write leaky_relu, relu, tanh, selu, linear or sigmoid");
        };
    }
}
