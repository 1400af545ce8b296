package dev.parity.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parity.nn.Parameter;
import dev.parity.tensor.Shape;
import java.util.Optional;

/** Sources of numbers, as a spec writes them. */
final class Values {
    private Values() {}

    /** Data over four decades; sometimes whole numbers, which bring exact zeros and ties, or all alike. */
    static ObjectNode numbers(Draw draw, Shape shape) {
        if (draw.chance(0.1)) {
            return source("randn", shape);
        } else if (draw.chance(0.15)) {
            return whole(shape, -2, 4);
        } else if (draw.chance(0.04)) {
            return Sketch.options().put("value", draw.between(-2, 2)).set("full", dims(shape));
        }
        double size = draw.chance(0.6) ? draw.power(-0.5, 0.5) : draw.power(-2, 2);
        return uniform(shape, -size, size);
    }

    static ObjectNode uniform(Shape shape, double low, double high) {
        ObjectNode source = Sketch.options();
        source.putArray("uniform").add(low).add(high);
        return source.set("shape", dims(shape));
    }

    /** Whole numbers from low to below high. */
    static ObjectNode whole(Shape shape, int low, int high) {
        ObjectNode source = Sketch.options();
        source.putArray("randint").add(low).add(high);
        return source.set("shape", dims(shape));
    }

    /** Ones and minus ones. */
    static ObjectNode signs(Draw draw, Shape shape) {
        return Sketch.options().set("values", signs(draw, shape, 0));
    }

    private static JsonNode signs(Draw draw, Shape shape, int d) {
        if (d == shape.rank()) {
            return Sketch.JSON.getNodeFactory().numberNode(draw.pick(1.0, -1.0));
        }
        ArrayNode list = Sketch.JSON.createArrayNode();
        for (int i = 0; i < shape.dim(d); i++) {
            list.add(signs(draw, shape, d + 1));
        }
        return list;
    }

    static ObjectNode source(String kind, Shape shape) {
        return Sketch.options().set(kind, dims(shape));
    }

    static ArrayNode dims(Shape shape) {
        ArrayNode dims = Sketch.JSON.createArrayNode();
        for (int d : shape.dims()) {
            dims.add(d);
        }
        return dims;
    }

    /** What a parameter is given in place of PyTorch's own start, if anything: gains of 1 and biases of 0 hide mistakes. */
    static Optional<ObjectNode> weight(Sketch net, Parameter parameter) {
        Draw draw = net.draw;
        if (draw.chance(0.25)) {
            double size = draw.chance(0.7) ? draw.power(-1, 0.3) : draw.power(-2, 1);
            return Optional.of(Sketch.options()
                    .put("from", net.tensor(uniform(parameter.shape(), draw.chance(0.2) ? 0 : -size, size))));
        } else if (draw.chance(0.05)) {
            boolean matrix = parameter.shape().rank() >= 2;
            String rule = matrix
                    ? draw.pick("xavier_uniform_", "xavier_normal_", "kaiming_uniform_", "kaiming_normal_", "zeros_")
                    : draw.pick("uniform_", "normal_", "ones_", "zeros_");
            return Optional.of(Sketch.options().put("init", rule));
        }
        return Optional.empty();
    }
}
