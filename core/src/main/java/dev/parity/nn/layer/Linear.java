package dev.parity.nn.layer;

import dev.parity.formula.Axis;
import dev.parity.formula.Formula;
import dev.parity.formula.Leaf;
import dev.parity.formula.Node;
import dev.parity.nn.Array;
import dev.parity.nn.Axes;
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
import java.util.List;

/**
 * y = x Wᵀ + b.
 * <pre>
 *   x (*, in)    weight (out, in)    bias (out)    y (*, out)        * is any number of dimensions, n rows in all
 *   dx = dy W        dweight = dyᵀ x        dbias = Σₙ dy
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.Linear.html">torch.nn.Linear</a>
 */
public record Linear(
        int in_features, int out_features, @Default("true") boolean bias) implements Layer {
    public Linear {
        if (in_features < 1 || out_features < 1) {
            throw new BadInput(
                    "in_features and out_features are at least 1, not " + in_features + " and " + out_features);
        }
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> all = new ArrayList<>();
        all.add(new Parameter("weight", Shape.of(out_features, in_features), Init.kaimingUniform(in_features)));
        if (bias) {
            all.add(new Parameter("bias", Shape.of(out_features), Init.uniform(1 / Math.sqrt(in_features))));
        }
        return all;
    }

    @Override
    public Shape output(Shape... inputs) {
        Shape x = one(inputs);
        if (x.rank() < 1 || x.dim(-1) != in_features) {
            throw new BadInput("Linear(" + in_features + ", " + out_features + ") takes inputs of shape (*, "
                    + in_features + "), and here comes " + x);
        }
        return x.with(-1, out_features);
    }

    @Override
    public void forward(Frame at) {
        Array x = at.x();
        int n = x.size() / in_features;
        Array y = at.y(output(x.shape()));
        Matrix product = y.matrix(n, out_features);
        Matrix w = at.param("weight").matrix(out_features, in_features);
        if (bias) {
            Array b = at.param("bias");
            for (int i = 0; i < n; i++) {
                y.copy(i * out_features, b, 0, out_features);
            }
            product.addProduct(x.matrix(n, in_features), w.t());
        } else {
            product.product(x.matrix(n, in_features), w.t());
        }
    }

    @Override
    public void backward(Frame at) {
        int n = at.x().size() / in_features;
        Matrix x = at.x().matrix(n, in_features);
        Matrix dy = at.dy().matrix(n, out_features);
        at.dx().matrix(n, in_features).product(dy, at.param("weight").matrix(out_features, in_features));
        at.dparam("weight").matrix(out_features, in_features).product(dy.t(), x);
        if (bias) {
            Array dbias = at.dparam("bias");
            dbias.fill(0);
            for (int i = 0; i < n; i++) {
                dbias.add(0, at.dy(), i * out_features, out_features);
            }
        }
    }

    @Override
    public String torch() {
        return "y = torch.linear(x, weight, %s)".formatted(bias ? "bias" : "None");
    }

    @Override
    public Rounding rounding() {
        return new Rounding.Products("1.", """
                n_y = %d
                n_dx = %d
                n_dweight = x.numel() // %d
                n_dbias = n_dweight
                """.formatted(in_features + 1, out_features, in_features));
    }

    @Override
    public List<Formula> formulas(DType network, Shape... inputs) {
        Axis[] rows = Axes.rows(inputs[0], 1);
        Axis i = Axis.of("i", in_features);
        Axis o = Axis.of("o", out_features);
        Node x = Leaf.of("x", Axes.join(rows, i));
        Node w = Leaf.of("weight", o, i);
        Node dy = Leaf.of("dy", Axes.join(rows, o));
        Node product = x.times(w).sum(i);
        List<Formula> all = new ArrayList<>();
        all.add(Formula.of("y", "y", bias ? product.plus(Leaf.of("bias", o)) : product, Axes.join(rows, o)));
        all.add(Formula.of("dx", "dx", dy.times(w).sum(o), Axes.join(rows, i)));
        all.add(Formula.of("weight", "dweight", dy.times(x).sum(rows), o, i));
        if (bias) {
            all.add(Formula.of("bias", "dbias", dy.sum(rows), o));
        }
        return all;
    }
}
