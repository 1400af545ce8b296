package dev.parity.nn.loss;

import dev.parity.nn.Array;
import dev.parity.nn.Default;
import dev.parity.nn.Frame;
import dev.parity.tensor.BadInput;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;

/**
 * Σₙ (1 - cₙ where t = 1, max(0, cₙ - margin) where t = -1) / d, with the cosine of two rows a, b,
 * c = Σ aₖ bₖ / √(A B), A = Σ aₖ² + ε, B = Σ bₖ² + ε, and ε = 1e-12 rounded to float.
 * <pre>
 *   x0 = a, x1 = b (N, D) or (D)    target t (N) or () of 1 and -1
 *   ∂c/∂a = b / √(A B) - c a / A    ∂c/∂b = a / √(A B) - c b / B
 *   dx = ∓∂c / d:  minus where t = 1;  plus where t = -1 and c ≥ margin, else 0
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.CosineEmbeddingLoss.html">torch.nn.CosineEmbeddingLoss</a>
 */
public record CosineEmbeddingLoss(
        @Default("0.0") double margin, @Default("\"mean\"") Reduction reduction) implements Loss {
    /** PyTorch's constant is a float, in float64 too. */
    private static final double EPSILON = 1e-12f;

    public CosineEmbeddingLoss {
        reduction.notBatchmean("CosineEmbeddingLoss");
        if (!(margin >= -1 && margin <= 1)) {
            throw new BadInput("margin is a cosine, from -1 to 1, and is " + margin);
        }
    }

    @Override
    public void check(Shape target, Shape... x) {
        pair(x);
        boolean fits = x[0].rank() == target.rank() + 1
                && (target.rank() == 0 || target.rank() == 1 && target.dim(0) == x[0].dim(0));
        if (!fits) {
            throw new BadInput(
                    "CosineEmbeddingLoss compares rows: inputs (N, D) and a target (N), or (D) and (); here are inputs "
                            + x[0] + " and a target " + target);
        }
    }

    @Override
    public void checkTarget(Tensor target, Shape prediction) {
        Targets.sign(this, target);
    }

    @Override
    public double forward(Frame at) {
        Array t = at.param("target");
        int width = at.x().dim(-1);
        double sum = 0;
        for (int n = 0; n < t.size(); n++) {
            double cosine = Angle.between(at, n, width).cosine();
            sum += t.get(n) > 0 ? 1 - cosine : Math.max(0, cosine - margin);
        }
        return sum / reduction.divisor(t.shape());
    }

    @Override
    public void backward(Frame at, double g) {
        Array t = at.param("target");
        Array a = at.x(0);
        Array b = at.x(1);
        Array da = at.dx(0);
        Array db = at.dx(1);
        int width = a.dim(-1);
        double c = g / reduction.divisor(t.shape());
        for (int n = 0; n < t.size(); n++) {
            Angle angle = Angle.between(at, n, width);
            double outer = t.get(n) > 0 ? -c : angle.cosine() >= margin ? c : 0;
            for (int i = n * width; i < (n + 1) * width; i++) {
                da.set(i, outer * (b.get(i) / angle.lengths() - angle.cosine() * a.get(i) / angle.aa));
                db.set(i, outer * (a.get(i) / angle.lengths() - angle.cosine() * b.get(i) / angle.bb));
            }
        }
    }

    /** Σ a b, Σ a² + ε and Σ b² + ε of one pair of rows. */
    private record Angle(double ab, double aa, double bb) {
        static Angle between(Frame at, int row, int width) {
            double ab = 0;
            double aa = EPSILON;
            double bb = EPSILON;
            for (int i = row * width; i < (row + 1) * width; i++) {
                double a = at.x(0).get(i);
                double b = at.x(1).get(i);
                ab += a * b;
                aa += a * a;
                bb += b * b;
            }
            return new Angle(ab, aa, bb);
        }

        double lengths() {
            return Math.sqrt(aa * bb);
        }

        double cosine() {
            return ab / lengths();
        }
    }

    @Override
    public String torch() {
        return "value = torch.cosine_embedding_loss(xs[0], xs[1], target, %s, %d)".formatted(margin, reduction.torch());
    }

    /**
     * With D features, N rows, q = Σ aₖ² bₖ² / (A B), hats over rows of length 1 and c² = u²/4 the variance of one rounding:
     * <pre>
     *   A       ρ²A = c² ((D/2 + 1) (Σ âₖ⁴ + 1) + 1), relative; likewise ρ²B
     *   c       s²c = c² ((D/2 + 1) (q + c²) + 4c²) + c² (ρ²A + ρ²B) / 4
     *   value   s²  = Σ s²c + (u² Σ m² + (max(√N / 2, N / 90) u Σ m)²), all / d²        m = 1 + |c|, or |c| + |margin|
     *   ∂c/∂a   s²  = (b̂² (8c² + (ρ²A + ρ²B) / 4) + â² s²c + (c â)² (8c² + ρ²A)) / A          the two parts may cancel
     * </pre>
     * Squares would vanish where a or b is below 1e-150. PyTorch multiplies A by B, and where that leaves the type's range c can be
     * anything. Where t = -1 and c is within 8 sc of the margin, the gradient may be either.
     */
    @Override
    public String rounding() {
        return """
                k = float(x.size(-1))
                n = float(target.numel())
                d = %1$s
                t = target.unsqueeze(-1)
                A = torch.sum(xs[0] * xs[0], [-1], True) + %2$s
                B = torch.sum(xs[1] * xs[1], [-1], True) + %2$s
                a0 = xs[0] * torch.rsqrt(A)
                b0 = xs[1] * torch.rsqrt(B)
                c = torch.sum(a0 * b0, [-1], True)
                ra = c2 * ((k / 2. + 1.) * (torch.sum(torch.square(a0 * a0), [-1], True) + 1.) + 1.)
                rb = c2 * ((k / 2. + 1.) * (torch.sum(torch.square(b0 * b0), [-1], True) + 1.) + 1.)
                sc = c2 * ((k / 2. + 1.) * (torch.sum(torch.square(a0 * b0), [-1], True) + c * c) + 4. * c * c) + c * c * (ra + rb) / 4.
                sc = torch.where(A * B > (3.4028234e+38 if u > 1e-10 else 1.7976931348623157e+308), torch.full_like(sc, inf), sc)
                open = (t < 0.) & (torch.abs(c - %3$s) < 8. * torch.sqrt(sc))
                shut = (t < 0.) & (c < %3$s) & ~open
                m = torch.where(t > 0., 1. + torch.abs(c), torch.abs(c) + %4$s)
                m = torch.where(shut, torch.zeros_like(m), m)
                own = torch.where(shut, torch.zeros_like(sc), sc)
                s_value = torch.sqrt(torch.sum(own) + u * u * torch.sum(m * m) + %5$s) / d
                o = torch.where(shut, torch.zeros_like(c), torch.where(open, torch.full_like(c, inf), torch.ones_like(c))) * scale / d
                two = 8. * c2 + (ra + rb) / 4.
                left = torch.sqrt(8. * c2 + ra)
                right = torch.sqrt(8. * c2 + rb)
                part = torch.hypot(torch.abs(b0) * torch.sqrt(two), torch.abs(a0) * torch.sqrt(sc))
                s_dx0 = o * torch.rsqrt(A) * torch.hypot(part, torch.abs(c * a0) * left)
                part = torch.hypot(torch.abs(a0) * torch.sqrt(two), torch.abs(b0) * torch.sqrt(sc))
                s_dx1 = o * torch.rsqrt(B) * torch.hypot(part, torch.abs(c * b0) * right)
                """.formatted(
                        reduction == Reduction.mean ? "n" : "1.",
                        EPSILON,
                        margin,
                        Math.abs(margin),
                        SUMMED.formatted("torch.sum(m)"));
    }

    @Override
    public String bounds() {
        return """
                ec = (k + 4.) * u * (torch.sum(torch.abs(a0 * b0), [-1], True) + 2. * torch.abs(c))
                b_value = (torch.sum(torch.where(shut, torch.zeros_like(ec), ec)) + (n + 8.) * u * torch.sum(m)) / d
                each = (2. * k + 16.) * u
                b_dx0 = o * torch.rsqrt(A) * (torch.abs(b0) * each + torch.abs(c * a0) * each + torch.abs(a0) * ec)
                b_dx1 = o * torch.rsqrt(B) * (torch.abs(a0) * each + torch.abs(c * b0) * each + torch.abs(b0) * ec)
                """;
    }
}
