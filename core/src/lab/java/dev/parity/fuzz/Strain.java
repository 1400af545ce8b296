package dev.parity.fuzz;

import static dev.parity.fuzz.Sketch.options;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parity.tensor.Shape;
import java.util.List;
import java.util.Set;

/** Numbers on which correct formulas of a layer are furthest apart. */
final class Strain {
    private static final Set<String> SATURATING = Set.of(
            "Softmax",
            "LogSoftmax",
            "Sigmoid",
            "LogSigmoid",
            "Tanh",
            "GELU",
            "SiLU",
            "Mish",
            "Softplus",
            "GLU",
            "MultiheadAttention",
            "RNN",
            "LSTM",
            "GRU");

    private Strain() {}

    /** Appends what makes the next layer's input such: large where it saturates, nearly constant before a norm, else of another size. */
    static void before(Sketch net, String type) {
        Draw draw = net.draw;
        Sketch.Mark mark = net.mark();
        boolean done = type.endsWith("Norm") || type.contains("Norm1d") || type.contains("Norm2d")
                ? flat(net)
                : scaled(net, SATURATING.contains(type) ? draw.power(0, 2) : draw.power(-2, 2));
        if (!done) {
            net.back(mark);
        }
    }

    private static boolean scaled(Sketch net, double factor) {
        return net.add("Scale", options().put("factor", factor));
    }

    /** The same number everywhere, but for a small part. */
    private static boolean flat(Sketch net) {
        Draw draw = net.draw;
        if (!scaled(net, draw.power(-7, -1))) {
            return false;
        }
        Spot at = net.at();
        double level = draw.pick(-1, 1) * draw.power(-1, 2);
        Spot constant = net.input(at, at.shape(), s -> full(level, s));
        return constant.last().equals(at.last()) && net.add("Add", options(), List.of(at, constant));
    }

    /** Numbers that differ in the last of their digits. */
    static ObjectNode nearlyConstant(Draw draw, Shape shape) {
        double level = draw.power(-1, 2);
        return Values.uniform(shape, level, level * (1 + draw.power(-6, -1)));
    }

    private static ObjectNode full(double value, Shape shape) {
        return options().put("value", value).set("full", Values.dims(shape));
    }
}
