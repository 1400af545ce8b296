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
 * yₖ = exp(xₖ - m) / Σⱼ exp(xⱼ - m) along one dimension, with m = max x.
 * <pre>
 *   x (any shape)    y (the same)
 *   dxₖ = yₖ (dyₖ - Σⱼ dyⱼ yⱼ)
 * </pre>
 *
 * <p>Rows in one piece are worked on whole ({@link Strip}); a test holds them to the plain loops.
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.Softmax.html">torch.nn.Softmax</a>
 */
public record Softmax(int dim) implements Layer {
    @Override
    public Shape output(Shape... x) {
        Slices.along("Softmax", one(x), dim);
        return x[0];
    }

    @Override
    public void forward(Frame at) {
        Array x = at.x();
        Array y = at.y(x.shape());
        Slices slices = Slices.along("Softmax", x.shape(), dim);
        if (slices.inner() == 1) {
            forwardRows(slices.length(), x, y);
        } else {
            forwardPlain(slices, x, y);
        }
    }

    private static void forwardRows(int width, Array x, Array y) {
        Rows.each(x.size() / Math.max(width, 1), width, (from, to) -> {
            Strip row = Strip.of(x.dtype(), width);
            for (int s = from; s < to; s++) {
                row.load(x, s * width, width);
                double sum = row.exp(row.max()).sum();
                row.divide(sum).store(y, s * width);
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
                    double e = Math.exp(x.get(i) - max);
                    y.set(i, e);
                    sum += e;
                }
                for (int i = start; i < end; i += step) {
                    y.set(i, y.get(i) / sum);
                }
            }
        });
    }

    @Override
    public void backward(Frame at) {
        Array y = at.y();
        Array dy = at.dy();
        Array dx = at.dx();
        Slices slices = Slices.along("Softmax", y.shape(), dim);
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
                p.load(y, s * width, width);
                row.load(dy, s * width, width);
                row.add(-row.dot(p)).multiply(p).store(dx, s * width);
            }
        });
    }

    static void backwardPlain(Slices slices, Array y, Array dy, Array dx) {
        int step = slices.inner();
        Rows.each(slices.count(), slices.length(), (from, to) -> {
            for (int s = from; s < to; s++) {
                int start = slices.start(s);
                int end = start + slices.length() * step;
                double dot = 0;
                for (int i = start; i < end; i += step) {
                    dot += dy.get(i) * y.get(i);
                }
                for (int i = start; i < end; i += step) {
                    dx.set(i, y.get(i) * (dy.get(i) - dot));
                }
            }
        });
    }

    @Override
    public String torch() {
        return "y = torch.softmax(x, %d)".formatted(dim);
    }

    /**
     * With the row's M = |max x| + log k + 1, d = max x - x, and c = u²/4:
     * <pre>
     *   y     s² = y² (12c + c (2M² + 3d² + Σ y² d² + k/2))        exp(x - logsumexp x) is as right as exp(x - m) / Σ
     *   dx    with t = Σ dy y:  s² = (dx s / y)² + (y t)² 2c M² + y² Σ (dy s)²        y is a factor: squared, it would vanish
     *                              + c y² ((k/2 + 2) (Σ (dy y)² + t²) + (k/2 + 3) dy² + 3 (dy - t)² + t²)
     * </pre>
     */
    @Override
    public Rounding rounding() {
        String start = """
                k = float(x.size(%1$d))
                top = torch.amax(x, [%1$d], True)
                M = torch.abs(top) + torch.log(k) + 1.
                d = torch.where(y > 0., top - x, torch.zeros_like(x))
                """.formatted(dim);
        return new Rounding.Ruled(start + """
                rel = c2 * (12. + 2. * M * M + 3. * d * d + torch.sum(y * y * d * d, [%1$d], True) + k / 2.)
                s_y = y * torch.sqrt(rel) + (4. + k) * tiny
                big = torch.clamp(torch.amax(torch.abs(dy), [%1$d], True), min=tiny)
                h = dy / big
                t = torch.sum(h * y, [%1$d], True)
                own = rel * torch.square(h - t) + t * t * 2. * c2 * M * M + torch.sum(h * h * y * y * rel, [%1$d], True)
                sums = (k / 2. + 2.) * (torch.sum(torch.square(h * y), [%1$d], True) + t * t) + (k / 2. + 3.) * h * h + 3. * torch.square(h - t) + t * t
                s_dx = big * y * torch.sqrt(own + c2 * sums) + tiny * (4. + k) * torch.clamp(big * (torch.abs(h) + torch.abs(t)), min=1.)
                """.formatted(dim), start + """
                b_y = y * u * (d + 2. * M + torch.sum(y * d, [%1$d], True) + 10. + k) + (4. + k) * tiny
                """.formatted(dim), "");
    }

    /** exp(x - logsumexp x), and without taking the largest away. */
    @Override
    public List<String> alternatives() {
        return List.of(
                "y = torch.exp(x - torch.logsumexp(x, [%d], True))".formatted(dim),
                "e = torch.exp(x)\ny = e / torch.sum(e, [%d], True)".formatted(dim));
    }

    @Override
    public List<Formula> formulas(DType network, Shape... x) {
        Axis[] axes = Axes.of(x[0]);
        Axis k = axes[dim < 0 ? dim + axes.length : dim];
        Node e = Leaf.of("x", axes);
        e = e.minus(e.max(k)).apply(Fn.EXP).named("e");
        Node y = Leaf.of("y", axes);
        Node dy = Leaf.of("dy", axes);
        return List.of(
                Formula.of("y", "y", e.over(e.sum(k)), axes),
                Formula.of("dx", "dx", y.times(dy.minus(dy.times(y).sum(k))), axes));
    }
}
