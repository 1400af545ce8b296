package dev.parity.nn.layer;

import dev.parity.formula.Axis;
import dev.parity.formula.Fn;
import dev.parity.formula.Formula;
import dev.parity.formula.Leaf;
import dev.parity.formula.Node;
import dev.parity.nn.Array;
import dev.parity.nn.Axes;
import dev.parity.nn.Frame;
import dev.parity.nn.Rounding;
import dev.parity.nn.Rows;
import dev.parity.nn.Slices;
import dev.parity.nn.Strip;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import java.util.List;

/**
 * yₖ = xₖ - m - log Σⱼ exp(xⱼ - m) along one dimension, with m = max x.
 * <pre>
 *   x (any shape)    y (the same)
 *   dxₖ = dyₖ - exp(yₖ) Σⱼ dyⱼ
 * </pre>
 *
 * <p>Rows in one piece are worked on whole ({@link Strip}); a test holds them to the plain loops.
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.LogSoftmax.html">torch.nn.LogSoftmax</a>
 */
public record LogSoftmax(int dim) implements Layer {
    @Override
    public Shape output(Shape... x) {
        Slices.along("LogSoftmax", one(x), dim);
        return x[0];
    }

    @Override
    public void forward(Frame at) {
        Array x = at.x();
        Array y = at.y(x.shape());
        Slices slices = Slices.along("LogSoftmax", x.shape(), dim);
        if (slices.inner() == 1) {
            forwardRows(slices.length(), x, y);
        } else {
            forwardPlain(slices, x, y);
        }
    }

    private static void forwardRows(int width, Array x, Array y) {
        Rows.each(x.size() / Math.max(width, 1), width, (from, to) -> {
            Strip row = Strip.of(x.dtype(), width);
            Strip exp = Strip.of(x.dtype(), width);
            for (int s = from; s < to; s++) {
                row.load(x, s * width, width);
                double max = row.max();
                double log = Math.log(exp.copy(row).exp(max).sum());
                row.add(-max).add(-log).store(y, s * width);
            }
        });
    }

    static void forwardPlain(Slices slices, Array x, Array y) {
        int step = slices.inner();
        Rows.each(slices.count(), slices.length(), (from, to) -> {
            for (int s = from; s < to; s++) {
                int start = slices.start(s);
                int end = start + slices.length() * step;
                double max = Double.NEGATIVE_INFINITY;
                for (int i = start; i < end; i += step) {
                    max = Math.max(max, x.get(i));
                }
                double sum = 0;
                for (int i = start; i < end; i += step) {
                    sum += Math.exp(x.get(i) - max);
                }
                double log = Math.log(sum);
                for (int i = start; i < end; i += step) {
                    y.set(i, x.get(i) - max - log);
                }
            }
        });
    }

    @Override
    public void backward(Frame at) {
        Array y = at.y();
        Array dy = at.dy();
        Array dx = at.dx();
        Slices slices = Slices.along("LogSoftmax", y.shape(), dim);
        if (slices.inner() == 1) {
            backwardRows(slices.length(), y, dy, dx);
        } else {
            backwardPlain(slices, y, dy, dx);
        }
    }

    private static void backwardRows(int width, Array y, Array dy, Array dx) {
        Rows.each(y.size() / Math.max(width, 1), width, (from, to) -> {
            Strip p = Strip.of(y.dtype(), width);
            Strip row = Strip.of(y.dtype(), width);
            for (int s = from; s < to; s++) {
                p.load(y, s * width, width).exp(0);
                row.load(dy, s * width, width);
                row.add(-row.sum(), p).store(dx, s * width);
            }
        });
    }

    static void backwardPlain(Slices slices, Array y, Array dy, Array dx) {
        int step = slices.inner();
        Rows.each(slices.count(), slices.length(), (from, to) -> {
            for (int s = from; s < to; s++) {
                int start = slices.start(s);
                int end = start + slices.length() * step;
                double sum = 0;
                for (int i = start; i < end; i += step) {
                    sum += dy.get(i);
                }
                for (int i = start; i < end; i += step) {
                    dx.set(i, dy.get(i) - Math.exp(y.get(i)) * sum);
                }
            }
        });
    }

    @Override
    public String torch() {
        return "y = torch.log_softmax(x, %d)".formatted(dim);
    }

    /**
     * With the row's M = |max x| + log k + 1, d = max x - x, p = exp y, D = Σ dy, and c = u²/4:
     * <pre>
     *   y     s² = c (2M² + 3d² + k/2 + 4)        never relative to |y|: where p is near 1 it is a difference of large numbers
     *   dx    s² = p² (D² (s²y + 4c) + c (k/2 + 2) (Σ dy² + D²)) + c (dy² + dx²)
     * </pre>
     */
    @Override
    public Rounding rounding() {
        String start = """
                k = float(x.size(%1$d))
                top = torch.amax(x, [%1$d], True)
                M = torch.abs(top) + torch.log(k) + 1.
                d = torch.where(x > -inf, top - x, torch.zeros_like(x))
                """.formatted(dim);
        return new Rounding.Ruled(start + """
                s = c2 * (2. * M * M + 3. * d * d + k / 2. + 4.)
                s_y = torch.sqrt(s)
                p = torch.exp(y)
                big = torch.clamp(torch.amax(torch.abs(dy), [%1$d], True), min=tiny)
                h = dy / big
                D = torch.sum(h, [%1$d], True)
                s_dx = torch.hypot(big * p * torch.sqrt(D * D * (s + 4. * c2) + c2 * (k / 2. + 2.) * (torch.sum(h * h, [%1$d], True) + D * D)), 0.5 * u * torch.hypot(dy, dx))
                """.formatted(dim), start + """
                b_y = u * (d * 2. + 2. * M + k + 4.)
                """, "");
    }

    /** log softmax, and x - logsumexp x. */
    @Override
    public List<String> alternatives() {
        return List.of(
                "y = torch.log(torch.softmax(x, %d))".formatted(dim),
                "y = x - torch.log(torch.sum(torch.exp(x), [%d], True))".formatted(dim));
    }

    @Override
    public List<Formula> formulas(DType network, Shape... x) {
        Axis[] axes = Axes.of(x[0]);
        Axis k = axes[dim < 0 ? dim + axes.length : dim];
        Node shifted = Leaf.of("x", axes);
        shifted = shifted.minus(shifted.max(k));
        Node dy = Leaf.of("dy", axes);
        Node probability = Leaf.of("y", axes).apply(Fn.EXP);
        return List.of(
                Formula.of("y", "y", shifted.minus(shifted.apply(Fn.EXP).sum(k).apply(Fn.LOG)), axes),
                Formula.of("dx", "dx", dy.minus(probability.times(dy.sum(k))), axes));
    }
}
