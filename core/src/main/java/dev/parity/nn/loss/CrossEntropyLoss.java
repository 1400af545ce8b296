package dev.parity.nn.loss;

import dev.parity.nn.Array;
import dev.parity.nn.Default;
import dev.parity.nn.Frame;
import dev.parity.nn.Rows;
import dev.parity.nn.Slices;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;

/**
 * Σₙ Σₖ -aₙₖ log softmax(x)ₙₖ / d, with the softmax over the classes k.
 * <pre>
 *   x (N, C, ...) logits    weight w (C), else 1    ε label_smoothing
 *   labels t (N, ...):             aₙₖ = wₜ (1 - ε) [k = t] + wₖ ε / C,  none for t = ignore_index;   d = Σₙ wₜ for mean
 *   probabilities q (N, C, ...):   aₙₖ = wₖ (q (1 - ε) + ε / C);                                       d = N ... for mean
 *   dxₙₖ = (softmax(x)ₙₖ Σⱼ aₙⱼ - aₙₖ) / d
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html">torch.nn.CrossEntropyLoss</a>
 */
public record CrossEntropyLoss(
        @Default("\"mean\"") Reduction reduction,
        @Default("-100") long ignore_index,
        @Default("0.0") double label_smoothing)
        implements Loss {
    public CrossEntropyLoss {
        reduction.notBatchmean("CrossEntropyLoss");
        if (!(label_smoothing >= 0 && label_smoothing <= 1)) {
            throw new BadInput("label_smoothing lies between 0 and 1, and is " + label_smoothing);
        }
    }

    @Override
    public void check(Shape target, Shape... x) {
        if (!target.equals(x[0])) {
            Labels.check("CrossEntropyLoss", target, x[0]);
        }
    }

    @Override
    public void checkTarget(Tensor target, Shape prediction) {
        if (!target.dtype().isFloat()) {
            Labels.checkRange("CrossEntropyLoss", target, prediction, ignore_index);
        }
    }

    @Override
    public DType targetType(DType given, DType network) {
        return given == DType.INT64 ? DType.INT64 : network;
    }

    @Override
    public double forward(Frame at) {
        Array x = at.x();
        Array p = at.keep("softmax", x.shape());
        Slices slices = Labels.slices("CrossEntropyLoss", x.shape());
        int step = slices.inner();
        int classes = slices.length();
        Array losses = at.keep("losses", Shape.of(slices.count()));
        Rows.each(slices.count(), classes, (from, to) -> {
            for (int s = from; s < to; s++) {
                int start = slices.start(s);
                double max = Double.NEGATIVE_INFINITY;
                for (int k = 0; k < classes; k++) {
                    max = Math.max(max, x.get(start + k * step));
                }
                double sum = 0;
                for (int k = 0; k < classes; k++) {
                    double e = Math.exp(x.get(start + k * step) - max);
                    p.set(start + k * step, e);
                    sum += e;
                }
                double log = max + Math.log(sum);
                double loss = 0;
                for (int k = 0; k < classes; k++) {
                    int i = start + k * step;
                    p.set(i, p.get(i) / sum);
                    double a = coefficient(at, s, i, k, classes);
                    loss += a == 0 ? 0 : a * (log - x.get(i));
                }
                losses.set(s, loss);
            }
        });
        double total = 0;
        for (int s = 0; s < slices.count(); s++) {
            total += losses.get(s);
        }
        return total / divisor(at, slices.count());
    }

    @Override
    public void backward(Frame at, double g) {
        Array dx = at.dx();
        Array p = at.kept("softmax");
        Slices slices = Labels.slices("CrossEntropyLoss", dx.shape());
        int step = slices.inner();
        int classes = slices.length();
        double c = g / divisor(at, slices.count());
        Rows.each(slices.count(), classes, (from, to) -> {
            for (int s = from; s < to; s++) {
                int start = slices.start(s);
                double sum = 0;
                for (int k = 0; k < classes; k++) {
                    sum += coefficient(at, s, start + k * step, k, classes);
                }
                for (int k = 0; k < classes; k++) {
                    int i = start + k * step;
                    dx.set(i, c * (p.get(i) * sum - coefficient(at, s, i, k, classes)));
                }
            }
        });
    }

    /** aₙₖ: what -log softmax is multiplied by, for class k of slice s, whose element in the prediction is i. */
    private double coefficient(Frame at, int s, int i, int k, int classes) {
        Array target = at.param("target");
        double spread = label_smoothing / classes;
        if (target.dtype().isFloat()) {
            return weight(at, k) * (target.get(i) * (1 - label_smoothing) + spread);
        }
        long label = target.getLong(s);
        if (label == ignore_index) {
            return 0;
        }
        double a = label == k ? weight(at, k) * (1 - label_smoothing) : 0;
        return spread == 0 ? a : a + weight(at, k) * spread;
    }

    private double divisor(Frame at, int count) {
        if (reduction != Reduction.mean) {
            return 1;
        }
        Array target = at.param("target");
        if (target.dtype().isFloat()) {
            return count;
        }
        double sum = 0;
        for (int s = 0; s < count; s++) {
            long label = target.getLong(s);
            sum += label == ignore_index ? 0 : weight(at, (int) label);
        }
        return sum;
    }

    private static double weight(Frame at, int k) {
        return at.hasParam("weight") ? at.param("weight").get(k) : 1;
    }

    @Override
    public String torch() {
        return "value = torch.cross_entropy_loss(x, target, weight, %d, %d, %s)"
                .formatted(reduction.torch(), ignore_index, label_smoothing);
    }

    /** As LogSoftmax: the logits round at the size of the largest. */
    @Override
    public String noisy() {
        return """
                k = 0 if x.dim() == 1 else 1
                m = torch.amax(torch.abs(x), [k], True) + torch.log(x.size(k)) + 1.
                z = self.a(x, m)
                d = z - torch.amax(z, [k], True).detach()
                e = self.r(torch.exp(d))
                x = self.a(d - self.r(torch.log(self.r(torch.sum(e, [k], True)))), m)
                %s
                value = self.a(value, torch.abs(value) * (1. + x.numel()) ** 0.5)
                """
                .formatted(torch().strip());
    }
}
