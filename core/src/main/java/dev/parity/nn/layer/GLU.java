package dev.parity.nn.layer;

import dev.parity.formula.Axis;
import dev.parity.formula.Compare;
import dev.parity.formula.Constant;
import dev.parity.formula.Fn;
import dev.parity.formula.Formula;
import dev.parity.formula.Leaf;
import dev.parity.formula.Node;
import dev.parity.formula.Pick;
import dev.parity.formula.Place;
import dev.parity.nn.Array;
import dev.parity.nn.Axes;
import dev.parity.nn.Default;
import dev.parity.nn.Frame;
import dev.parity.nn.Rounding;
import dev.parity.nn.Rows;
import dev.parity.nn.Slices;
import dev.parity.nn.Squash;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * y = a σ(b), where a and b are the halves of x along one dimension and σ(b) = 1 / (1 + e⁻ᵇ).
 * <pre>
 *   x (.., 2n, ..)    y (.., n, ..)
 *   da = dy σ(b)      db = dy a σ(b) (1 - σ(b))
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.GLU.html">torch.nn.GLU</a>
 */
public record GLU(@Default("-1") int dim) implements Layer {
    @Override
    public Shape output(Shape... inputs) {
        Shape x = one(inputs);
        int length = Slices.along("GLU", x, dim).length();
        if (length % 2 != 0) {
            throw new BadInput("GLU halves dimension " + dim + ", so its size is even, and here comes " + x);
        }
        return x.with(dim, length / 2);
    }

    @Override
    public void forward(Frame at) {
        Array x = at.x();
        Array y = at.y(output(x.shape()));
        Slices slices = Slices.along("GLU", x.shape(), dim);
        int half = slices.length() / 2 * slices.inner();
        Rows.each(slices.outer(), 2 * half, (from, to) -> {
            for (int i = from * half; i < to * half; i++) {
                int a = i + i / half * half;
                y.set(i, x.get(a) * Squash.sigmoid(x.get(a + half)));
            }
        });
    }

    @Override
    public void backward(Frame at) {
        Array x = at.x();
        Array dy = at.dy();
        Array dx = at.dx();
        Slices slices = Slices.along("GLU", x.shape(), dim);
        int half = slices.length() / 2 * slices.inner();
        Rows.each(slices.outer(), 2 * half, (from, to) -> {
            for (int i = from * half; i < to * half; i++) {
                int a = i + i / half * half;
                double s = Squash.sigmoid(x.get(a + half));
                double d = dy.get(i) * s;
                dx.set(a, d);
                dx.set(a + half, d * x.get(a) * (1 - s));
            }
        });
    }

    @Override
    public String torch() {
        return "y = torch.glu(x, %d)".formatted(dim);
    }

    /**
     * With the halves a and b of x:
     * <pre>
     *   y     s = u |a|              the sigmoid rounds at the size 1
     *   dx    s = u |dy| of a's half, u |dy a| of b's
     * </pre>
     */
    @Override
    public Rounding rounding() {
        return new Rounding.Ruled("""
                p, q = torch.chunk(x, 2, %1$d)
                s_y = u * torch.abs(p)
                s_dx = u * torch.cat([torch.abs(dy), torch.abs(dy * p)], %1$d)
                """.formatted(dim), "", "");
    }

    @Override
    public List<String> alternatives() {
        return List.of("p, q = torch.chunk(x, 2, %1$d)\ny = p * (0.5 * (1. + torch.tanh(0.5 * q)))".formatted(dim));
    }

    @Override
    public List<Formula> formulas(DType network, Shape... inputs) {
        Shape x = inputs[0];
        int along = dim < 0 ? dim + x.rank() : dim;
        Axis[] halves = Axes.of(output(x));
        Axis half = Axis.of("half", 2);
        Axis[] axes = Axes.join(Arrays.copyOfRange(halves, 0, along), half);
        axes = Axes.join(axes, Arrays.copyOfRange(halves, along, halves.length));
        Node a = new Pick(Leaf.of("x", axes), half, 0);
        Node gate = new Pick(Leaf.of("x", axes), half, 1).apply(Fn.SIGMOID);
        Node dy = Leaf.of("dy", halves);
        Node first = new Place(half).is(Compare.Test.EQUAL, 0);
        return List.of(
                Formula.of("y", "y", a.times(gate), halves),
                Formula.of(
                        "dx",
                        "dx",
                        dy.times(gate)
                                .where(first, dy.times(a, gate, Constant.of(1).minus(gate))),
                        axes));
    }
}
