package dev.parity.fuzz;

import static dev.parity.fuzz.Sketch.options;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parity.nn.loss.Loss;
import dev.parity.spec.Binder;
import dev.parity.tensor.Shape;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** How each loss is drawn: what stands before it so that its numbers have a meaning, its target, and its options. */
final class LossRules {
    /** Draws a loss on what the network computes last; null where that does not do. */
    @FunctionalInterface
    private interface LossRule {
        ObjectNode draw(Sketch net);
    }

    private static final Map<String, LossRule> ALL = all();

    private LossRules() {}

    private static Map<String, LossRule> all() {
        Map<String, LossRule> rules = new TreeMap<>();
        rules.put("MSELoss", net -> distance(net, options()));
        rules.put("L1Loss", net -> distance(net, options()));
        rules.put("SmoothL1Loss", net -> distance(net, maybe(net, "beta", 0.1, 3)));
        rules.put("HuberLoss", net -> distance(net, maybe(net, "delta", 0.1, 3)));
        rules.put("HingeEmbeddingLoss", LossRules::hinge);
        rules.put("PoissonNLLLoss", LossRules::poisson);
        rules.put("KLDivLoss", LossRules::divergence);
        rules.put("BCELoss", LossRules::probability);
        rules.put("BCEWithLogitsLoss", LossRules::logits);
        rules.put("CrossEntropyLoss", LossRules::crossEntropy);
        rules.put("NLLLoss", LossRules::nll);
        rules.put("CosineEmbeddingLoss", LossRules::cosine);
        rules.put("MarginRankingLoss", LossRules::ranking);
        rules.put("GaussianNLLLoss", LossRules::gaussian);
        rules.put("IdentityLoss", net -> options());
        Set<String> catalogue = new TreeSet<>(Binder.registry(Loss.class).keySet());
        rules.keySet().retainAll(catalogue);
        catalogue.removeAll(rules.keySet());
        if (!catalogue.isEmpty()) {
            throw new IllegalStateException("no rule says how to draw " + String.join(", ", catalogue));
        }
        return rules;
    }

    static Set<String> types() {
        return ALL.keySet();
    }

    /** A loss of the type on what the network computes last; empty where it does not fit. */
    static Optional<ObjectNode> draw(Sketch net, String type) {
        Spot at = net.at();
        boolean fits = !net.batched() || at.rank() == 0 || at.followsBatch(net.batch, net.rest);
        ObjectNode loss = fits ? ALL.get(type).draw(net) : null;
        if (loss == null) {
            return Optional.empty();
        }
        if (!loss.has("reduction") && net.draw.chance(0.6)) {
            loss.put("reduction", net.draw.pick("mean", "sum"));
        }
        if (net.draw.chance(0.15)) {
            loss.put("scale", net.draw.pick(0.5, -0.5, net.draw.power(-2, 1)));
        }
        return Optional.of(options().put("type", type).setAll(loss));
    }

    private static ObjectNode maybe(Sketch net, String option, double low, double high) {
        return net.draw.chance(0.6) ? options().put(option, net.draw.between(low, high)) : options();
    }

    // Targets.

    /** Names the column that is the target; {@code y} where it has a row for each sample. */
    private static ObjectNode target(Sketch net, ObjectNode loss, Shape shape, Function<Shape, ObjectNode> source) {
        Spot x = net.at();
        boolean rows = shape.rank() > 0
                && shape.dim(0) == net.batch
                && (!net.batched() || x.followsBatch(net.batch, net.rest));
        boolean first = rows && !net.spec.path("data").has("y");
        String key =
                first ? "y" : "target" + net.depth() + net.spec.path("data").size();
        net.column(key, shape, source.apply(rows ? net.whole(shape) : shape));
        return first ? loss : loss.put("target", "data." + key);
    }

    private static ObjectNode distance(Sketch net, ObjectNode loss) {
        Shape shape = net.at().shape();
        Optional<Spot> other = net.spots().stream()
                .filter(s -> s.shape().equals(shape) && s.last().equals(net.at().last()) && !s.equals(net.at()))
                .findFirst();
        if (other.isPresent() && net.draw.chance(0.1)) {
            return loss.put("target", other.get().wire());
        }
        return target(net, loss, shape, whole -> Values.numbers(net.draw, whole));
    }

    private static ObjectNode hinge(Sketch net) {
        return target(net, maybe(net, "margin", -1, 2), net.at().shape(), whole -> Values.signs(net.draw, whole));
    }

    private static ObjectNode poisson(Sketch net) {
        ObjectNode loss = options();
        if (net.draw.chance(0.4) && net.add("Softplus", options())) {
            loss.put("log_input", false);
        }
        if (net.draw.chance(0.4)) {
            loss.put("full", true);
        }
        if (net.draw.chance(0.3)) {
            loss.put("eps", net.draw.power(-6, -1));
        }
        return target(net, loss, net.at().shape(), whole -> Values.whole(whole, 0, 6));
    }

    private static ObjectNode divergence(Sketch net) {
        if (net.at().rank() < 1 || !net.add("LogSoftmax", options().put("dim", -1))) {
            return null;
        }
        ObjectNode loss = options().put("reduction", net.draw.pick("mean", "sum", "batchmean"));
        boolean log = net.draw.chance(0.4);
        if (log) {
            loss.put("log_target", true);
        }
        Shape shape = net.at().shape();
        return target(
                net,
                loss,
                shape,
                whole -> log
                        ? Values.uniform(whole, -4, 0)
                        : net.draw.chance(0.3) ? Values.whole(whole, 0, 2) : Values.uniform(whole, 0, 1));
    }

