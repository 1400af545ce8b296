package dev.parity.nn.layer;

import dev.parity.nn.Rounding;

/**
 * What rounding does to a normalisation, for rows and for channels, from the terms that are added up. With n elements in a group,
 * c = u²/4 the variance of one rounding, x̂ = (x - μ) r and r = 1/√(v + ε):
 * <pre>
 *   μ         s²μ = c ((n/2 + 1) (Σx² + (nμ)²) / n² + 2μ²)
 *   r         ρ²  = c ((n/2 + 4) / 2 + 6) + (s²μ / 2(v + ε))²                      relative; an error of μ counts twice over
 *   x̂         s²  = r² (s²μ + 2c (x² + μ²)) + x̂² ρ²                                x² + μ²: x a + b is as right as (x - μ) r
 *   y         s²  = w² s²x̂ + c ((w x̂)² + y² + b²)
 *   h = w dy, h̄ = Σh/n, m = Σ h x̂ / n
 *   h̄         s²h = c (n/2 + 2) (Σh² + (n h̄)²) / n²
 *   m         s²m = c (n/2 + 3) (Σ(h x̂)² + (n m)²) / n² + (r sμ h̄)² + m² ρ² + 4c r² Σ h² (x² + μ²) / n²
 *   dx        s²  = r² (s²h + x̂² s²m + m² s²x̂ + 3c (h² + h̄² + (x̂ m)²)) + dx² (ρ² + 4c)
 *             and (x̂ m tiny / 32 r²)², at most (r x̂ m / 32)²: r³, of which x m is a multiple, may be below the smallest number
 *   dbias     s²  = c (S + k/2 (S + C²) + C²)             of k terms, S the sum of their squares, C the sum
 *   dweight   the same, and Σ dy² (2c r² (x² + μ²) + 6c x̂²), and for each group (r sμ Σdy)² + (ρ Σ dy x̂)²
 * </pre>
 *
 * A group that is constant to its own rounding, (n + 2) u Σ|x| / n &gt; √(v + ε) / 50, has no first order: its y and dx can be
 * anything, and to dweight it may add dy (|x̂| + r (n + 2) u Σ|x| / n).
 */
final class Standardised {
    private Standardised() {}

