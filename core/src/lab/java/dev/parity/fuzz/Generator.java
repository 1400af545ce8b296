package dev.parity.fuzz;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parity.tensor.Shape;
import java.util.List;
import java.util.Optional;

/**
 * Draws whole networks. Each has a star, a layer that must occur in it, taken in turn from the catalogue; likewise a loss
 * and an optimizer: so that all are met equally often, also those that fit seldom.
 */
final class Generator {
    private static final int DEEPEST = 12;
    private static final int DEEP = 40;

    private final long seed;
    private final boolean hard;

    Generator(long seed) {
        this(seed, false);
    }

    /** @param hard whether to look for what strains rounding: deep networks, saturation, channels that are nearly constant */
    Generator(long seed, boolean hard) {
        this.seed = seed;
        this.hard = hard;
    }

    /** Network number n of this seed. */
    Sketch draw(int number) {
        Draw draw = new Draw(seed, number);
        for (int attempt = 1; attempt < 1000; attempt++) {
            Optional<Sketch> drawn = attempt(draw, number);
            if (drawn.isPresent()) {
                return drawn.get();
            }
        }
        throw new IllegalStateException("network " + number + " of seed " + seed + " cannot be drawn");
    }

    private Optional<Sketch> attempt(Draw draw, int number) {
        String star = inTurn(List.copyOf(LayerRules.types()), number);
        int batch = draw.whole(draw.chance(0.1) ? 1 : 2, 6);
        int rows = draw.chance(0.12) ? batch + draw.whole(1, 2 * batch) : batch;
        Sketch net = new Sketch(draw, rows, batch);
        begin(net, star);
        int deepest = hard && draw.chance(0.08) ? DEEP : DEEPEST;
        int depth = draw.whole(1, deepest);
        int before = net.at() == null ? 0 : draw.whole(0, Math.min(3, depth - 1));
        grow(net, before, deepest, true);
        strain(net, star);
        if (!tried(net, star)) {
            return Optional.empty();
        }
        grow(net, depth, deepest, false);
        return finish(net, number) ? Optional.of(net) : Optional.empty();
    }

    private static <T> T inTurn(List<T> items, int number) {
        return items.get(Math.floorMod(number, items.size()));
    }

    /** Begins with numbers of a rank that the star likes, or leaves it to an Embedding. */
    private void begin(Sketch net, String star) {
        Draw draw = net.draw;
        if (star.equals("Embedding") && draw.chance(0.6) || LayerRules.of("Embedding") != null && draw.chance(0.04)) {
            if (star.equals("Embedding") || tried(net, "Embedding")) {
                return;
            }
        }
        int rank = star.contains("3d")
                ? 5
                : star.contains("2d")
                        ? 4
                        : star.contains("1d")
                                ? 3
                                : List.of("RNN", "LSTM", "GRU", "MultiheadAttention", "PositionTable")
                                                .contains(star)
                                        ? 3
                                        : draw.pick(1, 2, 2, 2, 2, 3, 3, 4, 5);
        int[] dims = new int[rank];
        for (int d = 0; d < rank; d++) {
            dims[d] = d == 0 ? net.batch : draw.whole(draw.chance(0.1) ? 1 : 2, rank > 3 ? 6 : 7);
        }
        if (hard && draw.chance(0.1)) {
            net.begin(Shape.of(dims), Strain.nearlyConstant(draw, net.whole(Shape.of(dims))));
        } else {
            net.begin(Shape.of(dims));
        }
    }

    /** Appends layers up to a depth; before the star only such as keep the shape. */
    private void grow(Sketch net, int depth, int deepest, boolean keepRank) {
        int rank = net.at() == null ? 0 : net.at().rank();
        for (int tries = 0; net.depth() < depth && tries < 60; tries++) {
            Sketch.Mark mark = net.mark();
            String type = net.draw.chance(0.1) ? "Linear" : net.draw.pick(LayerRules.types());
            strain(net, type);
            boolean grown = net.draw.chance(0.07) ? again(net) : tried(net, type);
            if (grown && (net.depth() > deepest + 2 || keepRank && net.at().rank() != rank)) {
                net.back(mark);
            }
        }
    }

