package dev.parity.nn.layer;

import dev.parity.formula.Axis;
import dev.parity.formula.Constant;
import dev.parity.formula.Formula;
import dev.parity.formula.Leaf;
import dev.parity.nn.Array;
import dev.parity.nn.Axes;
import dev.parity.nn.Frame;
import dev.parity.nn.Init;
import dev.parity.nn.Parameter;
import dev.parity.nn.Rounding;
import dev.parity.nn.Rows;
import dev.parity.nn.Sums;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Standardises rows, a row being the last dimensions of x, and gives each element of a row a scale and perhaps a shift.
 * <pre>
 *   x̂ = (x - mean) r,  r = 1/√(Σ (x - mean)² / m + eps),  y = weight x̂ + bias        mean of the row's m elements, or 0 if not centred
 *   dweight = Σ dy x̂    dbias = Σ dy        over the rows
 *   g = weight dy       dx = r (g - Σg/m - x̂ Σ(g x̂)/m)        sums over the row; no Σg/m if not centred
 * </pre>
 */
public sealed interface RowNorm extends Layer permits LayerNorm, RMSNorm {
    /** Rows are summed in so many parts, whatever the number of threads, so that this does not change a sum. */
    int PARTS = 8;

    List<Integer> normalized_shape();

    boolean elementwise_affine();

    boolean shifts();

    boolean centred();

    double eps(DType dtype);

    /** What the compact constructors check. */
    static void check(List<Integer> normalized_shape) {
        if (normalized_shape.isEmpty() || normalized_shape.stream().anyMatch(d -> d < 1)) {
            throw new BadInput(
                    "normalized_shape holds the sizes of the last dimensions, and here it is " + normalized_shape);
        }
    }

    default Shape row() {
        return Shape.of(normalized_shape().stream().mapToInt(d -> d).toArray());
    }

    @Override
    default Shape output(Shape... inputs) {
        Shape x = one(inputs);
        Shape row = row();
        if (x.rank() < row.rank() || !x.tail(x.rank() - row.rank()).equals(row)) {
            throw new BadInput(
                    type() + "(" + normalized_shape() + ") takes inputs that end in " + row + ", and here comes " + x);
        }
        return x;
    }

    @Override
    default List<Parameter> parameters() {
        List<Parameter> all = new ArrayList<>();
        if (elementwise_affine()) {
            all.add(new Parameter("weight", row(), Init.ones()));
        }
        if (shifts()) {
            all.add(new Parameter("bias", row(), Init.zeros()));
        }
        return all;
    }

    @Override
    default void forward(Frame at) {
        Array x = at.x();
        Array y = at.y(x.shape());
        int m = row().size();
        int n = x.size() / m;
        double eps = eps(at.dtype());
        double[] weight = weight(at, m);
        double[] bias = new double[m];
        if (shifts()) {
            at.param("bias").read(0, bias, 0, m);
        }
        Array mean = at.keepDoubles("mean", Shape.of(n));
        Array rstd = at.keepDoubles("rstd", Shape.of(n));
        Rows.each(n, m, (from, to) -> {
            double[] v = new double[m];
            for (int row = from; row < to; row++) {
                x.read(row * m, v, 0, m);
                double mu = centred() ? Sums.sum(v, 0, m) / m : 0;
                double r = 1 / Math.sqrt(Sums.squares(v, mu, 0, m) / m + eps);
                mean.set(row, mu);
                rstd.set(row, r);
                for (int i = 0; i < m; i++) {
                    v[i] = (v[i] - mu) * r * weight[i] + bias[i];
                }
                y.write(row * m, v, 0, m);
            }
        });
    }

    @Override
    default void backward(Frame at) {
        int m = row().size();
        int n = at.x().size() / m;
        double[] weight = weight(at, m);
        double[][] dweight = new double[PARTS][];
        double[][] dbias = new double[PARTS][];
        Rows.each(PARTS, at.x().size() / PARTS, (from, to) -> {
            for (int p = from; p < to; p++) {
                dweight[p] = new double[m];
                dbias[p] = new double[m];
                backward(
                        at,
                        (int) ((long) n * p / PARTS),
                        (int) ((long) n * (p + 1) / PARTS),
                        weight,
                        dweight[p],
                        dbias[p]);
            }
        });
        if (elementwise_affine()) {
            total(dweight, at.dparam("weight"));
        }
        if (shifts()) {
            total(dbias, at.dparam("bias"));
        }
    }

