package dev.parity.audit;

/**
 * What every audit's program holds: how an array is judged, and how rounding is drawn.
 * <pre>
 *   near(c, e, u)       whether c is so close to e that no deviation needs to be known
 *   near_row(...)       the same where deviations are drawn, none below 0.3 u least times the root mean square of its row
 *   judge(c, e, s, u)   a candidate's array c, expected e, deviation s: one row of figures
 *   r(t, u), a(t, m, u) t with a rounding's noise, relative and at the size m
 * </pre>
 * Noise is drawn in float32, which is several times as fast. {@code u} is the unit roundoff of the coarsest array concerned.
 */
final class JudgeScript {
    /**
     * Draws of a scatter. One in five hundred elements then gets less than a sixth of its deviation, and 45 of these are still more
     * than 7 of the true ones, of which right arrays were off by 4 at most.
     */
    private static final int DRAWS = 4;

    /**
     * Up to 32 √2 deviations is rounding, and no deviation is below half a unit in the last place of the result. Where it is
     * infinite, any finite number passes. A row is elements, failing elements, and of the element furthest off how far, in deviations,
     * and what would have been rounding.
     *
     * <p>Noise below 2^-30 would drown in the rounding of the draw itself, so it is drawn larger and scaled back. A few draws may
     * all be small, so an element has at least the deviation of a tenth of the mean square in its row. Squares vanish below 1e-150.
     */
    static final String TEXT = """
            def floor(self, u: float) -> float:
              return 1e-36 if u > 1e-12 else 1e-290
            def least(self, u: float) -> float:
              return 1.2e-38 if u > 1e-12 else 2.3e-308
            def drawn(self, u: float) -> float:
              return max(u, 9.313225746154785e-10)
            def noise(self, t: Tensor, size: float) -> Tensor:
              return torch.randn_like(t, dtype=6).to(t.dtype) * size
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
            def ok(self, c: Tensor, e: Tensor, limit: Tensor, u: float) -> Tensor:
              d = torch.abs(c - e)
              good = ((d <= limit) & (d < inf)) | (d <= self.floor(u)) | (c == e) | (torch.isnan(c) & torch.isnan(e))
              if u > 1e-12:
                good = good | (torch.isinf(c) & (torch.abs(e) > 3.3e38) & (torch.sign(c) == torch.sign(e)))
              return good
            def near(self, c: Tensor, e: Tensor, u: float) -> bool:
              return c.numel() == e.numel() and bool(torch.all(self.ok(c.double().view(e.size()), e.double(), 22.627416997969522 * u * torch.abs(e.double()), u)))
            def near_row(self, c: Tensor, e: Tensor, u: float, least: float) -> bool:
              if c.numel() != e.numel():
                return False
              e = e.double()
              if e.dim() == 0 or e.numel() == 0:
                return self.near(c, e, u)
              size = torch.maximum(2. * torch.abs(e), torch.sqrt(torch.mean(e * e, [-1], True)) * least)
              return bool(torch.all(self.ok(c.double().view(e.size()), e, 11. * u * size, u)))
            def clean(self, e: Tensor) -> Tensor:
              return torch.tensor([float(e.numel()), 0., 0., 0.], dtype=7)
            def judge(self, c: Tensor, e: Tensor, s: Tensor, u: float) -> Tensor:
              if c.numel() == 0 and e.numel() == 0:
                return self.clean(e)
              if c.numel() != e.numel():
                return torch.tensor([float(e.numel()), float(e.numel() + 1), inf, 0.], dtype=7)
              c = c.double().reshape(-1)
              e = e.double().reshape(-1)
              s = torch.maximum(s.double().reshape(-1), u * 0.5 * torch.abs(e))
              limit = 45.254833995939045 * s
              good = self.ok(c, e, limit, u)
              d = torch.abs(c - e)
              noise = torch.where(good & ((d <= self.floor(u)) | (s == 0.)), torch.zeros_like(d), d / s)
              noise = torch.where(torch.isnan(noise) | (good & (noise == inf)), torch.where(good, torch.zeros_like(noise), torch.full_like(noise, inf)), noise)
              w = int(torch.argmax(noise))
              return torch.tensor([float(e.numel()), float(torch.sum(~good)), float(noise[w]), float(limit[w])], dtype=7)
            def copies(self, t: Tensor) -> Tensor:
              return t.detach().unsqueeze(0).expand([%1$d] + t.size()).clone().requires_grad_(True)
            def factor(self, t: Tensor, u: float) -> Tensor:
              return t * (1. + self.noise(t, u * (0.5 * float(t.size(-1)) + 1.) ** 0.5))
            def mm(self, x: Tensor, w: Tensor, u: float) -> Tensor:
              y = torch.matmul(self.factor(x, u), w.transpose(-1, -2))
              return y * (1. + self.noise(y, u * (float(x.size(-1)) / 3. + 1.) ** 0.5)) + self.noise(y, u) * (y - y.detach())
            def squash(self, y: Tensor, z: Tensor, u: float) -> Tensor:
              return y + self.noise(y, u) + self.noise(y, u) * (z - z.detach())
            def pooled(self, squares: List[Tensor], u: float) -> List[Tensor]:
              out: List[Tensor] = []
              for v in squares:
                if v.numel() > 0 and v.dim() > 0:
                  v = torch.maximum(v, torch.mean(v, [-1], True) * 0.1)
                out.append(u / self.drawn(u) * torch.sqrt(v) + u * 1e-150)
              return out
            """.formatted(DRAWS);

    private JudgeScript() {}

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
