package dev.parity.nn.loss;

import dev.parity.nn.Array;
import dev.parity.nn.Default;
import dev.parity.nn.Frame;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Shape;
import java.util.Arrays;

/**
 * Σ (log v + (m - t)² / v) / 2d for a mean m and v = max(variance, eps); {@code full} adds log(2π) / 2 to each term.
 * <pre>
 *   x0 = m, target t (any shape, the same)    x1 = variance (the same, or with one dimension 1, or the last missing)
 *   dx0 = (m - t) / v / d
 *   dx1 = (1 - (m - t)² / v) / 2vd, summed where a variance is shared; also where eps stands in for it, since
 *         PyTorch clamps without a gradient
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.GaussianNLLLoss.html">torch.nn.GaussianNLLLoss</a>
 */
public record GaussianNLLLoss(
        @Default("false") boolean full,
        @Default("1e-6") double eps,
        @Default("\"mean\"") Reduction reduction) implements Loss {
    public GaussianNLLLoss {
        reduction.notBatchmean("GaussianNLLLoss");
        if (!(eps > 0)) {
            throw new BadInput("eps is above 0, and is " + eps);
        }
    }

    @Override
    public void check(Shape target, Shape... x) {
        two(x);
        sameShape(target, x[0]);
        if (variance(x[0], x[1]) == null) {
            throw new BadInput("GaussianNLLLoss takes inputs [mean, variance], and a variance of shape " + x[1]
                    + " does not go with a mean of shape " + x[0]
                    + "; it has the same shape, or one dimension of 1, or lacks the last one");
        }
    }

    /** The variance's shape with all dimensions, or null where it has none that fits. */
    private static Shape variance(Shape mean, Shape variance) {
        if (variance.equals(mean)) {
            return variance;
        }
        int[] dims = mean.dims();
        if (dims.length > 0 && Arrays.equals(variance.dims(), Arrays.copyOf(dims, dims.length - 1))) {
            return mean.with(-1, 1);
        }
        for (int d = 0; d < dims.length; d++) {
            if (variance.equals(mean.with(d, 1))) {
                return variance;
            }
        }
        return null;
    }

    private static Stretched broadcast(Frame at) {
        Shape mean = at.x(0).shape();
        return Stretched.of("a variance", variance(mean, at.x(1).shape()), mean);
    }

    @Override
    public double forward(Frame at) {
        Array mean = at.x(0);
        Array t = at.param("target");
        Stretched shared = broadcast(at);
        double sum = 0;
        for (int i = 0, n = mean.size(); i < n; i++) {
            double v = clamped(at, shared.at(i));
            double e = mean.get(i) - t.get(i);
            sum += Math.log(v) + e * e / v + (full ? Math.log(2 * Math.PI) : 0);
        }
        return sum / 2 / reduction.divisor(mean.shape());
    }

    @Override
    public void backward(Frame at, double g) {
        Array mean = at.x(0);
        Array t = at.param("target");
        Array dmean = at.dx(0);
        Array dvariance = at.dx(1);
        Stretched shared = broadcast(at);
        double c = g / reduction.divisor(mean.shape());
        dvariance.fill(0);
        for (int i = 0, n = mean.size(); i < n; i++) {
            int j = shared.at(i);
            double v = clamped(at, j);
            double e = mean.get(i) - t.get(i);
            dmean.set(i, c * e / v);
            dvariance.add(j, c * (1 - e * e / v) / (2 * v));
        }
    }

    private double clamped(Frame at, int j) {
        double v = at.x(1).get(j);
        if (v < 0) {
            throw new BadInput("GaussianNLLLoss takes a variance from 0, and the one at "
                    + Arrays.toString(at.x(1).shape().index(j)) + " is " + v + "; put a Softplus before it");
        }
        return Math.max(v, eps);
    }

    @Override
    public String intoDomain() {
        return "xs = [xs[0], torch.clamp(xs[1], min=0.)]\n";
    }

    @Override
    public String torch() {
        return """
                v = xs[1].clone()
                if bool(torch.any(torch.lt(v, 0))):
                  ops.prim.RaiseException("var has negative entry/entries")
                if v.dim() < x.dim():
                  v = v.unsqueeze(-1)
                v.detach().clamp_(%s)
                e = 0.5 * (torch.log(v) + (x - target) ** 2 / v)%s
                value = e.%s()""".formatted(eps, full ? " + " + 0.5 * Math.log(2 * Math.PI) : "", reduction);
    }

    /**
     * Over n elements, with e = m - t, w = (|log v| + 1 + e² / v, and what {@code full} adds) / 2, of which log v rounds at 1 too, since
     * log √v is as right, and z = (1 / v + e² / v²) / 2d, for k elements that share a variance:
     * <pre>
     *   value   s² = ((2u)² Σ w² + (max(√n / 2, n / 90) u Σ w)²) / d²
     *   dx0     s  = 3u |dx0|
     *   dx1     s² = (3u)² S + u²/4 k/2 (S + dx1²)        S = Σ z²: the two parts may cancel
     * </pre>
     */
    @Override
    public String rounding() {
        return """
                n = float(x.numel())
                d = %1$s
                v = torch.clamp(xs[1], min=%2$s)
                if v.dim() < x.dim():
                  v = v.unsqueeze(-1)
                e = torch.square(x - target) / v
                w = 0.5 * (torch.abs(torch.log(v)) + 1. + e + %3$s)
                s_value = torch.sqrt(4. * u * u * torch.sum(w * w) + %4$s) / d
                s_dx0 = 3. * u * dx0
                z = 0.5 * (1. + e) / v * (scale / d)
                k = n / float(max(v.numel(), 1))
                S = torch.reshape(torch.sum_to_size(z * z, v.size()), dx1.size())
                s_dx1 = u * torch.sqrt(9. * S + 0.125 * k * (S + dx1 * dx1))
                """.formatted(
                        reduction == Reduction.mean ? "n" : "1.",
                        eps,
                        full ? Double.toString(Math.log(2 * Math.PI)) : "0.",
                        SUMMED.formatted("torch.sum(w)"));
    }

    @Override
    public String bounds() {
        return """
                b_value = 2. * (n + 8.) * u * torch.sum(w) / d
                b_dx0 = 4. * s_dx0
                b_dx1 = (k + 16.) * u * torch.reshape(torch.sum_to_size(z, v.size()), dx1.size())
                """;
    }
}
