package dev.parity.score;

import dev.parity.nn.layer.GRU;
import dev.parity.nn.layer.LSTM;
import dev.parity.nn.layer.MultiheadAttention;
import dev.parity.nn.layer.RNN;
import dev.parity.nn.layer.Recurrent;
import java.util.List;

/** Recurrent layers step by step, and attention, of primitives. */
final class SecondSequences {
    private SecondSequences() {}

    static String of(Recurrent layer, Second second) {
        int directions = layer.bidirectional() ? 2 : 1;
        int samples = layer.batch_first() ? 0 : 1;
        StringBuilder code = new StringBuilder("h0 = torch.zeros([%d, x.size(%d), %d], dtype=x.dtype)\nc0 = h0\n"
                .formatted(layer.num_layers() * directions, samples, layer.hidden_size()));
        code.append("if len(xs) > 1:\n  h0 = xs[1]\n  c0 = xs[len(xs) - 1]\n");
        code.append(layer.batch_first() ? "e = torch.transpose(x, 0, 1)\n" : "e = x\n");
        code.append("T = e.size(0)\nhs: List[Tensor] = []\ncs: List[Tensor] = []\n");
        for (int level = 0; level < layer.num_layers(); level++) {
            code.append("sides: List[Tensor] = []\n");
            for (int d = 0; d < directions; d++) {
                String suffix = "_l" + level + (d == 1 ? "_reverse" : "");
                code.append("""
                        h = torch.select(h0, 0, %1$d)
                        c = torch.select(c0, 0, %1$d)
                        outs: List[Tensor] = []
                        for t in range(T):
                        """.formatted(level * directions + d));
                String step = "now = torch.select(e, 0, %s)\n".formatted(d == 1 ? "T - 1 - t" : "t")
                        + sums("p", "now", "ih" + suffix, layer)
                        + sums("q", "h", "hh" + suffix, layer)
                        + step(layer, second)
                        + "outs.append(h)\n";
                code.append(step.indent(2));
                code.append("hs.append(h)\ncs.append(c)\nside = torch.stack(outs)\n");
                code.append(d == 1 ? "side = torch.flip(side, [0])\n" : "");
                code.append("sides.append(side)\n");
            }
            code.append("e = torch.cat(sides, 2)\n");
        }
        code.append(layer.batch_first() ? "y = torch.transpose(e, 0, 1)\n" : "y = e\n");
        code.append("h_n = torch.stack(hs)\nc_n = torch.stack(cs)\n");
        return code.toString();
    }

    /** Bias first. */
    private static String sums(String into, String x, String name, Recurrent layer) {
        String product = "torch.matmul(%s, torch.transpose(weight_%s, 0, 1))".formatted(x, name);
        return into + " = " + (layer.bias() ? "bias_" + name + " + " + product : product) + "\n";
    }

    private static String step(Recurrent layer, Second second) {
        if (layer instanceof RNN rnn) {
            return "h = torch.%s(p + q)\n".formatted(rnn.nonlinearity());
        } else if (layer instanceof LSTM) {
            return "i, f, g, o = torch.chunk(p + q, 4, 1)\nc = %s * c + %s * torch.tanh(g)\nh = %s * torch.tanh(c)\n"
                    .formatted(
                            SecondLayers.sigmoid("f", second),
                            SecondLayers.sigmoid("i", second),
                            SecondLayers.sigmoid("o", second));
        } else if (layer instanceof GRU) {
            return """
                    pr, pz, pn = torch.chunk(p, 3, 1)
                    qr, qz, qn = torch.chunk(q, 3, 1)
                    r = %s
                    z = %s
                    n = torch.tanh(pn + r * qn)
                    h = %s
                    """.formatted(
                            SecondLayers.sigmoid("(pr + qr)", second),
                            SecondLayers.sigmoid("(pz + qz)", second),
                            second == Second.PLAIN ? "n + z * (h - n)" : "(1. - z) * n + z * h");
        }
        throw new IllegalArgumentException(layer.type());
    }

    /** Each head on its own, the scores scaled after the product; masks as in PyTorch's words, which come first. */
    static String of(MultiheadAttention layer, Second second) {
        String own = layer.torch();
        String masks = maskOf(own);
        int width = layer.embed_dim() / layer.num_heads();
        StringBuilder code = new StringBuilder("""
                L = x.size(%1$d)
                S = xs[len(xs) // 2].size(%1$d)
                N = x.size(%2$d)
                """.formatted(layer.batch_first() ? 1 : 0, layer.batch_first() ? 0 : 1));
        boolean packed = layer.parameters().stream().anyMatch(p -> p.name().equals("in_proj_weight"));
        code.append(
                packed
                        ? "q_w, k_w, v_w = torch.chunk(in_proj_weight, 3)\n"
                        : "q_w, k_w, v_w = q_proj_weight, k_proj_weight, v_proj_weight\n");
        code.append(layer.bias() ? "q_b, k_b, v_b = torch.chunk(in_proj_bias, 3)\n" : "");
        for (String part : List.of("q", "k", "v")) {
            int number = List.of("q", "k", "v").indexOf(part);
            code.append("%1$s_x = xs[len(xs) // 2 * %2$d]%3$s\n"
                    .formatted(part, number, layer.batch_first() ? "" : ".transpose(0, 1)"));
            code.append("%1$s = %2$storch.matmul(%1$s_x, torch.transpose(%1$s_w, 0, 1))\n"
                    .formatted(part, layer.bias() ? part + "_b + " : ""));
            code.append("%1$s = torch.reshape(%1$s, [N, %2$s, %3$d, %4$d]).transpose(1, 2)\n"
                    .formatted(part, part.equals("q") ? "L" : "S", layer.num_heads(), width));
        }
        code.append(masks);
        code.append("scores = torch.matmul(q, torch.transpose(k, 2, 3)) / %s\n".formatted(Math.sqrt(width)));
        if (!masks.isEmpty()) {
            code.append("""
                    if mask.size(0) == 1:
                      scores = scores + mask
                    else:
                      scores = scores + torch.reshape(mask, [N, %d, mask.size(1), S])
                    """.formatted(layer.num_heads()));
        }
        code.append(SecondLayers.softmax("weights", "scores", -1, second));
        code.append("""
                y = torch.reshape(torch.transpose(torch.matmul(weights, v), 1, 2), [N, L, %1$d])
                y = %2$storch.matmul(y, torch.transpose(out_proj_weight, 0, 1))
                """.formatted(layer.embed_dim(), layer.bias() ? "out_proj_bias + " : ""));
        code.append(layer.batch_first() ? "" : "y = torch.transpose(y, 0, 1)\n");
        return code.toString();
    }

    /** What PyTorch's words say between the projections and the heads: the merged mask. */
    private static String maskOf(String words) {
        List<String> lines = words.lines().toList();
        int from = 0;
        int to = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("v = torch.linear")) {
                from = i + 1;
            } else if (lines.get(i).startsWith("q = torch.reshape")) {
                to = i;
            }
        }
        return from == to ? "" : String.join("\n", lines.subList(from, to)) + "\n";
    }
}
