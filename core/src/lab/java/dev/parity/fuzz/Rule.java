package dev.parity.fuzz;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parity.tensor.Shape;
import java.util.function.BiFunction;

/** How a layer is appended to a network: with which options, and with what beside it. */
@FunctionalInterface
interface Rule {
    /** Appends it where the network stands; false where it does not fit there, and then the caller takes back what was begun. */
    boolean grow(Sketch net);

    /** A layer of one input; the options are null where its shape does not do. */
    static Rule of(String type, BiFunction<Draw, Shape, ObjectNode> options) {
        return net -> {
            ObjectNode drawn = options.apply(net.draw, net.at().shape());
            return drawn != null && net.add(type, drawn);
        };
    }
}
