package dev.parity.spec;

import dev.parity.nn.Init;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Nearest;
import dev.parity.tensor.Shape;
import java.util.Set;

/** Reads a rule of torch.nn.init by its name, with its arguments: {@code {"init": "xavier_uniform_", "gain": 1.0}}. */
final class InitReader {
    private static final Set<String> RULES = Set.of(
            "uniform_", "normal_", "constant_", "ones_", "zeros_", "xavier_uniform_", "xavier_normal_", "kaiming_uniform_",
            "kaiming_normal_");

    private InitReader() {}

    static Init read(Json json, Shape shape) {
        json.only(Set.of("init", "a", "b", "mean", "std", "val", "gain", "mode", "nonlinearity"));
        Json rule = json.field("init");
        if (rule.text().matches("xavier.*|kaiming.*") && shape.rank() < 2) {
            throw rule.error(rule.text() + " needs a weight of two dimensions or more, and this one has shape " + shape);
        }
        try {
            return switch (rule.text()) {
                case "uniform_" -> new Init.Uniform(number(json, "a", 0), number(json, "b", 1));
                case "normal_" -> Init.normal(number(json, "mean", 0), number(json, "std", 1));
                case "constant_" -> new Init.Constant(json.field("val").number());
                case "ones_" -> Init.ones();
                case "zeros_" -> Init.zeros();
                case "xavier_uniform_" -> Init.xavierUniform(shape, number(json, "gain", 1));
                case "xavier_normal_" -> Init.xavierNormal(shape, number(json, "gain", 1));
                case "kaiming_uniform_" -> Init.kaimingUniform(fan(json, shape), gain(json));
                case "kaiming_normal_" -> Init.kaimingNormal(fan(json, shape), gain(json));
                default -> throw rule.error("torch.nn.init has no \"" + rule.text() + "\" here" + Nearest.hint(rule.text(), RULES));
            };
        } catch (BadInput bad) {
            throw bad.getMessage().contains(": init") ? bad : json.error(bad.getMessage(), bad);
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
            default -> throw json.field("mode").error("the mode is \"fan_in\" or \"fan_out\", not \"" + mode + "\"");
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
            default -> throw json.field("nonlinearity").error("no gain is known for \"" + kind + "\"");
        };
    }
}
