package dev.parity.nn.layer;

import dev.parity.nn.Array;
import dev.parity.nn.Frame;
import dev.parity.nn.Hidden;
import dev.parity.nn.Rounding;
import dev.parity.nn.Rows;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A function of each element alone: y = f(x).
 * <pre>
 *   x (any shape)    y (the same)
 *   dx = dy f'(x)
 * </pre>
 */
public sealed interface Activation extends Layer
        permits CELU,
                ELU,
                Exp,
                GELU,
                Hardsigmoid,
                Hardswish,
                Hardtanh,
                LeakyReLU,
                LogSigmoid,
                Mish,
                ReLU,
                ReLU6,
                SELU,
                SiLU,
                Sigmoid,
                Softplus,
                Softsign,
                Square,
                Tanh {
    /** f(x). */
    double f(double x);

    /**
     * dy f'(x), where y = f(x) is at hand already. A branch that lets nothing through is 0 and no product, as in PyTorch:
     * not even a dy that is not finite passes it.
     */
    double dx(double dy, double x, double y);

    /** Where f has a corner, and its derivative is a matter of definition. */
    default double[] corners() {
        return new double[0];
    }

    @Override
    default List<Hidden> hides(Tensor... x) {
        return DoubleStream.of(corners())
                .filter(corner -> IntStream.range(0, x[0].size()).noneMatch(i -> x[0].get(i) == corner))
                .mapToObj(corner -> new Hidden(
                        "another derivative of " + type() + " at exactly " + (float) corner
                                + ", which none of its inputs is",
                        "let one of them be, for instance by a row of zeros in x and a bias of that value"))
                .toList();
    }

    /** Other right formulas of f work at these sizes: 1 for those made of exponentials, |x| where x is a factor. */
    @Override
    default Rounding rounding() {
        return new Rounding.Elementwise("torch.clamp(torch.abs(x), min=1.)", "1. + torch.abs(x)");
    }

    @Override
    default Shape output(Shape... x) {
        return one(x);
    }

    /** Elements that are read, computed and written together: three blocks stay in the first cache. */
    int BLOCK = 1024;

    @Override
    default void forward(Frame at) {
        Array x = at.x();
        Array y = at.y(x.shape());
        Rows.each(x.size(), 1, (from, to) -> {
            double[] block = new double[Math.min(BLOCK, to - from)];
            for (int start = from; start < to; start += BLOCK) {
                int n = Math.min(BLOCK, to - start);
                x.read(start, block, 0, n);
                for (int i = 0; i < n; i++) {
                    block[i] = f(block[i]);
                }
                y.write(start, block, 0, n);
            }
        });
    }

    @Override
    default void backward(Frame at) {
        Array x = at.x();
        Array y = at.y();
        Array dy = at.dy();
        Array dx = at.dx();
        Rows.each(x.size(), 1, (from, to) -> {
            double[] block = new double[Math.min(BLOCK, to - from)];
            double[] xs = new double[block.length];
            double[] ys = new double[block.length];
            for (int start = from; start < to; start += BLOCK) {
                int n = Math.min(BLOCK, to - start);
                dy.read(start, block, 0, n);
                x.read(start, xs, 0, n);
                y.read(start, ys, 0, n);
                for (int i = 0; i < n; i++) {
                    block[i] = dx(block[i], xs[i], ys[i]);
                }
                dx.write(start, block, 0, n);
            }
        });
    }
}