    private void backward(Frame at, int from, int to, double[] weight, double[] dweight, double[] dbias) {
        int m = weight.length;
        double[] v = new double[m];
        double[] d = new double[m];
        for (int row = from; row < to; row++) {
            at.x().read(row * m, v, 0, m);
            at.dy().read(row * m, d, 0, m);
            double mu = at.kept("mean").get(row);
            double r = at.kept("rstd").get(row);
            for (int i = 0; i < m; i++) {
                v[i] = (v[i] - mu) * r;
                dweight[i] += d[i] * v[i];
                dbias[i] += d[i];
                d[i] *= weight[i];
            }
            double a = centred() ? Sums.sum(d, 0, m) / m : 0;
            double b = Sums.products(d, v, 0, m) / m;
            for (int i = 0; i < m; i++) {
                d[i] = r * (d[i] - a - v[i] * b);
            }
            at.dx().write(row * m, d, 0, m);
        }
    }

    private double[] weight(Frame at, int m) {
        double[] weight = new double[m];
        if (elementwise_affine()) {
            at.param("weight").read(0, weight, 0, m);
        } else {
            java.util.Arrays.fill(weight, 1);
        }
        return weight;
    }

    private static void total(double[][] parts, Array into) {
        double[] sum = parts[0];
        for (int p = 1; p < parts.length; p++) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += parts[p][i];
            }
        }
        into.write(0, sum, 0, sum.length);
    }

    /** See {@link Standardised}: a group is a row, and each of its elements has a weight of its own. */
    @Override
    default Rounding rounding() {
        String opening = """
                t = x.reshape([-1, %1$d])
                g = dy.reshape(t.size())
                w = %2$s
                b = %3$s
                group, channel = [1], [0]
                inner: List[int] = []
                eps = %4$s
                """.formatted(
                        row().size(),
                        elementwise_affine() ? "weight.reshape([1, -1])" : "torch.ones([1, 1], dtype=7)",
                        shifts() ? "bias.reshape([1, -1])" : "torch.zeros([1, 1], dtype=7)",
                        epsilon());
        return Standardised.rule(
                opening,
                centred() ? "torch.mean(t, group, True)" : "torch.zeros_like(torch.mean(t, group, True))",
                "torch.mean(torch.square(t - mu), group, True)",
                true,
                centred(),
                elementwise_affine(),
                shifts(),
                "");
    }

    /** The number added to the variance, in TorchScript; what follows from the arrays' type, from u. */
    String epsilon();

    /** The variance in one pass, E[x²] - mean², and y folded into x a + b. */
    @Override
    default List<String> alternatives(DType network) {
        String layout = """
                t = x.reshape([-1, %d])
                mu = %s
                """.formatted(
                row().size(), centred() ? "torch.mean(t, [1], True)" : "torch.zeros_like(torch.mean(t, [1], True))");
        String shift = shifts() ? " + bias.reshape([1, -1])" : "";
        String scale = elementwise_affine() ? " * weight.reshape([1, -1])" : "";
        String onePass = "v = torch.mean(t * t, [1], True) - mu * mu\n";
        String twoPass = "v = torch.mean(torch.square(t - mu), [1], True)\n";
        String r = "r = 1. / torch.sqrt(v + %s)\n".formatted(eps(network));
        String plain = "y = ((t - mu) * r" + scale + shift + ").view_as(x)\n";
        String folded = "a = r" + scale + "\ny = (t * a + (" + (shifts() ? "bias.reshape([1, -1])" : "0.")
                + " - mu * a)).view_as(x)\n";
        return List.of(layout + onePass + r + plain, layout + twoPass + r + folded, layout + onePass + r + folded);
    }

    @Override
    default List<Formula> formulas(DType network, Shape... inputs) {
        int width = normalized_shape().size();
        Axis[] rows = Axes.rows(inputs[0], width);
        Axis[] row = new Axis[width];
        for (int d = 0; d < width; d++) {
            row[d] = Axis.of(d == width - 1 ? "m" : "m" + d, normalized_shape().get(d));
        }
        return StandardisedFormulas.of(new StandardisedFormulas(
                Axes.join(rows, row),
                row,
                rows,
                centred(),
                true,
                Constant.option("eps", eps(network)),
                elementwise_affine() ? List.of(Leaf.of("weight", row)) : List.of(),
                shifts() ? List.of(Leaf.of("bias", row)) : List.of(),
                row));
    }
}
