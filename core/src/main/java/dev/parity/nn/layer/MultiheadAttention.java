package dev.parity.nn.layer;

import dev.parity.formula.Formula;
import dev.parity.nn.Array;
import dev.parity.nn.Default;
import dev.parity.nn.Frame;
import dev.parity.nn.Init;
import dev.parity.nn.Matrix;
import dev.parity.nn.Parameter;
import dev.parity.nn.Rounding;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * y = Concat(softmax(Q Kᵀ / √d + mask) V) W_outᵀ + b_out, with Q, K, V the inputs' projections, cut into heads of width
 * d = embed_dim / num_heads. One input attends to itself; three are query, key and value.
 * <pre>
 *   query (L, N, embed_dim)    key (S, N, kdim)    value (S, N, vdim)    y like query        N in front if batch_first
 *   in_proj_weight (3 embed_dim, embed_dim), the rows of Q, K, V in turn; where kdim or vdim differ from embed_dim,
 *   q_proj_weight, k_proj_weight and v_proj_weight instead    in_proj_bias (3 embed_dim)    out_proj.weight, .bias
 *   attn_mask (L, S) or (N num_heads, L, S): added to the scores, or of whole numbers, of which each but 0 forbids
 *   key_padding_mask (N, S), a column: each number but 0 forbids a key    is_causal forbids keys that come later
 * </pre>
 * The reference composes it as PyTorch does for {@code need_weights=True}, which is the default, and not from
 * scaled_dot_product_attention. What happens within the heads, and its gradient, is in {@link Heads}.
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.MultiheadAttention.html">torch.nn.MultiheadAttention</a>
 */
