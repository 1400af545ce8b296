package dev.parity.fuzz;

import static dev.parity.fuzz.Sketch.options;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parity.tensor.Shape;
import java.util.Map;

/** Convolution and pooling over one, two or three dimensions. */
final class WindowRules {
    private WindowRules() {}

    static void addTo(Map<String, Rule> rules) {
        for (int n = 1; n <= 3; n++) {
            int over = n;
            rules.put("Conv" + n + "d", Rule.of("Conv" + n + "d", (draw, x) -> convolution(draw, x, over)));
            rules.put(
                    "ConvTranspose" + n + "d",
                    Rule.of("ConvTranspose" + n + "d", (draw, x) -> transposed(draw, x, over)));
            rules.put("MaxPool" + n + "d", Rule.of("MaxPool" + n + "d", (draw, x) -> max(draw, x, over)));
            rules.put("AvgPool" + n + "d", Rule.of("AvgPool" + n + "d", (draw, x) -> average(draw, x, over)));
            rules.put(
                    "AdaptiveAvgPool" + n + "d",
                    Rule.of("AdaptiveAvgPool" + n + "d", (draw, x) -> adaptive(draw, x, over)));
            rules.put(
                    "AdaptiveMaxPool" + n + "d",
                    Rule.of("AdaptiveMaxPool" + n + "d", (draw, x) -> adaptive(draw, x, over)));
        }
    }

    private static boolean fits(Shape x, int over) {
        return x.rank() == over + 2 || x.rank() == over + 1;
    }

    private static int channels(Shape x, int over) {
        return x.dim(x.rank() - over - 1);
    }

    private static ObjectNode convolution(Draw draw, Shape x, int over) {
        if (!fits(x, over)) {
            return null;
        }
        ObjectNode options = channels(draw, channels(x, over));
        each(draw, options, "kernel_size", over, 1, 4);
        boolean named = draw.chance(0.15);
        if (draw.chance(0.4) && !named) {
            each(draw, options, "stride", over, 1, 4);
        }
        if (named) {
            options.put("padding", draw.pick("same", "valid"));
        } else if (draw.chance(0.6)) {
            each(draw, options, "padding", over, 0, 2);
        }
        if (draw.chance(0.3)) {
            each(draw, options, "dilation", over, 1, 3);
        }
        return options;
    }

    private static ObjectNode transposed(Draw draw, Shape x, int over) {
        if (!fits(x, over)) {
            return null;
        }
        ObjectNode options = channels(draw, channels(x, over));
        each(draw, options, "kernel_size", over, 1, 4);
        int stride = draw.whole(1, 3);
        options.put("stride", stride);
        if (draw.chance(0.4)) {
            each(draw, options, "padding", over, 0, 2);
        }
        if (draw.chance(0.4)) {
            options.put("output_padding", draw.whole(0, stride - 1));
        }
        if (draw.chance(0.3)) {
            each(draw, options, "dilation", over, 1, 3);
        }
        return options;
    }

    private static ObjectNode channels(Draw draw, int in) {
        int groups = draw.chance(0.3) ? draw.divisor(in) : 1;
        ObjectNode options =
                options().put("in_channels", in).put("out_channels", groups * draw.whole(1, Math.max(1, 5 / groups)));
        if (groups > 1 || draw.chance(0.1)) {
            options.put("groups", groups);
        }
        return draw.chance(0.25) ? options.put("bias", false) : options;
    }

    private static ObjectNode max(Draw draw, Shape x, int over) {
        ObjectNode options = pool(draw, x, over);
        if (options != null && draw.chance(0.3)) {
            each(draw, options, "dilation", over, 1, 3);
        }
        return options;
    }

    private static ObjectNode average(Draw draw, Shape x, int over) {
        ObjectNode options = pool(draw, x, over);
        if (options != null && draw.chance(0.4)) {
            options.put("count_include_pad", draw.chance(0.3));
        }
        if (options != null && over > 1 && draw.chance(0.2)) {
            options.put("divisor_override", draw.whole(1, 5));
        }
        return options;
    }

    private static ObjectNode pool(Draw draw, Shape x, int over) {
        if (!fits(x, over)) {
            return null;
        }
        ObjectNode options = options();
        int kernel = draw.whole(1, 4);
        if (draw.chance(0.7)) {
            options.put("kernel_size", kernel);
        } else {
            each(draw, options, "kernel_size", over, 1, 3);
            kernel = 1;
        }
        if (draw.chance(0.5)) {
            each(draw, options, "stride", over, 1, 4);
        }
        if (kernel > 1 && draw.chance(0.5)) {
            options.put("padding", draw.whole(0, kernel / 2));
        }
        return draw.chance(0.3) ? options.put("ceil_mode", true) : options;
    }

    private static ObjectNode adaptive(Draw draw, Shape x, int over) {
        if (!fits(x, over)) {
            return null;
        }
        ObjectNode options = options();
        each(draw, options, "output_size", over, 1, 5);
        return options;
    }

    /** One number for all dimensions, or one for each. */
    private static void each(Draw draw, ObjectNode options, String name, int over, int low, int high) {
        if (draw.chance(0.6)) {
            options.put(name, draw.whole(low, high));
        } else {
            var list = options.putArray(name);
            for (int d = 0; d < over; d++) {
                list.add(draw.whole(low, high));
            }
        }
    }
}
