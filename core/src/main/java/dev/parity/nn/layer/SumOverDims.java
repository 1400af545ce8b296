package dev.parity.nn.layer;

import dev.parity.formula.Axis;
import dev.parity.formula.Count;
import dev.parity.formula.Formula;
import dev.parity.formula.Leaf;
import dev.parity.formula.Node;
import dev.parity.nn.Array;
import dev.parity.nn.Axes;
import dev.parity.nn.Frame;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A sum over some dimensions, times a factor: over one, several, or (without {@code dim}) all.
 * <pre>
 *   x (N, T, D)    y (N, D) with dim 1; (N, 1, D) with keepdim        dx = factor dy, repeated where the sum was
 * </pre>
 */
public sealed interface SumOverDims extends Layer permits Mean, Sum {
    List<Integer> dim();

    boolean keepdim();

    /** What a sum of n elements is multiplied by. */
    double factor(int n);

    /** PyTorch's function. */
    String function();

    @Override
    default Shape output(Shape... inputs) {
        Shape x = one(inputs);
        boolean[] gone = gone(x);
        return Shape.of(IntStream.range(0, x.rank())
                .filter(d -> keepdim() || !gone[d])
                .map(d -> gone[d] ? 1 : x.dim(d))
                .toArray());
    }

    /** Which dimensions of the input are summed over. */
    private boolean[] gone(Shape x) {
        boolean[] gone = new boolean[x.rank()];
        Arrays.fill(gone, dim().isEmpty());
        for (int d : dim()) {
            int at = d < 0 ? d + x.rank() : d;
            if (at < 0 || at >= x.rank() || gone[at]) {
                throw new BadInput(type() + ": dim " + dim() + " does not name dimensions of an input of shape " + x
                        + ", each once");
            }
            gone[at] = true;
        }
        return gone;
    }

    /** The result, with every dimension of the input still there. */
    private Broadcast broadcast(Shape x) {
        boolean[] gone = gone(x);
        return new Broadcast(
                Shape.of(IntStream.range(0, x.rank())
                        .map(d -> gone[d] ? 1 : x.dim(d))
                        .toArray()),
                x);
    }

    @Override
    default void forward(Frame at) {
        Array x = at.x();
        Array y = at.y(output(x.shape()));
        broadcast(x.shape()).sum(x, factor(x.size() / Math.max(1, y.size())), at.keepDoubles("sums", y.shape()), y);
    }

    @Override
    default void backward(Frame at) {
        Array dx = at.dx();
        broadcast(dx.shape()).spread(at.dy(), dx);
        double factor = factor(dx.size() / Math.max(1, at.dy().size()));
        if (factor != 1) {
            dx.scale(factor);
        }
    }

    @Override
    default String torch() {
        return "y = torch.%s(x, %s, %s)"
                .formatted(function(), dim().isEmpty() ? "None" : dim(), keepdim() ? "True" : "False");
    }

    @Override
    default List<Formula> formulas(DType network, Shape... x) {
        Axis[] axes = Axes.of(x[0]);
        boolean[] gone = gone(x[0]);
        List<Axis> over = new ArrayList<>();
        for (int d = 0; d < axes.length; d++) {
            if (gone[d]) {
                over.add(axes[d]);
            }
        }
        Axis[] reduced = over.toArray(Axis[]::new);
        Axis[] left = Axes.without(axes, reduced);
        Node dy = Leaf.of("dy", left);
        boolean mean = factor(2) != 1;
        return List.of(
                Formula.of(
                        "y",
                        "y",
                        mean
                                ? Leaf.of("x", axes).mean(reduced)
                                : Leaf.of("x", axes).sum(reduced),
                        left),
                Formula.of("dx", "dx", mean ? dy.over(Count.of(reduced)) : dy, axes));
    }
}
