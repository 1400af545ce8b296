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
import dev.parity.nn.Rows;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * yₒ = x₁ᵀ Wₒ x₂ + bₒ.
 * <pre>
 *   x₁ (*, in1)    x₂ (*, in2)    weight (out, in1, in2)    bias (out)    y (*, out)        * has n rows in all
 *   With the outer products P = x₁ x₂ᵀ, one a row, and W as out x (in1 in2):    y = P Wᵀ + b
 *   dP = dy W        dx₁ = dP x₂        dx₂ = dPᵀ x₁        dweight = dyᵀ P        dbias = Σₙ dy
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.Bilinear.html">torch.nn.Bilinear</a>
 */
public record Bilinear(
        int in1_features,
        int in2_features,
        int out_features,
        @Default("true") boolean bias) implements Layer {
    public Bilinear {
        if (in1_features < 1 || in2_features < 1 || out_features < 1) {
            throw new BadInput("in1_features, in2_features and out_features are at least 1, not " + in1_features + ", "
                    + in2_features + " and " + out_features);
        }
    }

    @Override
    public List<Parameter> parameters() {
        Init init = Init.uniform(1 / Math.sqrt(in1_features));
        List<Parameter> all = new ArrayList<>();
        all.add(new Parameter("weight", Shape.of(out_features, in1_features, in2_features), init));
        if (bias) {
            all.add(new Parameter("bias", Shape.of(out_features), init));
        }
        return all;
    }

    @Override
    public Shape output(Shape... x) {
        if (x.length != 2) {
            throw new BadInput("Bilinear takes two inputs, and here are " + x.length);
        }
        if (x[0].rank() < 1
                || x[0].dim(-1) != in1_features
                || !x[0].with(-1, in2_features).equals(x[1])) {
            throw new BadInput("Bilinear takes inputs of shapes (*, " + in1_features + ") and (*, " + in2_features
                    + "), and here come " + x[0] + " and " + x[1]);
        }
        return x[0].with(-1, out_features);
    }

    @Override
    public void forward(Frame at) {
        Array x1 = at.x(0);
        Array x2 = at.x(1);
        Array y = at.y(output(x1.shape(), x2.shape()));
        int n = x1.size() / in1_features;
        int pairs = in1_features * in2_features;
        Array products = at.keep("products", Shape.of(n, pairs));
        Rows.each(n, pairs, (from, to) -> {
            for (int r = from; r < to; r++) {
                for (int i = 0; i < in1_features; i++) {
                    double a = x1.get(r * in1_features + i);
                    int row = r * pairs + i * in2_features;
                    for (int j = 0; j < in2_features; j++) {
                        products.set(row + j, a * x2.get(r * in2_features + j));
                    }
                }
            }
        });
        for (int r = 0; bias && r < n; r++) {
            y.copy(r * out_features, at.param("bias"), 0, out_features);
        }
        Matrix w = at.param("weight").matrix(out_features, pairs);
        y.matrix(n, out_features).gemm(1, products.matrix(n, pairs), w.t(), bias ? 1 : 0);
    }

    @Override
    public void backward(Frame at) {
        Array x1 = at.x(0);
        Array x2 = at.x(1);
        Array dx1 = at.dx(0);
        Array dx2 = at.dx(1);
        int n = x1.size() / in1_features;
        int pairs = in1_features * in2_features;
        Matrix dy = at.dy().matrix(n, out_features);
        Matrix products = at.kept("products").matrix(n, pairs);
        at.dparam("weight").matrix(out_features, pairs).product(dy.t(), products);
        Array dproducts = at.keep("dproducts", Shape.of(n, pairs));
        dproducts.matrix(n, pairs).product(dy, at.param("weight").matrix(out_features, pairs));
        dx2.fill(0);
        Rows.each(n, pairs, (from, to) -> {
            for (int r = from; r < to; r++) {
                for (int i = 0; i < in1_features; i++) {
                    double a = x1.get(r * in1_features + i);
                    double sum = 0;
                    for (int j = 0; j < in2_features; j++) {
                        double d = dproducts.get(r * pairs + i * in2_features + j);
                        sum += d * x2.get(r * in2_features + j);
                        dx2.add(r * in2_features + j, d * a);
                    }
                    dx1.set(r * in1_features + i, sum);
                }
            }
        });
        if (bias) {
            Array dbias = at.dparam("bias");
            dbias.fill(0);
            for (int r = 0; r < n; r++) {
                dbias.add(0, at.dy(), r * out_features, out_features);
            }
        }
    }

    @Override
    public String torch() {
        return "y = torch.bilinear(xs[0], xs[1], weight, %s)".formatted(bias ? "bias" : "None");
    }

    @Override
    public Rounding rounding() {
        return Rounding.products();
    }

    @Override
    public List<Formula> formulas(DType network, Shape... inputs) {
        Axis[] rows = Axes.rows(inputs[0], 1);
        Axis i = Axis.of("i", in1_features);
        Axis j = Axis.of("j", in2_features);
        Axis o = Axis.of("o", out_features);
        Node x0 = Leaf.of("x0", Axes.join(rows, i));
        Node x1 = Leaf.of("x1", Axes.join(rows, j));
        Node w = Leaf.of("weight", o, i, j);
        Node dy = Leaf.of("dy", Axes.join(rows, o));
        Node product = x0.times(w, x1).sum(i, j);
        List<Formula> all = new ArrayList<>();
        all.add(Formula.of("y", "y", bias ? product.plus(Leaf.of("bias", o)) : product, Axes.join(rows, o)));
        all.add(Formula.of("dx0", "dx0", dy.times(w, x1).sum(o, j), Axes.join(rows, i)));
        all.add(Formula.of("dx1", "dx1", dy.times(w, x0).sum(o, i), Axes.join(rows, j)));
        all.add(Formula.of("weight", "dweight", dy.times(x0, x1).sum(rows), o, i, j));
        if (bias) {
            all.add(Formula.of("bias", "dbias", dy.sum(rows), o));
        }
        return all;
    }
}
