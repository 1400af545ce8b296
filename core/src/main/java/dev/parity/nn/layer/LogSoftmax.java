package dev.parity.nn.layer;

import dev.parity.nn.Array;
import dev.parity.nn.Frame;
import dev.parity.nn.Rounding;
import dev.parity.nn.Rows;
import dev.parity.nn.Slices;
import dev.parity.tensor.Shape;

/**
 * yₖ = xₖ - m - log Σⱼ exp(xⱼ - m) along one dimension, with m = max x.
 * <pre>
 *   x (any shape)    y (the same)
 *   dxₖ = dyₖ - exp(yₖ) Σⱼ dyⱼ
 * </pre>
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

    @Override
    public Rounding rounding() {
        return new Rounding.Noisy(
                """
                m = torch.amax(torch.abs(x), [%1$d], True) + torch.log(x.size(%1$d)) + 1.
                z = self.a(x, m)
                d = z - torch.amax(z, [%1$d], True).detach()
                y = self.a(d - self.r(torch.log(self.r(torch.sum(self.r(torch.exp(d)), [%1$d], True)))), m)
                """
                        .formatted(dim));
    }
}
