package dev.parity.nn.layer;

import dev.parity.formula.Axis;
import dev.parity.formula.Compare;
import dev.parity.formula.Formula;
import dev.parity.formula.Gather;
import dev.parity.formula.Leaf;
import dev.parity.formula.Node;
import dev.parity.formula.Place;
import dev.parity.nn.Array;
import dev.parity.nn.Frame;
import dev.parity.nn.Init;
import dev.parity.nn.Parameter;
import dev.parity.nn.Rounding;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import java.util.List;

/**
 * yₙₜ = xₙₜ + wₜ: a learned table of positions, as GPT-2 adds it to its tokens' rows. It has no module of its own in
 * PyTorch, where one writes {@code x + table.weight[:T]} with an Embedding.
 * <pre>
 *   x (N, T, D)    weight (P, D), P ≥ T    y (N, T, D)
 *   dx = dy        dweightₜ = Σₙ dyₙₜ, 0 from T on
 * </pre>
 *
 * @see <a href="https://github.com/karpathy/nanoGPT/blob/master/model.py">nanoGPT's wpe</a>
 */
public record PositionTable(int num_positions, int embedding_dim) implements Layer {
    public PositionTable {
        if (num_positions < 1 || embedding_dim < 1) {
            throw new BadInput(
                    "num_positions and embedding_dim are at least 1, not " + num_positions + " and " + embedding_dim);
        }
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(new Parameter("weight", Shape.of(num_positions, embedding_dim), Init.normal(0, 1)));
    }

    @Override
    public Shape output(Shape... inputs) {
        Shape x = one(inputs);
        if (x.rank() != 3 || x.dim(1) > num_positions || x.dim(2) != embedding_dim) {
            throw new BadInput(
                    "PositionTable(" + num_positions + ", " + embedding_dim + ") takes inputs of shape (N, T, "
                            + embedding_dim + ") with T up to " + num_positions + ", and here comes " + x);
        }
        return x;
    }

    @Override
    public void forward(Frame at) {
        Array x = at.x();
        Array y = at.y(x.shape());
        int sample = x.dim(1) * embedding_dim;
        y.copy(x);
        for (int n = 0; n < x.dim(0); n++) {
            y.add(n * sample, at.param("weight"), 0, sample);
        }
    }

    @Override
    public void backward(Frame at) {
        Array dy = at.dy();
        Array dweight = at.dparam("weight");
        int sample = dy.dim(1) * embedding_dim;
        at.dx().copy(dy);
        dweight.fill(0);
        for (int n = 0; n < dy.dim(0); n++) {
            dweight.add(0, dy, n * sample, sample);
        }
    }

    @Override
    public String torch() {
        return "y = x + torch.slice(weight, 0, 0, torch.size(x, 1))";
    }

    @Override
    public Rounding rounding() {
        return Rounding.products();
    }

    @Override
    public List<Formula> formulas(DType network, Shape... inputs) {
        Axis n = Axis.of("n", inputs[0].dim(0));
        Axis t = Axis.of("t", inputs[0].dim(1));
        Axis v = Axis.of("v", num_positions);
        Axis d = Axis.of("d", embedding_dim);
        Node dy = Leaf.of("dy", n, t, d);
        Node here = new Place(t).is(Compare.Test.EQUAL, new Place(v));
        return List.of(
                Formula.of(
                        "y",
                        "y",
                        Leaf.of("x", n, t, d).plus(new Gather(Leaf.of("weight", v, d), v, new Place(t))),
                        n,
                        t,
                        d),
                Formula.of("dx", "dx", dy, n, t, d),
                Formula.of("weight", "dweight", dy.times(here).sum(n, t), v, d));
    }
}