    private static ObjectNode probability(Sketch net) {
        if (!net.add("Sigmoid", options())) {
            return null;
        }
        ObjectNode loss = options();
        broadcast(net, loss, "weight");
        return binary(net, loss);
    }

    private static ObjectNode logits(Sketch net) {
        ObjectNode loss = options();
        broadcast(net, loss, "weight");
        broadcast(net, loss, "pos_weight");
        return binary(net, loss);
    }

    private static ObjectNode binary(Sketch net, ObjectNode loss) {
        return target(
                net,
                loss,
                net.at().shape(),
                whole -> net.draw.chance(0.5) ? Values.uniform(whole, 0, 1) : Values.whole(whole, 0, 2));
    }

    /** Weights that broadcast to the prediction, which in a smaller batch must still do. */
    private static void broadcast(Sketch net, ObjectNode loss, String name) {
        Shape shape = net.at().shape();
        if (net.draw.chance(0.3) && shape.rank() > (net.batched() ? 1 : 0)) {
            Shape weight = Shape.of(shape.dim(-1));
            if (!net.batched() && net.draw.chance(0.3)) {
                weight = shape.with(net.draw.whole(0, shape.rank() - 1), 1);
            }
            loss.putObject(name).put("from", net.tensor(Values.uniform(weight, 0, 2)));
        }
    }

    // Classes.

    private static ObjectNode crossEntropy(Sketch net) {
        if (net.at().rank() < (net.batched() ? 2 : 1)) {
            return null;
        }
        ObjectNode loss = options();
        Draw draw = net.draw;
        if (draw.chance(0.4)) {
            loss.put("label_smoothing", draw.between(0, 0.5));
        }
        classWeight(net, loss);
        if (draw.chance(0.3)) {
            return target(net, loss, net.at().shape(), whole -> Values.uniform(whole, 0, 1));
        }
        return labels(net, loss);
    }

    private static ObjectNode nll(Sketch net) {
        if (net.at().rank() < 1
                || !net.add("LogSoftmax", options().put("dim", net.at().rank() == 1 ? 0 : 1))) {
            return null;
        }
        ObjectNode loss = options();
        classWeight(net, loss);
        return labels(net, loss);
    }

    private static int classes(Shape shape) {
        return shape.rank() == 1 ? shape.dim(0) : shape.dim(1);
    }

    private static void classWeight(Sketch net, ObjectNode loss) {
        if (net.draw.chance(0.3)) {
            Shape shape = Shape.of(classes(net.at().shape()));
            loss.putObject("weight").put("from", net.tensor(Values.uniform(shape, 0.1, 2)));
        }
    }

    private static ObjectNode labels(Sketch net, ObjectNode loss) {
        Shape x = net.at().shape();
        if (net.draw.chance(0.3)) {
            loss.put("ignore_index", net.draw.whole(0, classes(x) - 1));
        }
        if (x.rank() == 1) {
            if (net.batched()) {
                return null;
            }
            int label = net.draw.whole(0, x.dim(0) - 1);
            return target(net, loss, Shape.scalar(), whole -> options().put("values", label));
        }
        int[] dims = new int[x.rank() - 1];
        for (int d = 0; d < dims.length; d++) {
            dims[d] = x.dim(d == 0 ? 0 : d + 1);
        }
        return target(net, loss, Shape.of(dims), whole -> Values.whole(whole, 0, classes(x)));
    }

    // Of two.

    private static ObjectNode cosine(Sketch net) {
        int rank = net.at().rank();
        if (rank > 2 && !net.add("Flatten", options()) || rank < 1 || rank == 1 && net.batched()) {
            return null;
        }
        Spot x = net.at();
        ObjectNode loss = maybe(net, "margin", -1, 1);
        inputs(loss, x, GraphRules.partner(net, x.shape()));
        Shape shape = x.rank() == 1 ? Shape.scalar() : Shape.of(x.dim(0));
        return target(net, loss, shape, whole -> Values.signs(net.draw, whole));
    }

    private static ObjectNode ranking(Sketch net) {
        Spot x = net.at();
        ObjectNode loss = maybe(net, "margin", -1, 2);
        inputs(loss, x, GraphRules.partner(net, x.shape()));
        return target(net, loss, x.shape(), whole -> Values.signs(net.draw, whole));
    }

    private static ObjectNode gaussian(Sketch net) {
        Spot x = net.at();
        boolean shared = x.rank() > 1 && net.draw.chance(0.3);
        net.goOnAt(GraphRules.partner(net, shared ? x.shape().with(-1, 1) : x.shape()));
        if (!net.add("Softplus", options())) {
            return null;
        }
        ObjectNode loss = options();
        inputs(loss, x, net.at());
        net.goOnAt(x);
        if (net.draw.chance(0.4)) {
            loss.put("full", true);
        }
        if (net.draw.chance(0.3)) {
            loss.put("eps", net.draw.power(-6, -1));
        }
        return target(net, loss, x.shape(), whole -> Values.numbers(net.draw, whole));
    }

    private static void inputs(ObjectNode loss, Spot... spots) {
        ArrayNode inputs = loss.putArray("inputs");
        for (Spot spot : spots) {
            inputs.add(spot.wire());
        }
    }
}