    /**
     * @param opening TorchScript that lays out {@code t} and {@code g}, the input and dL/dy, with {@code w} and {@code b} beside
     *     them (ones and zeros where there are none), the dimensions {@code group} of a group and {@code channel} that share a weight,
     *     {@code inner} those of them within one group, and the number {@code eps}
     * @param mean and {@code variance} of a group as expressions, exact where they are given
     * @param own whether mean and variance are computed from the group itself
     * @param centred whether there is a mean
     */
    static Rounding rule(
            String opening,
            String mean,
            String variance,
            boolean own,
            boolean centred,
            boolean weight,
            boolean bias,
            String more) {
        String statistics = own ? """
                smu = c2 * ((n / 2. + 1.) * (torch.sum(t * t, group, True) + torch.square(n * mu)) / (n * n) + 2. * mu * mu)
                worst = (n + 2.) * u * torch.mean(torch.abs(t), group, True)
                rho = c2 * ((n / 2. + 4.) / 2. + 6.) + torch.square(0.5 * smu / (v + eps))
                """ : """
                smu = torch.zeros_like(mu)
                worst = smu
                rho = torch.full_like(mu, 8. * c2)
                """;
        String counted = opening.strip() + """

                n = float(t.numel()) / float(max(torch.mean(t, group, True).numel(), 1))
                """;
        String start = counted + """
                mu = %1$s
                v = %2$s
                """.formatted(mean, variance) + statistics
                + (centred
                        ? ""
                        : "smu = torch.zeros_like(mu)\nworst = smu\nrho = torch.full_like(mu, c2 * (n / 4. + 8.))\n")
                + """
                r = torch.rsqrt(v + eps)
                h0 = (t - mu) * r
                folded = t * t + mu * mu
                sx = r * r * (smu + 2. * c2 * folded) + h0 * h0 * rho
                ill = worst * r > 0.02
                """;
        String y = """
                s = torch.sqrt(w * w * sx + c2 * (torch.square(w * h0) + torch.square(w * h0 + b) + b * b))
                s = torch.where(ill | torch.isnan(s), torch.full_like(s, inf), s)
                s_y = s.reshape(y.size())
                """;
        String dx = (own
                        ? """
                h = g * w
                big = torch.clamp(torch.amax(torch.abs(h), group, True), min=tiny)
                h = h / big
                hm = %s
                m = torch.mean(h * h0, group, True)
                sh = %s
                sm = c2 * (n / 2. + 3.) * (torch.sum(torch.square(h * h0), group, True) + torch.square(n * m)) / (n * n) + r * r * smu * hm * hm + m * m * rho + 4. * c2 * r * r * torch.sum(h * h * folded, group, True) / (n * n)
                q = dx.reshape(t.size()) / big
                lost = torch.square(h0 * m * torch.clamp(tiny / (r * r * r), max=1.) / 32.)
                s = r * r * (sh + h0 * h0 * sm + m * m * sx + 3. * c2 * (h * h + hm * hm + torch.square(h0 * m)) + lost) + q * q * (rho + 4. * c2)
                """.formatted(
                                        centred ? "torch.mean(h, group, True)" : "torch.zeros_like(mu)",
                                        centred
                                                ? "c2 * (n / 2. + 2.) * (torch.sum(h * h, group, True) + torch.square(n * hm)) / (n * n)"
                                                : "torch.zeros_like(mu)")
                        : "s = 10. * c2 * torch.ones_like(t)\nbig = torch.abs(dx.reshape(t.size()))\n")
                + """
                s = torch.sqrt(s) * big
                s = torch.where(ill | torch.isnan(s), torch.full_like(s, inf), s)
                s_dx = s.reshape(dx.size())
                """;
        String ofWeight = """
                k = float(t.numel()) / float(max(dweight.numel(), 1))
                big = torch.clamp(torch.amax(torch.abs(g), channel, True), min=tiny)
                f = g / big
                z = f * h0
                C = torch.square(dweight.reshape(-1) / big.reshape(-1))
                S = torch.sum(z * z, channel, False).reshape(-1)
                s = c2 * (S + k / 2. * (S + C) + C)
                own = f * f * (2. * c2 * r * r * folded + 6. * c2 * h0 * h0)
                own = torch.where(ill, torch.square(f * (torch.abs(h0) + worst * r)), own)
                s = s + torch.sum(own, channel, False).reshape(-1)
                together = r * r * smu * torch.square(torch.sum(f, inner, True)) + rho * torch.square(torch.sum(z, inner, True)) if len(inner) > 0 else r * r * smu * f * f + rho * z * z
                together = torch.where(ill, torch.zeros_like(together), together)
                s = s + torch.sum(together, channel, False).reshape(-1)
                s_dweight = (torch.sqrt(s) * big.reshape(-1)).reshape(dweight.size())
                """;
        String ofBias = """
                k = float(t.numel()) / float(max(dbias.numel(), 1))
                big = torch.clamp(torch.amax(torch.abs(g), channel, True), min=tiny)
                C = torch.square(dbias.reshape(-1) / big.reshape(-1))
                S = torch.sum(torch.square(g / big), channel, False).reshape(-1)
                s_dbias = (torch.sqrt(c2 * (S + k / 2. * (S + C) + C)) * big.reshape(-1)).reshape(dbias.size())
                """;
        String bounds = start + """
                ex = r * (worst + 2. * u * (torch.abs(t) + torch.abs(mu))) + torch.abs(h0) * u * ((n + 12.) / 2. + 4.) + torch.square(r * worst)
                s = torch.abs(w) * ex + 2. * u * (torch.abs(w * h0) + torch.abs(b) + torch.abs(w * h0 + b))
                s = torch.where(ill | torch.isnan(s), torch.full_like(s, inf), s)
                b_y = s.reshape(y.size())
                """;
        String usual = counted + """
                l_y = %s
                l_dx = l_y
                """.formatted(own ? "(n / 4. + 8.) ** 0.5" : "8. ** 0.5");
        String ofParameter = "l_d%1$s = (0.5 * float(t.numel()) / float(max(d%1$s.numel(), 1)) + 1.) ** 0.5\n";
        return new Rounding.Ruled(
                start + y + dx + (weight ? ofWeight : "") + (bias ? ofBias : "") + more,
                bounds,
                usual + (weight ? ofParameter.formatted("weight") : "") + (bias ? ofParameter.formatted("bias") : ""));
    }
}
