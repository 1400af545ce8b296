package dev.parity.audit;

/**
 * How rounding is drawn, where no rule gives its deviation.
 * <pre>
 *   r(t, u), a(t, m, u) t with a rounding's noise, relative and at the size m
 *   shaken(a)           operands at a point nearby
 * </pre>
 * Noise is drawn in float32, which is several times as fast. {@code u} is the unit roundoff of the coarsest array concerned.
 */
final class NoiseScript {
    /** Draws of a scatter; where an array fails by them it is drawn again, {@link DeviationScript#AGAIN} times as often. */
    static final int DRAWS = 4;

    /**
     * How far off a point nearby is, relative to each operand: in float32 it moves a tanh of 0.999, whose slope is 2e-3, to another number,
     * and how badly anything is conditioned is the same there.
     */
    private static final double NEARBY = 0x1p-14;

    private static final double FLOOR32 = 1e-36;

    private static final double FLOOR64 = 1e-290;

    /**
     * Noise below 2^-30 would drown in the rounding of the draw itself, so it is drawn larger and scaled back. A few draws may
     * all be small, so an element has at least the deviation of a tenth of the mean square in its row. Squares vanish below 1e-150.
     */
    static final String TEXT = """
            def floor(self, u: float) -> float:
              return %2$s if u > 1e-12 else %3$s
            def least(self, u: float) -> float:
              return 1.2e-38 if u > 1e-12 else 2.3e-308
            def drawn(self, u: float) -> float:
              return max(u, 9.313225746154785e-10)
            def shaken(self, a: List[Tensor]) -> List[Tensor]:
              out: List[Tensor] = []
              for t in a:
                out.append(t * (1. + self.noise(t, %4$s)) if t.is_floating_point() else t)
              return out
            def noise(self, t: Tensor, size: float) -> Tensor:
              return torch.empty_like(t, dtype=6).normal_(generator=self.random()).to(t.dtype) * size
            def reseed(self, seed: int) -> int:
              g = self.random().manual_seed(seed)
              return seed
            def normal(self, t: Tensor) -> Tensor:
              return torch.empty_like(t).normal_(generator=self.random())
            def r(self, t: Tensor, u: float) -> Tensor:
              return t * (1. + self.noise(t, u)) + self.noise(t, u) * (t - t.detach())
            def a(self, t: Tensor, m: Tensor, u: float) -> Tensor:
              return self.r(t, u) + self.noise(t, u) * m.detach()
            def square(self, t: Tensor) -> Tensor:
              if t.is_floating_point():
                t = t.float()
                return t * t
              return t
            def one(self, t: Tensor) -> Tensor:
              if t.is_floating_point():
                return torch.ones_like(t, dtype=6)
              return t
            def size(self, t: Tensor) -> Tensor:
              if t.is_floating_point():
                return torch.abs(t)
              return t
            def copies(self, t: Tensor) -> Tensor:
              return t.detach().unsqueeze(0).expand([%1$d] + t.size()).clone().requires_grad_(True)
            def factor(self, t: Tensor, u: float) -> Tensor:
              return t * (1. + self.noise(t, u * (0.5 * float(t.size(-1)) + 1.) ** 0.5))
            def mm(self, x: Tensor, w: Tensor, steps: int, u: float) -> Tensor:
              k = float(x.size(-1))
              n = float(steps * w.size(-2)) * x.numel() / max(w.numel(), 1)
              f = 0.5 * u * (0.5 * n + 1.) ** 0.5
              long = n > 8. * k
              if long:
                w = w + self.noise(w, f) * (w - w.detach())
              t = w.transpose(-1, -2)
              y = torch.matmul(self.factor(x, u), t)
              y = y * (1. + self.noise(y, u * (k / 3. + 1.) ** 0.5)) + self.noise(y, u) * (y - y.detach())
              if long:
                z = torch.matmul(x.detach(), t)
                y = y + self.noise(y, f) * (z - z.detach())
              return y
            def plus(self, t: Tensor, b: Tensor, k: int, steps: int, u: float) -> Tensor:
              n = float(steps * t.numel()) / max(b.numel(), 1)
              f = 0.5 * u * (0.5 * n + 1.) ** 0.5
              b = b + self.noise(b, f) * (b - b.detach())
              y = self.a(t + b, (torch.abs(t) + torch.abs(b)) * (float(k) / 8. + 1.) ** 0.5, u)
              if n > 6.:
                y = y + self.noise(t, f) * (b - b.detach())
              return y
            def squash(self, y: Tensor, z: Tensor, u: float) -> Tensor:
              return y + self.noise(y, u) + self.noise(y, u) * (z - z.detach())
            def pooled(self, squares: List[Tensor], u: float) -> List[Tensor]:
              out: List[Tensor] = []
              for v in squares:
                if v.numel() > 0 and v.dim() > 0:
                  v = torch.maximum(v, torch.mean(v, [-1], True) * 0.1)
                out.append(u / self.drawn(u) * torch.sqrt(v) + u * 1e-150)
              return out
            """.formatted(DRAWS, FLOOR32, FLOOR64, NEARBY);

    private NoiseScript() {}

    /** What an element may be off by whatever it should be. */
    static double floor(double u) {
        return u > 1e-12 ? FLOOR32 : FLOOR64;
    }

    /**
     * The body of a method that draws the deviations of arrays {@code e}.
     *
     * @param noisy a call that computes the arrays with noise of the size {@code v}
     */
    static String scatter(String noisy) {
        return """
                v = self.drawn(u)
                sum = [torch.zeros_like(t) for t in e]
                for k in range(%2$d):
                  n = %1$s
                  for i in range(len(sum)):
                    d = n[i] - e[i]
                    sum[i] = sum[i] + d * d / %2$d.
                return self.pooled(sum, u)
                """.formatted(noisy, DRAWS);
    }
}
