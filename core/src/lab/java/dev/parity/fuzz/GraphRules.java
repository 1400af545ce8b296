package dev.parity.fuzz;

import static dev.parity.fuzz.Sketch.options;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parity.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Dense layers, what rearranges, and what joins branches. */
final class GraphRules {
    private GraphRules() {}

    static void addTo(Map<String, Rule> rules) {
        rules.put("Linear", GraphRules::linear);
        rules.put("Bilinear", GraphRules::bilinear);
        rules.put("Add", net -> join(net, "Add"));
        rules.put("Multiply", net -> join(net, "Multiply"));
        rules.put("Concat", GraphRules::concat);
        rules.put("MatMul", GraphRules::matMul);
        rules.put("Flatten", Rule.of("Flatten", GraphRules::flatten));
        rules.put("Reshape", Rule.of("Reshape", GraphRules::reshape));
        rules.put("Permute", Rule.of("Permute", GraphRules::permute));
        rules.put("Select", Rule.of("Select", GraphRules::select));
        rules.put("Mean", Rule.of("Mean", GraphRules::reduce));
        rules.put("Sum", Rule.of("Sum", GraphRules::reduce));
    }

    // Dense.

    private static boolean linear(Sketch net) {
        if (net.at().rank() < 1) {
            return false;
        }
        int in = net.at().dim(-1);
        if (net.draw.chance(0.5)) {
            Optional<String> tied = net.weights().entrySet().stream()
                    .filter(w -> w.getValue().rank() == 2
                            && w.getValue().dim(1) == in
                            && w.getKey().endsWith(".weight"))
                    .map(Map.Entry::getKey)
                    .findAny();
            if (tied.isPresent()) {
                ObjectNode options =
                        dense(net.draw, in, net.weights().get(tied.get()).dim(0));
                options.putObject("weight").put("share", tied.get());
                return net.add("Linear", options);
            }
        }
        return net.add("Linear", dense(net.draw, in, net.draw.whole(1, 7)));
    }

    private static ObjectNode dense(Draw draw, int in, int out) {
        ObjectNode options = options().put("in_features", in).put("out_features", out);
        return draw.chance(0.2) ? options.put("bias", false) : options;
    }

    private static boolean bilinear(Sketch net) {
        Spot x = net.at();
        if (x.rank() < 1) {
            return false;
        }
        Spot other = partner(net, x.shape().with(-1, net.draw.whole(1, 5)));
        ObjectNode options = options().put("in1_features", x.dim(-1)).put("in2_features", other.dim(-1));
        options.put("out_features", net.draw.whole(1, 4));
        if (net.draw.chance(0.2)) {
            options.put("bias", false);
        }
        return net.add("Bilinear", options, pair(net.draw, x, other, options));
    }

    private static List<Spot> pair(Draw draw, Spot x, Spot other, ObjectNode options) {
        if (draw.chance(0.5)) {
            return List.of(x, other);
        }
        options.put("in1_features", other.dim(-1)).put("in2_features", x.dim(-1));
        return List.of(other, x);
    }

    // Joins.

    /** A sum or product with one or two others, of the same shape or broadcast. */
    private static boolean join(Sketch net, String type) {
        Spot x = net.at();
        List<Spot> inputs = new ArrayList<>(List.of(x));
        int others = net.draw.chance(0.2) ? 2 : 1;
        for (int i = 0; i < others; i++) {
            Shape shape = x.shape();
            for (int d = 0; d < x.rank(); d++) {
                if (net.draw.chance(0.12) && (d > 0 || !net.batched())) {
                    shape = shape.with(d, 1);
                }
            }
            inputs.add(net.draw.whole(0, inputs.size()) == 0 ? 0 : inputs.size(), partner(net, shape));
        }
        return net.add(type, options(), inputs);
    }

    private static boolean concat(Sketch net) {
        Spot x = net.at();
        if (x.rank() == 0) {
            return false;
        }
        int dim = net.draw.whole(net.batched() && x.rank() > 1 ? 1 : 0, x.rank() - 1);
        List<Spot> inputs = new ArrayList<>(List.of(x));
        int others = net.draw.chance(0.2) ? 2 : 1;
        for (int i = 0; i < others; i++) {
            Shape shape = net.draw.chance(0.5) ? x.shape() : x.shape().with(dim, net.draw.whole(1, 4));
            inputs.add(net.draw.whole(0, inputs.size()), partner(net, shape));
        }
        return net.add("Concat", options().put("dim", net.draw.chance(0.5) ? dim : dim - x.rank()), inputs);
    }