public record MultiheadAttention(
        int embed_dim,
        int num_heads,
        @Default("0.0") double dropout,
        @Default("true") boolean bias,
        @Default("null") OptionalInt kdim,
        @Default("null") OptionalInt vdim,
        @Default("false") boolean batch_first,
        @Default("false") boolean is_causal,
        @Default("null") Optional<String> attn_mask,
        @Default("null") Optional<String> key_padding_mask)
        implements Layer {
    private static final String[] PARTS = {"q", "k", "v"};

    public MultiheadAttention {
        if (num_heads < 1 || embed_dim < 1 || embed_dim % num_heads != 0) {
            throw new BadInput("embed_dim is a multiple of num_heads, and " + embed_dim + " is none of " + num_heads);
        }
        if (dropout != 0) {
            throw new BadInput("dropout of attention weights is not supported, and is " + dropout
                    + "; leave it out, and write a Dropout layer behind");
        }
        if (kdim.orElse(embed_dim) < 1 || vdim.orElse(embed_dim) < 1) {
            throw new BadInput(
                    "kdim and vdim are at least 1, not " + kdim.orElse(embed_dim) + " and " + vdim.orElse(embed_dim));
        }
        if (is_causal && attn_mask.isPresent()) {
            throw new BadInput("is_causal is a mask by itself; write either it or attn_mask");
        }
    }

    /** The features of query, key or value. */
    private int width(int i) {
        return i == 0 ? embed_dim : (i == 1 ? kdim : vdim).orElse(embed_dim);
    }

    /** Whether the three projections are one parameter. */
    boolean packed() {
        return width(1) == embed_dim && width(2) == embed_dim;
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> all = new ArrayList<>();
        all.add(new Parameter("out_proj.weight", Shape.of(embed_dim, embed_dim), Init.kaimingUniform(embed_dim)));
        if (bias) {
            Init drawn = Init.uniform(1 / Math.sqrt(embed_dim));
            all.add(new Parameter("out_proj.bias", Shape.of(embed_dim), new Init.Refilled(drawn, Init.zeros())));
        }
        if (packed()) {
            Shape shape = Shape.of(3 * embed_dim, embed_dim);
            all.add(new Parameter("in_proj_weight", shape, Init.xavierUniform(shape, 1)));
        } else {
            for (int i = 0; i < 3; i++) {
                Shape shape = Shape.of(embed_dim, width(i));
                all.add(new Parameter(PARTS[i] + "_proj_weight", shape, Init.xavierUniform(shape, 1)));
            }
        }
        if (bias) {
            all.add(new Parameter("in_proj_bias", Shape.of(3 * embed_dim), Init.zeros()));
        }
        return all;
    }

    @Override
    public Map<String, String> tensors() {
        Map<String, String> tensors = new LinkedHashMap<>();
        attn_mask.ifPresent(name -> tensors.put("attn_mask", name));
        return tensors;
    }

    @Override
    public Map<String, String> columns() {
        Map<String, String> columns = new LinkedHashMap<>();
        key_padding_mask.ifPresent(name -> columns.put("key_padding_mask", name));
        return columns;
    }

    @Override
    public Shape output(Shape... x) {
        if (x.length != 1 && x.length != 3) {
            throw new BadInput(
                    "MultiheadAttention takes one input, or three as query, key and value, and here are " + x.length);
        }
        for (int i = 0; i < 3; i++) {
            Shape shape = x[x.length == 1 ? 0 : i];
            if (shape.rank() != 3 || shape.dim(2) != width(i) || shape.size() == 0) {
                throw new BadInput("MultiheadAttention takes a "
                        + List.of("query", "key", "value").get(i) + " of shape "
                        + (batch_first ? "(N, length, " : "(length, N, ") + width(i) + "), and here comes " + shape);
            }
        }
        Shape key = x[x.length / 2];
        int batch = batch_first ? 0 : 1;
        if (key.dim(batch) != x[0].dim(batch) || !key.with(2, 1).equals(x[x.length - 1].with(2, 1))) {
            throw new BadInput(
                    "MultiheadAttention takes key and value of one length, and all for as many samples, and here come "
                            + List.of(x));
        }
        return x[0];
    }

    @Override
    public void check(Map<String, Shape> operands, Shape... x) {
        Heads heads = heads(x[0], x[x.length / 2]);
        Shape one = Shape.of(heads.queries(), heads.keys());
        Shape each = Shape.of(heads.samples() * num_heads, heads.queries(), heads.keys());
        Shape mask = operands.getOrDefault("attn_mask", one);
        if (!mask.equals(one) && !mask.equals(each)) {
            throw new BadInput("the attn_mask has shape " + one + ", or " + each + " for each head, and not " + mask);
        }
        Shape keys = Shape.of(heads.samples(), heads.keys());
        Shape padding = operands.getOrDefault("key_padding_mask", keys);
        if (!padding.equals(keys)) {
            throw new BadInput("the key_padding_mask has shape (N, S), which is " + keys + " here, and not " + padding);
        }
    }

    private Heads heads(Shape query, Shape key) {
        int time = batch_first ? 1 : 0;
        return new Heads(
                query.dim(1 - time),
                num_heads,
                query.dim(time),
                key.dim(time),
                embed_dim / num_heads,
                batch_first,
                is_causal);
    }

    private Heads heads(Frame at) {
        return heads(at.x().shape(), at.x(at.inputs() / 2).shape());
    }

    /** Which input is query, key or value. */
    private static int input(Frame at, int i) {
        return at.inputs() == 1 ? 0 : i;
    }

    /** What makes Q, K or V of its input: the weight, or its gradient. */
    private Matrix weight(Function<String, Array> of, int i) {
        return packed()
                ? of.apply("in_proj_weight").matrix(embed_dim, embed_dim).at(i * embed_dim * embed_dim)
                : of.apply(PARTS[i] + "_proj_weight").matrix(embed_dim, width(i));
    }

    @Override
    public void forward(Frame at) {
        for (int i = 0; i < 3; i++) {
            Array x = at.x(input(at, i));
            Array part = at.keep(PARTS[i], x.shape().with(2, embed_dim));
            project(at, x, weight(at::param, i), "in_proj_bias", i * embed_dim, part);
        }
        heads(at).forward(at);
        Matrix w = at.param("out_proj.weight").matrix(embed_dim, embed_dim);
        project(at, at.kept("context"), w, "out_proj.bias", 0, at.y(at.x().shape()));
    }

    /** y = x Wᵀ + b, where b begins at an offset. */
    private void project(Frame at, Array x, Matrix w, String biasName, int offset, Array y) {
        int rows = x.size() / w.columns();
        for (int r = 0; bias && r < rows; r++) {
            y.copy(r * embed_dim, at.param(biasName), offset, embed_dim);
        }
        y.matrix(rows, embed_dim).gemm(1, x.matrix(rows, w.columns()), w.t(), bias ? 1 : 0);
    }

    @Override
    public void backward(Frame at) {
        Array context = at.kept("context");
        Array dcontext = at.keep("dcontext", context.shape());
        Matrix w = at.param("out_proj.weight").matrix(embed_dim, embed_dim);
        Matrix dw = at.dparam("out_proj.weight").matrix(embed_dim, embed_dim);
        projectBack(at, context, w, at.dy(), dcontext, dw, "out_proj.bias", 0, false);
        heads(at).backward(at);
        for (int i = 0; i < 3; i++) {
            int from = input(at, i);
            projectBack(
                    at,
                    at.x(from),
                    weight(at::param, i),
                    at.kept("d" + PARTS[i]),
                    at.dx(from),
                    weight(at::dparam, i),
                    "in_proj_bias",
                    i * embed_dim,
                    from < i);
        }
    }

    /** dx = dy W, dW = dyᵀ x, db = Σ dy; {@code more} adds to what is in dx. */
    private void projectBack(
            Frame at, Array x, Matrix w, Array dy, Array dx, Matrix dw, String biasName, int offset, boolean more) {
        int rows = x.size() / w.columns();
        Matrix d = dy.matrix(rows, embed_dim);
        dx.matrix(rows, w.columns()).gemm(1, d, w, more ? 1 : 0);
        dw.product(d.t(), x.matrix(rows, w.columns()));
        if (bias) {
            Array ones = at.keep("ones", Shape.of(rows));
            ones.fill(1);
            at.dparam(biasName).matrix(1, embed_dim).at(offset).product(ones.matrix(1, rows), d);
        }
    }

    @Override
    public String torch() {
        return AttentionScript.of(this);
    }

    /** Sums round as sums, scores at the size of the largest in their row. */
    @Override
    public Rounding rounding() {
        return new Rounding.Noisy(AttentionScript.noisy(this), Math.sqrt(embed_dim / 8. + 1));
    }

    /** Every array from the inputs on: what lies within is not recorded. The softmax is written without the largest, which changes nothing. */
    @Override
    public List<Formula> formulas(DType network, Shape... x) {
        return new AttentionFormulas(this, x).all();
    }
}
