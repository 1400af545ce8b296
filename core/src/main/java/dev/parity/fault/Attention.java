package dev.parity.fault;

import dev.parity.tensor.Tensor;

/** Attention in plain arithmetic, with the places where people go wrong left open: what scales the scores, and what masks them. */
final class Attention {
    /** What is done with a key that a query may not look at. */
    enum Mask {
        /** Its score is minus infinity before the softmax: right. */
        BEFORE,
        /** Its weight is set to 0 after the softmax. */
        AFTER,
        /** Nothing. */
        MISSING
    }

    private final Operands at;
    private final int embed;
    private final int heads;
    private final int width;
    private final boolean batchFirst;
    private final int samples;
    private final int queries;
    private final int keys;

    private Attention(Operands at) {
        this.at = at;
        this.embed = (int) at.number("embed_dim");
        this.heads = (int) at.number("num_heads");
        this.width = embed / heads;
        this.batchFirst = at.flag("batch_first");
        this.samples = at.x().shape().dim(batchFirst ? 0 : 1);
        this.queries = at.x().shape().dim(batchFirst ? 1 : 0);
        this.keys = input(1).shape().dim(batchFirst ? 1 : 0);
    }

    static Tensor of(Operands at, boolean scaled, Mask mask) {
        return new Attention(at).output(scaled, mask);
    }

    private Tensor input(int part) {
        return at.reads("x1") ? at.x(part) : at.x();
    }

    private int place(int sample, int time, int length) {
        return batchFirst ? sample * length + time : time * samples + sample;
    }

    /** Q, K or V. */
    private double[] project(int part) {
        Tensor x = input(part);
        Tensor w = at.of("in_proj_weight");
        double[] made = new double[x.size()];
        for (int i = 0; i < made.length; i++) {
            int unit = part * embed + i % embed;
            made[i] = at.flag("bias") ? at.of("in_proj_bias").get(unit) : 0;
            for (int k = 0; k < embed; k++) {
                made[i] += w.get(unit * embed + k) * x.get(i / embed * embed + k);
            }
        }
        return made;
    }

    private Tensor output(boolean scaled, Mask mask) {
        double[] q = project(0);
        double[] k = project(1);
        double[] v = project(2);
        double[] context = new double[q.length];
        for (int row = 0; row < samples * heads * queries; row++) {
            int head = row / queries;
            int query = place(head / heads, row % queries, queries) * embed + head % heads * width;
            double[] weights = weights(row, q, query, k, scaled, mask);
            for (int j = 0; j < keys; j++) {
                int key = place(head / heads, j, keys) * embed + head % heads * width;
                for (int d = 0; d < width; d++) {
                    context[query + d] += weights[j] * v[key + d];
                }
            }
        }
        Tensor w = at.of("out_proj.weight");
        return at.each(i -> {
            double sum = at.flag("bias") ? at.of("out_proj.bias").get(i % embed) : 0;
            for (int d = 0; d < embed; d++) {
                sum += w.get(i % embed * embed + d) * context[i / embed * embed + d];
            }
            return sum;
        });
    }

    private double[] weights(int row, double[] q, int query, double[] k, boolean scaled, Mask mask) {
        int head = row / queries;
        double[] e = new double[keys];
        double sum = 0;
        for (int j = 0; j < keys; j++) {
            int key = place(head / heads, j, keys) * embed + head % heads * width;
            double score = 0;
            for (int d = 0; d < width; d++) {
                score += q[query + d] * k[key + d];
            }
            double added = mask == Mask.MISSING ? 0 : added(head, row % queries, j);
            e[j] = Math.exp(score / (scaled ? Math.sqrt(width) : 1) + (mask == Mask.AFTER ? 0 : added));
            sum += e[j];
        }
        for (int j = 0; j < keys; j++) {
            e[j] *= (mask == Mask.AFTER ? Math.exp(added(head, row % queries, j)) : 1) / sum;
        }
        return e;
    }

    /** What the masks add to a score: minus infinity for what is forbidden. */
    private double added(int head, int query, int key) {
        double added = at.flag("is_causal") && key > query ? Double.NEGATIVE_INFINITY : 0;
        if (at.reads("attn_mask")) {
            Tensor mask = at.of("attn_mask");
            double m = mask.get((head * queries * keys + query * keys + key) % mask.size());
            added += mask.dtype().isFloat() ? m : m != 0 ? Double.NEGATIVE_INFINITY : 0;
        }
        boolean padding =
                at.reads("key_padding_mask") && at.of("key_padding_mask").get(head / heads * keys + key) != 0;
        return padding ? Double.NEGATIVE_INFINITY : added;
    }
}