    private static boolean matMul(Sketch net) {
        Spot x = net.at();
        if (x.rank() < 2) {
            return false;
        }
        if (net.draw.chance(0.4)) {
            // x xᵀ: both branches begin at one place
            ArrayNode dims = Sketch.JSON.createArrayNode();
            for (int d = 0; d < x.rank(); d++) {
                dims.add(d < x.rank() - 2 ? d : 2 * x.rank() - 3 - d);
            }
            if (!net.add("Permute", options().set("dims", dims))) {
                return false;
            }
            return net.add("MatMul", options(), net.draw.chance(0.5) ? List.of(x, net.at()) : List.of(net.at(), x));
        }
        Shape shape = x.shape().with(-2, x.dim(-1)).with(-1, net.draw.whole(1, 5));
        if (x.rank() > 2 && net.draw.chance(0.3)) {
            shape = Shape.of(shape.dim(-2), shape.dim(-1));
        }
        return net.add("MatMul", options(), List.of(x, partner(net, shape)));
    }

    /** Something of the given shape to join with: an earlier output, a new branch, or a further input. */
    static Spot partner(Sketch net, Shape shape) {
        Spot at = net.at();
        List<Spot> equal = net.spots().stream()
                .filter(s -> s.shape().equals(shape) && (!net.batched() || s.followsBatch(net.batch, net.rest)))
                .toList();
        if (!equal.isEmpty() && net.draw.chance(0.5)) {
            return net.draw.pick(equal);
        }
        List<Spot> near = net.spots().stream()
                .filter(s -> shape.rank() > 0
                        && s.rank() == shape.rank()
                        && s.shape().with(-1, shape.dim(-1)).equals(shape))
                .filter(s -> !net.batched() || s.followsBatch(net.batch, net.rest))
                .toList();
        if (!near.isEmpty() && net.draw.chance(0.7)) {
            Spot from = net.draw.pick(near);
            net.goOnAt(from);
            if (net.add("Linear", dense(net.draw, from.dim(-1), shape.dim(-1)))) {
                Spot branch = net.at();
                net.goOnAt(at);
                return branch;
            }
            net.goOnAt(at);
        }
        return net.input(at, shape);
    }

    // Rearranging.

    private static ObjectNode flatten(Draw draw, Shape x) {
        if (x.rank() < 1) {
            return null;
        }
        if (draw.chance(0.4)) {
            return x.rank() < 2 ? null : options();
        }
        int start = draw.whole(0, x.rank() - 1);
        int end = draw.whole(start, x.rank() - 1);
        return options().put("start_dim", start).put("end_dim", draw.chance(0.5) ? end : end - x.rank());
    }

    /** The same numbers under a shape of one to four dimensions, whose first stays or is what is left. */
    private static ObjectNode reshape(Draw draw, Shape x) {
        int first = x.rank() > 0 && draw.chance(0.8) ? x.dim(0) : 1;
        int left = x.size() / first;
        ArrayNode shape = Sketch.JSON.createArrayNode().add(draw.chance(0.7) ? -1 : first);
        for (int d = draw.whole(0, 2); d > 0; d--) {
            int size = draw.divisor(left);
            shape.add(size);
            left /= size;
        }
        return options().set("shape", shape.add(left));
    }

    private static ObjectNode permute(Draw draw, Shape x) {
        ArrayNode dims = Sketch.JSON.createArrayNode();
        boolean first = draw.chance(0.6) && x.rank() > 0;
        if (first) {
            dims.add(0);
        }
        for (int d : draw.permutation(first ? x.rank() - 1 : x.rank())) {
            dims.add(first ? d + 1 : d - (draw.chance(0.2) ? x.rank() : 0));
        }
        return options().set("dims", dims);
    }

    private static ObjectNode select(Draw draw, Shape x) {
        if (x.rank() == 0) {
            return null;
        }
        int dim = draw.whole(Math.min(1, x.rank() - 1), x.rank() - 1);
        int size = x.dim(dim);
        return options().put("dim", draw.chance(0.5) ? dim : dim - x.rank()).put("index", draw.whole(-size, size - 1));
    }

    private static ObjectNode reduce(Draw draw, Shape x) {
        ObjectNode options = options();
        int over = x.rank() == 0 || draw.chance(0.05) ? 0 : draw.chance(0.7) ? 1 : draw.whole(1, x.rank());
        if (over == 1) {
            options.put("dim", draw.whole(draw.chance(0.7) ? -1 : -x.rank(), x.rank() - 1));
        } else if (over > 1) {
            ArrayNode dims = options.putArray("dim");
            draw.permutation(x.rank()).subList(0, over).forEach(dims::add);
        }
        return draw.chance(0.3) ? options.put("keepdim", true) : options;
    }
}