    /** Puts before a layer, now and then, what makes its rounding hard to judge. */
    private void strain(Sketch net, String type) {
        if (hard && net.at() != null && net.draw.chance(0.2)) {
            Strain.before(net, type);
        }
    }

    private static boolean tried(Sketch net, String type) {
        Sketch.Mark mark = net.mark();
        boolean grown = LayerRules.of(type).grow(net);
        if (!grown) {
            net.back(mark);
        }
        return grown;
    }

    private static boolean again(Sketch net) {
        List<Sketch.Owner> fitting = net.owners().stream()
                .filter(o -> o.input().equals(net.at().shape()))
                .toList();
        return !fitting.isEmpty() && net.use(net.draw.pick(fitting).name());
    }

    // What is not a layer.

    private boolean finish(Sketch net, int number) {
        Draw draw = net.draw;
        // Turns of different length, so that every layer meets every loss and optimizer in time.
        Optional<ObjectNode> loss = loss(
                net,
                inTurn(
                        List.copyOf(LossRules.types()),
                        number / LayerRules.types().size() + number));
        if (loss.isEmpty()) {
            return false;
        }
        ObjectNode spec = net.spec;
        if (draw.chance(0.12)) {
            Optional<ObjectNode> second = loss(net, draw.pick(LossRules.types()));
            if (second.isPresent()) {
                loss.get().put("name", "first");
                second.get().put("name", "second");
                spec.putArray("loss").add(loss.get()).add(second.get());
            }
        }
        if (!spec.has("loss")) {
            spec.set("loss", loss.get());
        }
        if (draw.chance(0.1) && net.weights().keySet().stream().anyMatch(w -> !w.contains("bias"))) {
            loss.get().putObject("penalty").put("l2", draw.power(-3, 0));
        }
        train(net, number);
        if (draw.chance(0.5)) {
            spec.put("dtype", "float32");
        }
        if (net.batched()) {
            cut(net);
        }
        return true;
    }

    private static Optional<ObjectNode> loss(Sketch net, String type) {
        Sketch.Mark mark = net.mark();
        Spot before = net.at();
        Optional<ObjectNode> loss = LossRules.draw(net, type);
        if (loss.isEmpty()) {
            net.back(mark);
        } else if (!loss.get().has("inputs")) {
            loss.get().putArray("inputs").add(net.at().wire());
        }
        net.goOnAt(before);
        return loss;
    }

    private void train(Sketch net, int number) {
        Draw draw = net.draw;
        ObjectNode spec = net.spec;
        String type = inTurn(List.copyOf(OptimizerRules.types()), number / 7 + number);
        ObjectNode optimizer = OptimizerRules.draw(net, type);
        spec.set("optimizer", optimizer);
        if (type.equals("RAdam") && draw.chance(0.5)) {
            // Its rectified step begins where t is above 5 at the earliest.
            spec.put("steps", 7);
        }
        if (net.weights().isEmpty()) {
            return;
        }
        if (draw.chance(0.1)) {
            OptimizerRules.groups(net, optimizer);
        }
        if (draw.chance(0.2)) {
            spec.set("scheduler", OptimizerRules.scheduler(draw, type));
        }
        if (draw.chance(0.08)) {
            spec.putObject("clip_grad_norm_")
                    .put("max_norm", draw.power(-2, 1))
                    .setAll(
                            draw.chance(0.3)
                                    ? Sketch.options().put("norm_type", draw.pick(1.0, 3.0))
                                    : Sketch.options());
        } else if (draw.chance(0.08)) {
            spec.putObject("clip_grad_value_").put("clip_value", draw.power(-3, 0));
        }
        if (draw.chance(0.06)) {
            spec.put("accumulate", 2).put("steps", 4);
        }
    }

    private static void cut(Sketch net) {
        ObjectNode data = (ObjectNode) net.spec.get("data");
        data.put("batch_size", net.batch);
        if (net.draw.chance(0.5)) {
            data.put("shuffle", true);
        }
        if (net.draw.chance(0.2)) {
            data.put("drop_last", true);
        }
    }
}
