package dev.parity.nn.layer;

import dev.parity.formula.Axis;
import dev.parity.formula.Formula;
import dev.parity.formula.Leaf;
import dev.parity.nn.Array;
import dev.parity.nn.Axes;
import dev.parity.nn.Frame;
import dev.parity.nn.Rounding;
import dev.parity.nn.Rows;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * y = x with its dimensions in another order: dimension i of y is dimension dims[i] of x.
 * <pre>
 *   x (N, C, H, W)    y (N, H, W, C) with dims [0, 2, 3, 1]        dx = dy with the order undone
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.permute.html">torch.permute</a>
 */
public record Permute(List<Integer> dims) implements Layer {
    @Override
    public Shape output(Shape... inputs) {
        Shape x = one(inputs);
        int[] order = order(x);
        return Shape.of(Arrays.stream(order).map(x::dim).toArray());
    }

    /** The dimensions, counted from 0. */
    private int[] order(Shape x) {
        int rank = x.rank();
        int[] order = dims.stream().mapToInt(d -> d < 0 ? d + rank : d).toArray();
        for (int d = 0; d < rank; d++) {
            int wanted = d;
            if (order.length != rank || Arrays.stream(order).noneMatch(o -> o == wanted)) {
                throw new BadInput("Permute takes each of the " + rank + " dimensions of its input of shape " + x
                        + " once, and has dims " + dims);
            }
        }
        return order;
    }

    @Override
    public void forward(Frame at) {
        permute(at.x(), order(at.x().shape()), at.y(output(at.x().shape())));
    }

    @Override
    public void backward(Frame at) {
        int[] order = order(at.x().shape());
        int[] back = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            back[order[i]] = i;
        }
        permute(at.dy(), back, at.dx());
    }

    /** Row by row of the result; a row is a run of x where the last dimension stays last, and strided otherwise. */
    private static void permute(Array x, int[] order, Array y) {
        int rank = order.length;
        if (rank == 0) {
            y.copy(x);
            return;
        }
        int[] strides = new int[rank];
        for (int i = 0; i < rank; i++) {
            strides[i] = x.shape().size(order[i] + 1, rank);
        }
        int[] sizes = y.shape().dims();
        int width = sizes[rank - 1];
        int step = strides[rank - 1];
        Rows.each(width == 0 ? 0 : y.size() / width, width, (from, to) -> {
            for (int r = from; r < to; r++) {
                int start = 0;
                for (int d = rank - 2, rest = r; d >= 0; rest /= sizes[d--]) {
                    start += rest % sizes[d] * strides[d];
                }
                if (step == 1) {
                    y.copy(r * width, x, start, width);
                    continue;
                }
                for (int i = 0; i < width; i++) {
                    y.set(r * width + i, x.get(start + i * step));
                }
            }
        });
    }

    @Override
    public String torch() {
        return "y = torch.permute(x, %s)".formatted(dims);
    }

    @Override
    public boolean rearranges() {
        return true;
    }

    @Override
    public Rounding rounding() {
        return Rounding.moved();
    }

    @Override
    public List<Formula> formulas(DType network, Shape... x) {
        Axis[] axes = Axes.of(x[0]);
        Axis[] turned =
                dims.stream().map(d -> axes[d < 0 ? d + axes.length : d]).toArray(Axis[]::new);
        return List.of(
                Formula.of("y", "y", Leaf.of("x", axes), turned), Formula.of("dx", "dx", Leaf.of("dy", turned), axes));
    }
}
