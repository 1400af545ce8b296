package dev.parity.audit;

/**
 * How rounding is drawn, where no rule gives its deviation.
 * <pre>
 *   r(t, u), a(t, m, u) t with a rounding's noise, relative and at the size m
 * </pre>
 * {@code u} is the unit roundoff of the coarsest array concerned.
 */
final class NoiseScript {
    /** Draws of a scatter: enough for its own error to be a quarter. */
    private static final int DRAWS = 8;

    /**
     * Noise below 2^-30 would drown in the rounding of the draw itself, so it is drawn larger and scaled back. Eight draws may
     * all be small, so an element has at least the deviation of a tenth of the mean square in its row.
     */
    static final String TEXT = """
            def floor(self, u: float) -> float:
              return 1e-36 if u > 1e-12 else 1e-290
            def least(self, u: float) -> float:
              return 1.2e-38 if u > 1e-12 else 2.3e-308
            def drawn(self, u: float) -> float:
              return max(u, 9.313225746154785e-10)
            def r(self, t: Tensor, u: float) -> Tensor:
              return t * (1. + u * torch.randn_like(t)) + u * torch.randn_like(t) * (t - t.detach())
            def a(self, t: Tensor, m: Tensor, u: float) -> Tensor:
              return self.r(t, u) + u * torch.randn_like(t) * m.detach()
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
            def pooled(self, sum: List[Tensor], e: List[Tensor], u: float, least: float) -> List[Tensor]:
              out: List[Tensor] = []
              for i in range(len(sum)):
                t = sum[i]
                if t.numel() == 0 or not t.is_floating_point():
                  out.append(t)
                else:
                  v = t / %1$d.
                  row = torch.mean(v, [-1], True) if v.dim() > 0 else v
                  s = u / self.drawn(u) * torch.sqrt(torch.maximum(v, row * 0.1))
                  out.append(torch.clamp(s, min=least * u * float(torch.max(torch.abs(e[i])))))
              return out
            """.formatted(DRAWS);

    private NoiseScript() {}

    /**
     * The body of a method that draws the deviations of arrays {@code e}.
     *
     * @param noisy a call that computes the arrays with noise of the size {@code v}
     * @param least deviations are at least so many u times the largest element of their array
     */
    static String scatter(String noisy, int least) {
        return """
                v = self.drawn(u)
                sum = [torch.zeros_like(t) for t in e]
                for k in range(%2$d):
                  n = %1$s
                  for i in range(len(sum)):
                    d = n[i] - e[i]
                    sum[i] = sum[i] + d * d
                return self.pooled(sum, e, u, %3$d.)
                """.formatted(noisy, DRAWS, least);
    }
}
