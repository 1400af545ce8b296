package dev.parity.nn.loss;

import dev.parity.formula.Formula;
import dev.parity.nn.Array;
import dev.parity.nn.Default;
import dev.parity.nn.Frame;
import dev.parity.nn.Hidden;
import dev.parity.nn.Rows;
import dev.parity.nn.Slices;
import dev.parity.nn.Strip;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.DType;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * Σₙ Σₖ -aₙₖ log softmax(x)ₙₖ / d, with the softmax over the classes k.
 * <pre>
 *   x (N, C, ...) logits    weight w (C), else 1    ε label_smoothing
 *   labels t (N, ...):             aₙₖ = wₜ (1 - ε) [k = t] + wₖ ε / C,  0 for t = ignore_index;   d = Σₙ wₜ for mean
 *   probabilities q (N, C, ...):   aₙₖ = wₖ (q (1 - ε) + ε / C);                                    d = N ... for mean
 *   dxₙₖ = (softmax(x)ₙₖ Σⱼ aₙⱼ - aₙₖ) / d
 * </pre>
 *
 * <p>Labels without smoothing, the usual case, take {@code forwardRows} and {@code backwardRows}: a fused loop over
 * whole rows, held by a test to {@code forwardPlain} and {@code backwardPlain}.
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
        if (!target.equals(one(x))) {
            Labels.check("CrossEntropyLoss", target, x[0]);
        }
    }

    @Override
    public void checkTarget(Tensor target, Shape prediction) {
        if (!target.dtype().isFloat()) {
            Labels.checkRange("CrossEntropyLoss", target, prediction, ignore_index);
        } else {
            Targets.between(this, target, 0, 1, "probabilities of the classes");
        }
    }

    @Override
    public void checkOperands(Map<String, Shape> operands, Shape prediction) {
        Labels.checkWeight(this, operands, prediction);
    }

    @Override
    public DType targetType(DType given, DType network) {
        return given == DType.INT64 ? DType.INT64 : network;
    }

    @Override
    public List<Hidden> hides(Shape prediction) {
        return Labels.hides(this, prediction);
    }

    @Override
    public double forward(Frame at) {
        Array x = at.x();
        Slices slices = Labels.slices("CrossEntropyLoss", x.shape());
        at.keep("softmax", x.shape());
        Array losses = at.keep("losses", Shape.of(slices.count()));
        if (labelled(at)) {
            forwardRows(at, slices);
        } else {
            forwardPlain(at, slices);
        }
        double total = 0;
        for (int s = 0; s < slices.count(); s++) {
            total += losses.get(s);
        }
        return total / divisor(at, slices.count());
    }

    @Override
    public void backward(Frame at, double g) {
        Slices slices = Labels.slices("CrossEntropyLoss", at.x().shape());
        double c = g / divisor(at, slices.count());
        if (labelled(at)) {
            backwardRows(at, slices, c);
        } else {
            backwardPlain(at, slices, c);
        }
    }

    /** Whether a is a single number in each row: the case worth a loop of its own. */
    private boolean labelled(Frame at) {
        return label_smoothing == 0 && !at.param("target").dtype().isFloat();
    }

    private void forwardRows(Frame at, Slices slices) {
        Array x = at.x();
        Array p = at.kept("softmax");
        Array losses = at.kept("losses");
        Array target = at.param("target");
        int classes = slices.length();
        int step = slices.inner();
        Rows.each(slices.count(), classes, (from, to) -> {
            Strip row = Strip.of(at.dtype(), classes);
            for (int s = from; s < to; s++) {
                int start = slices.start(s);
                row.load(x, start, step, classes);
                double max = row.max();
                double sum = row.exp(max).sum();
                row.divide(sum).store(p, start, step);
                long label = target.getLong(s);
                boolean counts = label != ignore_index;
                losses.set(
                        s, counts ? weight(at, label) * (Math.log(sum) + max - x.get(start + (int) label * step)) : 0);
            }
        });
    }

    private void backwardRows(Frame at, Slices slices, double c) {
        Array p = at.kept("softmax");
        Array dx = at.dx();
        Array target = at.param("target");
        int classes = slices.length();
        int step = slices.inner();
        Rows.each(slices.count(), classes, (from, to) -> {
            Strip row = Strip.of(at.dtype(), classes);
            for (int s = from; s < to; s++) {
                row.load(p, slices.start(s), step, classes);
                long label = target.getLong(s);
                if (label == ignore_index) {
                    row.scale(0);
                } else {
                    row.set((int) label, row.get((int) label) - 1);
                    row.scale(c * weight(at, label));
                }
                row.store(dx, slices.start(s), step);
            }
        });
    }

    /** The formulas as they stand above, for every kind of target and any place of the classes. */
    void forwardPlain(Frame at, Slices slices) {
        Array x = at.x();
        Array p = at.kept("softmax");
        Array losses = at.kept("losses");
        int step = slices.inner();
        int classes = slices.length();
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
                double log = Math.log(sum) + max;
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
    }

    void backwardPlain(Frame at, Slices slices, double c) {
        Array dx = at.dx();
        Array p = at.kept("softmax");
        int step = slices.inner();
        int classes = slices.length();
        Rows.each(slices.count(), classes, (from, to) -> {
            for (int s = from; s < to; s++) {
                int start = slices.start(s);
                double sum = 0;
                for (int k = 0; k < classes; k++) {
                    sum += coefficient(at, s, start + k * step, k, classes);
                }
                double scale = ignored(at, s) ? 0 : c;
                for (int k = 0; k < classes; k++) {
                    int i = start + k * step;
                    dx.set(i, scale * (p.get(i) * sum - coefficient(at, s, i, k, classes)));
                }
            }
        });
    }

    /** Where all are ignored, a mean divides by 0: PyTorch's value is NaN, its gradient 0. */
    private boolean ignored(Frame at, int s) {
        Array target = at.param("target");
        return !target.dtype().isFloat() && target.getLong(s) == ignore_index;
    }

    /** aₙₖ: what -log softmax is multiplied by, for class k of slice s, whose element in the prediction is i. */
    private double coefficient(Frame at, int s, int i, int k, int classes) {
        Array target = at.param("target");
        double spread = label_smoothing / classes;
        if (target.dtype().isFloat()) {
            return weight(at, k) * (target.get(i) * (1 - label_smoothing) + spread);
        }
        if (ignored(at, s)) {
            return 0;
        }
        double a = target.getLong(s) == k ? weight(at, k) * (1 - label_smoothing) : 0;
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
            sum += ignored(at, s) ? 0 : weight(at, target.getLong(s));
        }
        return sum;
    }

    private static double weight(Frame at, long k) {
        return at.hasParam("weight") ? at.param("weight").get((int) k) : 1;
    }

    @Override
    public String torch() {
        return "value = torch.cross_entropy_loss(x, target, weight, %d, %d, %s)"
                .formatted(reduction.torch(), ignore_index, label_smoothing);
    }

    /**
     * With the row's M = |max x| + log C + 1, δ = max x - x, l = log softmax x, p = exp l, c = u²/4, A = Σ a over the row:
     * <pre>
     *   l       s² = c (2M² + 3δ² + C/2 + 4)
     *   value   s² = (Σ a² s²l + (max(√n / 2, n / 90) u Σ |a l|)²) / d²        n terms with a ≠ 0
     *   dx      s² = (p A)² (s²l + c (C + 4)) + 2c a² + c dx²,  over d
     * </pre>
     */
    @Override
    public String rounding() {
        return """
                k = 0 if x.dim() == 1 else 1
                C = float(x.size(k))
                top = torch.amax(x, [k], True)
                M = torch.abs(top) + torch.log(C) + 1.
                delta = top - x
                l = torch.log_softmax(x, k)
                p = torch.exp(l)
                shape = [1] * x.dim()
                shape[k] = -1
                w = torch.abs(weight).reshape(shape)
                if target.is_floating_point():
                  counts = torch.ones([], dtype=x.dtype)
                  q = target
                else:
                  label = target.unsqueeze(k)
                  counts = torch.ne(label, %1$d).to(x.dtype)
                  q = torch.scatter(torch.zeros_like(x), k, torch.where(torch.ne(label, %1$d), label, torch.zeros_like(label)), 1.) * counts
                a = w * (q * %2$s + counts * (%3$s / C))
                d = 1.
                if %4$s:
                  d = float(torch.sum(w * q)) if not target.is_floating_point() else float(x.numel()) / C
                sl = c2 * (2. * M * M + 3. * delta * delta + C / 2. + 4.)
                n = max(float(torch.sum(torch.ne(a, 0.))), 1.)
                s_value = torch.sqrt(torch.sum(a * a * sl) + %5$s) / d
                A = torch.sum(a, [k], True)
                s_dx = torch.hypot(p * torch.abs(A) * torch.sqrt(sl + c2 * (C + 4.)), 0.7071067811865476 * u * a) * (scale / d) + 0.5 * u * dx
                """.formatted(
                        ignore_index,
                        1 - label_smoothing,
                        label_smoothing,
                        reduction == Reduction.mean ? "True" : "False",
                        SUMMED.formatted("torch.sum(torch.abs(torch.where(a > 0., a * l, torch.zeros_like(l))))"));
    }

    @Override
    public String bounds() {
        return """
                el = u * (2. * M + 3. * delta + C + 8.)
                b_value = (torch.sum(a * el) + (2. * n + 8.) * u * torch.sum(torch.where(a > 0., torch.abs(a * l), torch.zeros_like(l)))) / d
                b_dx = (p * torch.abs(A) * (el + u * (C + 8.)) + 4. * u * a) * (scale / d) + (n + 4.) * u * dx
                """;
    }

    /** The logarithm of the softmax, for labels without smoothing. */
    @Override
    public List<String> alternatives() {
        if (label_smoothing != 0) {
            return List.of();
        }
        String rest = """
                if target.is_floating_point():
                  value = torch.cross_entropy_loss(x, target, weight, %1$d, %2$d, 0.)
                else:
                  value = torch.nll_loss_nd(%3$s, target, weight, %1$d, %2$d)
                """;
        return List.of(
                "k = 0 if x.dim() == 1 else 1\n"
                        + rest.formatted(reduction.torch(), ignore_index, "torch.log(torch.softmax(x, k))"),
                "k = 0 if x.dim() == 1 else 1\n"
                        + rest.formatted(
                                reduction.torch(), ignore_index, "x - torch.log(torch.sum(torch.exp(x), [k], True))"));
    }

    @Override
    public List<Formula> formulas(Map<String, Tensor> operands, double scale) {
        return new CrossEntropyFormulas(this, operands).all(scale);
    }
}
