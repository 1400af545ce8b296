package dev.parity.fuzz;

import static dev.parity.fuzz.Sketch.options;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parity.tensor.Shape;
import java.util.Map;

/** Activations and what else keeps the shape, norms excepted. */
final class PointRules {
    private PointRules() {}

    static void addTo(Map<String, Rule> rules) {
        for (String type : new String[] {
            "ReLU",
            "SELU",
            "SiLU",
            "Mish",
            "Sigmoid",
            "LogSigmoid",
            "Tanh",
            "Softsign",
            "ReLU6",
            "Hardsigmoid",
            "Hardswish",
            "Exp",
            "Square"
        }) {
            rules.put(type, Rule.of(type, (draw, x) -> options()));
        }
        rules.put(
                "LeakyReLU",
                Rule.of("LeakyReLU", (draw, x) -> sometimes(draw, "negative_slope", draw.between(-0.5, 0.5))));
        rules.put("ELU", Rule.of("ELU", (draw, x) -> sometimes(draw, "alpha", draw.between(0.1, 3))));
        rules.put("CELU", Rule.of("CELU", (draw, x) -> sometimes(draw, "alpha", draw.between(0.1, 3))));
        rules.put("GELU", Rule.of("GELU", (draw, x) -> options().put("approximate", draw.pick("none", "tanh"))));
        rules.put("Softplus", Rule.of("Softplus", PointRules::softplus));
        rules.put("Hardtanh", Rule.of("Hardtanh", PointRules::hardtanh));
        rules.put("PReLU", Rule.of("PReLU", PointRules::prelu));
        rules.put("GLU", Rule.of("GLU", PointRules::glu));
        rules.put("Softmax", Rule.of("Softmax", PointRules::dim));
        rules.put("LogSoftmax", Rule.of("LogSoftmax", PointRules::dim));
        rules.put("Dropout", Rule.of("Dropout", PointRules::dropout));
        rules.put(
                "Scale", Rule.of("Scale", (draw, x) -> options().put("factor", draw.pick(-1, 1) * draw.power(-1, 1))));
    }

    private static ObjectNode sometimes(Draw draw, String option, double value) {
        return draw.chance(0.6) ? options().put(option, value) : options();
    }

    private static ObjectNode softplus(Draw draw, Shape x) {
        return draw.chance(0.5)
                ? options()
                : options().put("beta", draw.between(0.3, 3)).put("threshold", draw.pick(20.0, 1.0, 3.0));
    }

    private static ObjectNode hardtanh(Draw draw, Shape x) {
        return draw.chance(0.5)
                ? options()
                : options().put("min_val", draw.pick(-2.0, -1.0, -0.3)).put("max_val", draw.pick(0.0, 0.5, 1.0));
    }

    private static ObjectNode prelu(Draw draw, Shape x) {
        int channels = x.rank() < 2 ? 1 : x.dim(1);
        ObjectNode options = draw.chance(0.4) ? options() : options().put("num_parameters", channels);
        return draw.chance(0.5) ? options : options.put("init", draw.between(-0.3, 0.6));
    }

    private static ObjectNode glu(Draw draw, Shape x) {
        for (int d : draw.permutation(x.rank())) {
            if (x.dim(d) % 2 == 0 && d > 0) {
                return options().put("dim", draw.chance(0.5) ? d : d - x.rank());
            }
        }
        return null;
    }

    private static ObjectNode dim(Draw draw, Shape x) {
        return x.rank() == 0 ? null : options().put("dim", draw.whole(-x.rank(), x.rank() - 1));
    }

    private static ObjectNode dropout(Draw draw, Shape x) {
        ObjectNode options = draw.chance(0.8) ? options().put("p", draw.pick(0.1, 0.3, 0.5, 0.9)) : options();
        return draw.chance(0.9) ? options : options.put("training", false);
    }
}
