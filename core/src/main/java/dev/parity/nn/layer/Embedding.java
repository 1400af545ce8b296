package dev.parity.nn.layer;

import dev.parity.formula.Axis;
import dev.parity.formula.Compare;
import dev.parity.formula.Formula;
import dev.parity.formula.Gather;
import dev.parity.formula.Leaf;
import dev.parity.formula.Node;
import dev.parity.formula.Place;
import dev.parity.nn.Array;
import dev.parity.nn.Axes;
import dev.parity.nn.Default;
import dev.parity.nn.Frame;
import dev.parity.nn.Hidden;
import dev.parity.nn.Init;
import dev.parity.nn.Parameter;
import dev.parity.nn.Rounding;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.LongStream;

/**
 * y = the rows of a table that the tokens name.
 * <pre>
 *   x (*), whole numbers from 0 to V - 1    weight (V, D)    y (*, D)
 *   dweightᵥ = Σ dy over the places of token v (with scale_grad_by_freq over their number), 0 for v = padding_idx
 * </pre>
 * Tokens have no gradient.
 *
 * @param padding_idx a token whose row starts as zeros and has no gradient; negative counts from the end
 * @param max_norm null; PyTorch's renormalises rows in forward, outside of autograd, and is not known here
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.Embedding.html">torch.nn.Embedding</a>
 */
public record Embedding(
        int num_embeddings,
        int embedding_dim,
        @Default("null") OptionalInt padding_idx,
        @Default("null") OptionalDouble max_norm,
        @Default("false") boolean scale_grad_by_freq)
        implements Layer {
    public Embedding {
        if (num_embeddings < 1 || embedding_dim < 1) {
            throw new BadInput(
                    "num_embeddings and embedding_dim are at least 1, not " + num_embeddings + " and " + embedding_dim);
        }
        if (padding_idx.isPresent()) {
            int given = padding_idx.getAsInt();
            int row = given < 0 ? given + num_embeddings : given;
            if (row < 0 || row >= num_embeddings) {
                throw new BadInput("padding_idx " + given + " names none of the " + num_embeddings + " rows");
            }
            padding_idx = OptionalInt.of(row);
        }
        if (max_norm.isPresent()) {
            throw new BadInput("max_norm is not known here: it would change the weight in forward; leave it out");
        }
    }

    @Override
    public List<Parameter> parameters() {
        Init init = new Init.Normal(0, 1, padding_idx.orElse(-1));
        return List.of(new Parameter("weight", Shape.of(num_embeddings, embedding_dim), init));
    }

    @Override
    public boolean readsTokens() {
        return true;
    }

    @Override
    public void checkTokens(Tensor tokens) {
        for (int i = 0; i < tokens.size(); i++) {
            double token = tokens.get(i);
            if (!(token >= 0 && token < num_embeddings && token == Math.rint(token))) {
                throw new BadInput("Embedding takes whole numbers from 0 to " + (num_embeddings - 1)
                        + " as tokens, and the one at "
                        + Arrays.toString(tokens.shape().index(i)) + " is "
                        + (token == Math.rint(token) ? "" + (long) token : "" + token));
            }
        }
    }

    @Override
    public List<Hidden> hides(Tensor... x) {
        boolean repeated = LongStream.of(x[0].longs()).distinct().count() < x[0].size();
        return repeated
                ? List.of()
                : List.of(Hidden.blind(
                        "gradients of a token that overwrite each other in place of adding up, since no token occurs"
                                + " twice in a batch",
                        "let one occur twice, by more tokens than there are rows in the table"));
    }

    @Override
    public Shape output(Shape... inputs) {
        Shape x = one(inputs);
        int[] dims = Arrays.copyOf(x.dims(), x.rank() + 1);
        dims[x.rank()] = embedding_dim;
        return Shape.of(dims);
    }

    @Override
    public void forward(Frame at) {
        Array x = at.x();
        Array y = at.y(output(x.shape()));
        Array weight = at.param("weight");
        for (int i = 0, n = x.size(); i < n; i++) {
            y.copy(i * embedding_dim, weight, (int) x.getLong(i) * embedding_dim, embedding_dim);
        }
    }

    @Override
    public void backward(Frame at) {
        Array x = at.x();
        Array dweight = at.dparam("weight");
        dweight.fill(0);
        for (int i = 0, n = x.size(); i < n; i++) {
            if (x.getLong(i) != padding_idx.orElse(-1)) {
                dweight.add((int) x.getLong(i) * embedding_dim, at.dy(), i * embedding_dim, embedding_dim);
            }
        }
        if (scale_grad_by_freq) {
            divideByCounts(at, x, dweight);
        }
    }

    private void divideByCounts(Frame at, Array x, Array dweight) {
        Array counts = at.keepInts("counts", Shape.of(num_embeddings));
        counts.fill(0);
        for (int i = 0, n = x.size(); i < n; i++) {
            counts.add((int) x.getLong(i), 1);
        }
        for (int v = 0; v < num_embeddings; v++) {
            for (int j = v * embedding_dim; counts.getLong(v) > 1 && j < (v + 1) * embedding_dim; j++) {
                dweight.set(j, dweight.get(j) / counts.getLong(v));
            }
        }
    }

    @Override
    public String torch() {
        return "y = torch.embedding(weight, x, %d, %s, False)"
                .formatted(padding_idx.orElse(-1), Sizes.torch(scale_grad_by_freq));
    }

    @Override
    public Rounding rounding() {
        return Rounding.products();
    }

    @Override
    public List<Formula> formulas(DType network, Shape... inputs) {
        Axis[] rows = Axes.rows(inputs[0], 0);
        Axis v = Axis.of("v", num_embeddings);
        Axis d = Axis.of("d", embedding_dim);
        Node x = Leaf.of("x", rows);
        Node here = x.is(Compare.Test.EQUAL, new Place(v));
        Node dy = Leaf.of("dy", Axes.join(rows, d));
        Node sum = here.times(dy).sum(rows);
        if (scale_grad_by_freq) {
            Node count = here.sum(rows);
            sum = sum.over(count.where(count.is(Compare.Test.ABOVE, 0), 1));
        }
        if (padding_idx.isPresent()) {
            sum = sum.where(new Place(v).is(Compare.Test.OTHER, padding_idx.getAsInt()), 0);
        }
        return List.of(
                Formula.of("y", "y", new Gather(Leaf.of("weight", v, d), v, x), Axes.join(rows, d)),
                Formula.of("weight", "dweight", sum, v, d));
    }
}
