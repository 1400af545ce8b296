package dev.parity.fuzz;

import static dev.parity.fuzz.Sketch.options;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parity.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Tokens, recurrence and attention. */
final class SequenceRules {
    private SequenceRules() {}

    static void addTo(Map<String, Rule> rules) {
        rules.put("Embedding", SequenceRules::embedding);
        rules.put("PositionTable", Rule.of("PositionTable", SequenceRules::positions));
        rules.put("RNN", net -> recurrent(net, "RNN"));
        rules.put("GRU", net -> recurrent(net, "GRU"));
        rules.put("LSTM", net -> recurrent(net, "LSTM"));
        rules.put("MultiheadAttention", SequenceRules::attention);
    }

    /** Reads x, where the network begins with tokens, and is otherwise a branch of its own that is added or joined. */
    private static boolean embedding(Sketch net) {
        int count = net.draw.whole(2, 9);
        int width = net.draw.whole(1, 6);
        Spot at = net.at();
        if (at == null) {
            Shape shape = net.draw.chance(0.7) ? Shape.of(net.batch, net.draw.whole(1, 6)) : Shape.of(net.batch);
            net.beginWithTokens(shape, count);
            return net.add("Embedding", table(net.draw, count, width));
        }
        if (at.rank() < 2 || at.rank() > 3 || net.batched()) {
            return false;
        }
        int[] dims = at.shape().dims();
        Shape shape = dims.length == 2 ? Shape.of(dims[0]) : Shape.of(dims[0], dims[1]);
        String key = net.column("tokens" + net.depth(), shape, Values.whole(shape, 0, count));
        if (!net.add("Embedding", table(net.draw, count, at.dim(-1)), List.of(new Spot("data." + key, shape, shape)))) {
            return false;
        }
        return net.draw.chance(0.5)
                ? net.add("Add", options(), List.of(at, net.at()))
                : net.add("Concat", options().put("dim", -1), List.of(net.at(), at));
    }

    private static ObjectNode table(Draw draw, int count, int width) {
        ObjectNode options = options().put("num_embeddings", count).put("embedding_dim", width);
        if (draw.chance(0.2)) {
            options.put("scale_grad_by_freq", true);
        }
        return draw.chance(0.4)
                ? options.put("padding_idx", draw.whole(draw.chance(0.5) ? 0 : -count, count - 1))
                : options;
    }

    private static ObjectNode positions(Draw draw, Shape x) {
        return x.rank() == 3
                ? options().put("num_positions", x.dim(1) + draw.whole(0, 2)).put("embedding_dim", x.dim(2))
                : null;
    }

    private static boolean recurrent(Sketch net, String type) {
        Spot x = net.at();
        Draw draw = net.draw;
        if (x.rank() < 2 || x.rank() > 3) {
            return false;
        }
        int hidden = draw.whole(1, 5);
        int layers = draw.chance(0.3) ? 2 : 1;
        int directions = draw.chance(0.3) ? 2 : 1;
        boolean first = draw.chance(net.batched() ? 1 : 0.6);
        ObjectNode options = options().put("input_size", x.dim(-1)).put("hidden_size", hidden);
        if (layers > 1) {
            options.put("num_layers", layers);
        }
        if (directions > 1) {
            options.put("bidirectional", true);
        }
        if (first) {
            options.put("batch_first", true);
        }
        if (draw.chance(0.2)) {
            options.put("bias", false);
        }
        if (type.equals("RNN") && draw.chance(0.4)) {
            options.put("nonlinearity", "relu");
        }
        List<Spot> inputs = new ArrayList<>(List.of(x));
        if (draw.chance(0.35) && !net.batched()) {
            int all = layers * directions;
            Shape state = x.rank() == 2 ? Shape.of(all, hidden) : Shape.of(all, first ? x.dim(0) : x.dim(1), hidden);
            for (int i = type.equals("LSTM") ? 2 : 1; i > 0; i--) {
                inputs.add(net.input(x, state));
            }
        }
        int before = net.spots().size();
        if (!net.add(type, options, inputs)) {
            return false;
        }
        if (draw.chance(0.35)) {
            // outputs are noted with y last
            List<Spot> outputs = net.spots().subList(before, net.spots().size() - 1);
            if (!outputs.isEmpty() && !net.batched()) {
                net.goOnAt(draw.pick(outputs));
            }
        }
        return true;
    }

    private static boolean attention(Sketch net) {
        Spot x = net.at();
        Draw draw = net.draw;
        if (x.rank() < 2 || x.rank() > 3) {
            return false;
        }
        int width = x.dim(-1);
        boolean first = draw.chance(net.batched() ? 1 : 0.6);
        ObjectNode options = options().put("embed_dim", width).put("num_heads", draw.divisor(width));
        if (first) {
            options.put("batch_first", true);
        }
        if (draw.chance(0.2)) {
            options.put("bias", false);
        }
        List<Spot> inputs = new ArrayList<>(List.of(x));
        int time = x.rank() == 3 && first ? 1 : 0;
        int keys = x.dim(time);
        if (draw.chance(0.3)) {
            keys = draw.whole(1, 5);
            Shape memory = x.shape().with(time, keys);
            inputs.add(other(net, options, "kdim", memory));
            inputs.add(draw.chance(0.3) && !options.has("kdim") ? inputs.get(1) : other(net, options, "vdim", memory));
        }
        boolean masked = false;
        if (draw.chance(0.3)) {
            options.put("is_causal", true);
        } else if (draw.chance(0.2)) {
            Shape shape = Shape.of(x.dim(time), keys);
            options.put("attn_mask", net.tensor(draw.chance(0.5) ? mask(draw, shape) : Values.uniform(shape, -3, 3)));
            masked = true;
        }
        if (draw.chance(0.2) && !masked && x.rank() == 3 && !net.batched()) {
            Shape shape = Shape.of(x.dim(1 - time), keys);
            options.put("key_padding_mask", "data." + net.column("pad" + net.depth(), shape, mask(draw, shape)));
        }
        return net.add("MultiheadAttention", options, inputs);
    }

    /** Keys or values, which may have a width of their own. */
    private static Spot other(Sketch net, ObjectNode options, String width, Shape memory) {
        if (net.draw.chance(0.6)) {
            return GraphRules.partner(net, memory);
        }
        int own = net.draw.whole(1, 5);
        options.put(width, own);
        return GraphRules.partner(net, memory.with(-1, own));
    }

    /** Ones where nothing is looked at; the first key is always seen, since PyTorch makes NaN of a row that sees nothing. */
    private static ObjectNode mask(Draw draw, Shape shape) {
        ObjectNode source = options();
        var rows = source.putArray("values");
        for (int i = 0; i < shape.dim(0); i++) {
            var row = rows.addArray();
            for (int j = 0; j < shape.dim(1); j++) {
                row.add(j > 0 && draw.chance(0.4) ? 1 : 0);
            }
        }
        return source;
    }
}
