package dev.parity.nn.layer;

import java.util.List;

/**
 * {@link MultiheadAttention} in PyTorch's own words, composed as
 * torch.nn.functional.multi_head_attention_forward does with {@code need_weights=True}: heads as a batch of matrices,
 * the scaled queries, one merged mask, softmax, and the values.
 */
final class AttentionScript {
    private AttentionScript() {}

    static String of(MultiheadAttention layer) {
        int heads = layer.num_heads();
        int width = layer.embed_dim() / heads;
        String mask = mask(layer);
        String time = layer.batch_first() ? "1" : "0";
        String samples = layer.batch_first() ? "0" : "1";
        return """
                L = x.size(%1$s)
                S = xs[len(xs) // 2].size(%1$s)
                N = x.size(%2$s)
                """.formatted(time, samples)
                + projections(layer)
                + mask
                + """
                q = torch.reshape(q, [L, N * %1$d, %2$d]).transpose(0, 1)
                k = torch.reshape(k, [S, N * %1$d, %2$d]).transpose(0, 1)
                v = torch.reshape(v, [S, N * %1$d, %2$d]).transpose(0, 1)
                q = q * %3$s
                weights = torch.softmax(%4$s, -1)
                y = torch.reshape(torch.bmm(weights, v).transpose(0, 1), [L * N, %5$d])
                y = torch.reshape(torch.linear(y, out_proj_weight, %6$s), [L, N, %5$d])
                """.formatted(
                                heads,
                                width,
                                Math.sqrt(1.0 / width),
                                mask.isEmpty()
                                        ? "torch.bmm(q, k.transpose(1, 2))"
                                        : "torch.baddbmm(mask, q, k.transpose(1, 2))",
                                layer.embed_dim(),
                                layer.bias() ? "out_proj_bias" : "None")
                + (layer.batch_first() ? "y = y.transpose(0, 1)\n" : "");
    }

    /**
     * The same in noisy primitives, with draws in front of every array. Logits round at the size of the largest, each and all
     * together, since exp(x - logsumexp x) is as right as exp(x - max x) / Σ; and p (g - Σ p g), which is what comes back, rounds at the size of g and
     * of the sum; of the sum as the logits do, since its p need not be the one before the bracket: that of logsumexp is another.
     */
    static String noisy(MultiheadAttention layer) {
        int heads = layer.num_heads();
        int width = layer.embed_dim() / heads;
        String mask = mask(layer);
        String turn = layer.batch_first() ? ".transpose(1, 2)" : "";
        StringBuilder code =
                new StringBuilder("""
                K = x.size(0)
                L = x.size(%1$s)
                S = xs[len(xs) // 2].size(%1$s)
                N = x.size(%2$s)
                """.formatted(layer.batch_first() ? "2" : "1", layer.batch_first() ? "1" : "2"));
        code.append(
                layer.packed()
                        ? "q_w, k_w, v_w = torch.chunk(in_proj_weight, 3, 1)\n"
                        : "q_w, k_w, v_w = q_proj_weight, k_proj_weight, v_proj_weight\n");
        if (layer.bias()) {
            code.append("q_b, k_b, v_b = torch.chunk(in_proj_bias, 3, 1)\n");
        }
        String add = "%1$s = self.plus(%1$s, %2$s.unsqueeze(1).unsqueeze(1), %3$s.size(-1), 1, u)\n";
        List<String> parts = List.of("q", "k", "v");
        for (String part : parts) {
            code.append("%1$s = self.mm(xs[len(xs) // 2 * %2$d]%3$s, self.factor(%1$s_w, u).unsqueeze(1), 1, u)\n"
                    .formatted(part, parts.indexOf(part), turn));
            if (layer.bias()) {
                code.append(add.formatted(part, part + "_b", part + "_w"));
            }
            code.append("%1$s = torch.reshape(%1$s, [K, %1$s.size(1), N * %2$d, %3$d]).transpose(1, 2)\n"
                    .formatted(part, heads, width));
        }
        code.append(mask);
        code.append("""
                z = self.mm(self.r(q * %1$s, u), self.factor(k, u), 1, u)
                masked = z%2$s
                M = torch.amax(torch.where(torch.isinf(masked), torch.zeros_like(z), torch.abs(masked)), [-1], True) + torch.log(S) + 1.
                z = self.a(z, M, u)
                M = M.detach()
                weights = self.r(torch.softmax(z%2$s, -1), u) * (1. + M * self.noise(M, u))
                weights = weights + self.noise(weights, self.least(u))
                p = weights.detach()
                z = z - z.detach()
                weights = weights + p * (self.noise(p, u) * z + (self.noise(p, u) + M * self.noise(M, u)) * torch.sum(p * z, [-1], True))
                y = self.mm(weights, self.factor(v.transpose(2, 3), u), 1, u).transpose(1, 2)
                y = self.mm(torch.reshape(y, [K, L, N, %3$d]), self.factor(out_proj_weight, u).unsqueeze(1), 1, u)
                """.formatted(Math.sqrt(1.0 / width), mask.isEmpty() ? "" : " + mask", layer.embed_dim()));
        if (layer.bias()) {
            code.append(add.formatted("y", "out_proj_bias", "out_proj_weight"));
        }
        return code + (layer.batch_first() ? "y = y.transpose(1, 2)\n" : "");
    }

