package dev.parity.nn.layer;

import dev.parity.formula.Axis;
import dev.parity.formula.Formula;
import dev.parity.formula.Leaf;
import dev.parity.formula.Node;
import dev.parity.nn.Array;
import dev.parity.nn.Axes;
import dev.parity.nn.Frame;
import dev.parity.nn.Hidden;
import dev.parity.nn.Rounding;
import dev.parity.nn.Rows;
import dev.parity.nn.Strip;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.util.List;

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
        return Corners.unseen(type(), x[0], corners());
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

    /** f of a stretch: x, which becomes y. One that is worth it has it in the network's own arithmetic; {@code u} is room. */
    default void f(Strip x, Strip u) {
        for (int i = 0, n = x.length(); i < n; i++) {
            x.set(i, f(x.get(i)));
        }
    }

    /** The same for dy, which becomes dx; x and y may be used up. */
    default void dx(Strip dy, Strip x, Strip y, Strip u) {
        for (int i = 0, n = dy.length(); i < n; i++) {
            dy.set(i, dx(dy.get(i), x.get(i), y.get(i)));
        }
    }

    /** f(x) as a formula. */
    Node f(Node x);

    /** dy f'(x) as a formula. */
    Node dx(Node dy, Node x, Node y);

    @Override
    default List<Formula> formulas(DType network, Shape... inputs) {
        Axis[] axes = Axes.of(inputs[0]);
        Node x = Leaf.of("x", axes);
        return List.of(
                Formula.of("y", "y", f(x), axes),
                Formula.of("dx", "dx", dx(Leaf.of("dy", axes), x, Leaf.of("y", axes)), axes));
    }

    /** Elements that are read, computed and written together: they stay in the first cache. */
    int BLOCK = 1024;

    @Override
    default void forward(Frame at) {
        Array x = at.x();
        Array y = at.y(x.shape());
        Rows.each(x.size(), 1, (from, to) -> {
            int block = Math.min(BLOCK, to - from);
            Strip strip = Strip.of(at.dtype(), block);
            Strip room = Strip.of(at.dtype(), block);
            for (int start = from; start < to; start += BLOCK) {
                f(strip.load(x, start, Math.min(BLOCK, to - start)), room);
                strip.store(y, start);
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
            int block = Math.min(BLOCK, to - from);
            Strip strip = Strip.of(at.dtype(), block);
            Strip xs = Strip.of(at.dtype(), block);
            Strip ys = Strip.of(at.dtype(), block);
            Strip room = Strip.of(at.dtype(), block);
            for (int start = from; start < to; start += BLOCK) {
                int n = Math.min(BLOCK, to - start);
                dx(strip.load(dy, start, n), xs.load(x, start, n), ys.load(y, start, n), room);
                strip.store(dx, start);
            }
        });
    }
}
