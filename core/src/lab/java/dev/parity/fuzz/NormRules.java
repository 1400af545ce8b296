package dev.parity.fuzz;

import static dev.parity.fuzz.Sketch.options;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parity.tensor.Shape;
import java.util.Map;

/** Norms: over the batch, a channel, a group, the last dimensions. */
final class NormRules {
    private NormRules() {}

    static void addTo(Map<String, Rule> rules) {
        rules.put("BatchNorm1d", net -> running(net, "BatchNorm1d", 2, 3));
        rules.put("BatchNorm2d", net -> running(net, "BatchNorm2d", 4, 4));
        rules.put("InstanceNorm2d", net -> running(net, "InstanceNorm2d", 3, 4));
        rules.put("LayerNorm", Rule.of("LayerNorm", (draw, x) -> normalized(draw, x, "bias")));
        rules.put("RMSNorm", Rule.of("RMSNorm", (draw, x) -> normalized(draw, x, "")));
        rules.put("GroupNorm", Rule.of("GroupNorm", NormRules::group));
    }

    /** A norm that may keep running statistics. */
    private static boolean running(Sketch net, String type, int fromRank, int toRank) {
        Shape x = net.at().shape();
        Draw draw = net.draw;
        if (x.rank() < fromRank || x.rank() > toRank) {
            return false;
        }
        int channels = type.startsWith("Instance") && x.rank() == 3 ? x.dim(0) : x.dim(1);
        ObjectNode options = eps(draw, options().put("num_features", channels));
        if (draw.chance(0.2)) {
            options.put("momentum", draw.between(0, 1));
        } else if (draw.chance(0.1)) {
            options.putNull("momentum");
        }
        boolean affine = draw.chance(type.startsWith("Batch") ? 0.8 : 0.5);
        if (draw.chance(0.5) || !affine == type.startsWith("Batch")) {
            options.put("affine", affine);
        }
        if (draw.chance(0.3)) {
            options.put("track_running_stats", draw.chance(0.5));
        }
        if (draw.chance(0.2)) {
            options.put("training", false);
        }
        boolean tracks = options.path("track_running_stats").asBoolean(type.startsWith("Batch"));
        if (tracks && draw.chance(0.3)) {
            Shape shape = Shape.of(channels);
            options.putObject("running_mean").put("from", net.tensor(Values.uniform(shape, -1, 1)));
            options.putObject("running_var").put("from", net.tensor(Values.uniform(shape, 0.1, 2)));
        }
        return net.add(type, options);
    }

    private static ObjectNode normalized(Draw draw, Shape x, String bias) {
        if (x.rank() < 2) {
            return null;
        }
        int over = draw.chance(0.7) ? 1 : draw.whole(1, x.rank() - 1);
        ObjectNode options = options();
        var shape = options.putArray("normalized_shape");
        for (int d = x.rank() - over; d < x.rank(); d++) {
            shape.add(x.dim(d));
        }
        if (draw.chance(0.2)) {
            options.put("elementwise_affine", false);
        } else if (!bias.isEmpty() && draw.chance(0.2)) {
            options.put(bias, false);
        }
        return eps(draw, options);
    }

    private static ObjectNode group(Draw draw, Shape x) {
        if (x.rank() < 2) {
            return null;
        }
        ObjectNode options = options().put("num_groups", draw.divisor(x.dim(1))).put("num_channels", x.dim(1));
        if (draw.chance(0.2)) {
            options.put("affine", false);
        }
        return eps(draw, options);
    }

    private static ObjectNode eps(Draw draw, ObjectNode options) {
        return draw.chance(0.3) ? options.put("eps", draw.pick(1e-3, 1e-6, 0.1)) : options;
    }
}