    /** The projections of query, key and value, time in front; a single input is all three. */
    private static String projections(MultiheadAttention layer) {
        StringBuilder code = new StringBuilder();
        String turn = layer.batch_first() ? ".transpose(0, 1)" : "";
        if (layer.packed()) {
            code.append("q_w, k_w, v_w = torch.chunk(in_proj_weight, 3)\n");
        } else {
            code.append("q_w, k_w, v_w = q_proj_weight, k_proj_weight, v_proj_weight\n");
        }
        if (layer.bias()) {
            code.append("q_b, k_b, v_b = torch.chunk(in_proj_bias, 3)\n");
        }
        List<String> parts = List.of("q", "k", "v");
        for (String part : parts) {
            code.append("%1$s = torch.linear(xs[len(xs) // 2 * %2$d]%3$s, %1$s_w, %4$s)\n"
                    .formatted(part, parts.indexOf(part), turn, layer.bias() ? part + "_b" : "None"));
        }
        return code.toString();
    }

    /** All masks as one that is added to the scores, merged as multi_head_attention_forward merges them. */
    private static String mask(MultiheadAttention layer) {
        StringBuilder code = new StringBuilder();
        String forbidden = "mask = torch.masked_fill(torch.zeros([1, L, S], dtype=x.dtype), %s, -inf)\n";
        if (layer.is_causal()) {
            code.append(forbidden.formatted("torch.triu(torch.ones([L, S], dtype=11), 1)"));
        } else if (layer.attn_mask().isPresent()) {
            code.append("""
                    if torch.is_floating_point(attn_mask):
                      mask = attn_mask
                    else:
                      mask = torch.masked_fill(torch.zeros_like(attn_mask, dtype=x.dtype), torch.ne(attn_mask, 0), -inf)
                    if mask.dim() == 2:
                      mask = mask.unsqueeze(0)
                    """);
        } else if (layer.key_padding_mask().isPresent()) {
            code.append("mask = torch.zeros([1, L, S], dtype=x.dtype)\n");
        }
        if (layer.key_padding_mask().isPresent()) {
            code.append("""
                    padding = torch.masked_fill(torch.zeros_like(key_padding_mask, dtype=x.dtype), torch.ne(key_padding_mask, 0), -inf)
                    padding = padding.view([N, 1, 1, S]).expand([-1, %1$d, -1, -1]).reshape([N * %1$d, 1, S])
                    mask = mask + padding
                    """.formatted(layer.num_heads()));
        }
        return code.toString();
    }
}
