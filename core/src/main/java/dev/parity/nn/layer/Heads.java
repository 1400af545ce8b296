package dev.parity.nn.layer;

import dev.parity.nn.Array;
import dev.parity.nn.Frame;
import dev.parity.nn.Matrix;
import dev.parity.nn.Rows;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;

/**
 * Attention within the heads. Each head of each sample is a strided matrix in the projections, so nothing is copied.
 * <pre>
 *   Q, context (L, d)    K, V (S, d)    scores, weights (L, S)
 *   scores = Q Kᵀ / √d + mask    weights = softmax(scores)    context = weights V
 *   dweights = dcontext Vᵀ    dV = weightsᵀ dcontext    dscores = weights (dweights - Σₛ dweights weights)
 *   dQ = dscores K / √d    dK = dscoresᵀ Q / √d
 * </pre>
 */
record Heads(int samples, int heads, int queries, int keys, int width, boolean batchFirst, boolean causal) {
    private Shape scores() {
        return Shape.of(samples * heads, queries, keys);
    }

    /** One head of one sample, in an array of all: the rows of a sample follow each other, or those of a time do. */
    private Matrix head(Array all, int length, int i) {
        int features = heads * width;
        int sample = i / heads;
        int first = (batchFirst ? sample * length : sample) * features + i % heads * width;
        return new Matrix(all, first, length, width, batchFirst ? features : samples * features, false);
    }

    void forward(Frame at) {
        Array q = at.kept("q");
        Array k = at.kept("k");
        Array v = at.kept("v");
        Array scores = at.keep("scores", scores());
        Array weights = at.keep("weights", scores());
        Array context = at.keep("context", q.shape());
        Matrix s = scores.matrix(queries, keys);
        for (int i = 0; i < samples * heads; i++) {
            s.at(i * queries * keys)
                    .gemm(
                            1 / Math.sqrt(width),
                            head(q, queries, i),
                            head(k, keys, i).t(),
                            0);
        }
        mask(at, scores);
        softmax(scores, weights);
        Matrix w = weights.matrix(queries, keys);
        for (int i = 0; i < samples * heads; i++) {
            head(context, queries, i).product(w.at(i * queries * keys), head(v, keys, i));
        }
    }

    /** {@code scores += mask}, where what is forbidden is minus infinity. */
    private void mask(Frame at, Array scores) {
        if (at.hasParam("attn_mask")) {
            Array mask = at.param("attn_mask");
            boolean forbids = mask.dtype() == DType.INT64;
            for (int i = 0; i < scores.size(); i++) {
                int m = i % mask.size();
                scores.add(i, !forbids ? mask.get(m) : mask.getLong(m) != 0 ? Double.NEGATIVE_INFINITY : 0);
            }
        }
        if (at.hasParam("key_padding_mask")) {
            Array mask = at.param("key_padding_mask");
            for (int i = 0; i < scores.size(); i++) {
                int sample = i / (heads * queries * keys);
                if (mask.getLong(sample * keys + i % keys) != 0) {
                    scores.set(i, Double.NEGATIVE_INFINITY);
                }
            }
        }
    }

    /** How many keys a query may look at: all of them, or those that are not later. */
    private int visible(int row) {
        return causal ? Math.min(keys, row % queries + 1) : keys;
    }

    /** Row by row, in double until a weight is done. */
    private void softmax(Array scores, Array weights) {
        Rows.each(samples * heads * queries, keys, (from, to) -> {
            double[] e = new double[keys];
            for (int row = from; row < to; row++) {
                int start = row * keys;
                int visible = visible(row);
                double max = Double.NEGATIVE_INFINITY;
                for (int i = 0; i < visible; i++) {
                    e[i] = scores.get(start + i);
                    max = Math.max(max, e[i]);
                }
                double sum = 0;
                for (int i = 0; i < visible; i++) {
                    e[i] = Math.exp(e[i] - max);
                    sum += e[i];
                }
                for (int i = 0; i < visible; i++) {
                    weights.set(start + i, e[i] / sum);
                }
                for (int i = visible; i < keys; i++) {
                    scores.set(start + i, Double.NEGATIVE_INFINITY);
                    weights.set(start + i, 0);
                }
            }
        });
    }

    void backward(Frame at) {
        Array q = at.kept("q");
        Array k = at.kept("k");
        Array v = at.kept("v");
        Array dcontext = at.kept("dcontext");
        Array dq = at.keep("dq", q.shape());
        Array dk = at.keep("dk", k.shape());
        Array dv = at.keep("dv", v.shape());
        Array dscores = at.keep("dscores", scores());
        Matrix ds = dscores.matrix(queries, keys);
        Matrix w = at.kept("weights").matrix(queries, keys);
        for (int i = 0; i < samples * heads; i++) {
            ds.at(i * queries * keys)
                    .product(head(dcontext, queries, i), head(v, keys, i).t());
            head(dv, keys, i).product(w.at(i * queries * keys).t(), head(dcontext, queries, i));
        }
        softmaxBack(at.kept("weights"), dscores);
        double scale = 1 / Math.sqrt(width);
        for (int i = 0; i < samples * heads; i++) {
            head(dq, queries, i).gemm(scale, ds.at(i * queries * keys), head(k, keys, i), 0);
            head(dk, keys, i).gemm(scale, ds.at(i * queries * keys).t(), head(q, queries, i), 0);
        }
    }

    /** Turns the gradient of the weights into that of the scores, in place. */
    private void softmaxBack(Array weights, Array d) {
        Rows.each(samples * heads * queries, keys, (from, to) -> {
            for (int row = from; row < to; row++) {
                int start = row * keys;
                int visible = start + visible(row);
                double dot = 0;
                for (int i = start; i < visible; i++) {
                    dot += d.get(i) * weights.get(i);
                }
                for (int i = start; i < visible; i++) {
                    d.set(i, weights.get(i) * (d.get(i) - dot));
                }
                for (int i = visible; i < start + keys; i++) {
                    d.set(i, 0);
                }
            }
        });
    }
}
