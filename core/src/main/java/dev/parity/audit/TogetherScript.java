package dev.parity.audit;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * How rounding adds up where operations are judged together, as methods of a step's program that walk through it. {@code when} holds the
 * number of the audit and that of the step.
 * <pre>
 *   off(g, ..., when)       deviations of what was not recorded, itself off by rounding: that of a gradient which is nothing but rounding
 *                           rounds too
 *   draws(g, E, Z, when)    the scatter of what is judged together or carried, from runs with noise of such deviations Z
 *   lasts(V, E, when)       whether a scatter V that was drawn in a step before still stands
 *   runs(g, E, Z, u, when)  what runs in the candidate's own precision are off at the most, for what noise cannot show: probabilities
 *                           that all round to 1. One is run as it is, in one all that is within rounding of 0 is 0, and the others
 *                           have noise of the size of rounding
 * </pre>
 */
final class TogetherScript {
    /**
     * Runs: enough for a deviation's own error to be a third. They come in pairs of opposite noise, so that what responds to one side
     * alone, such as a saturated softmax, responds in one of each pair.
     */
    private static final int RUNS = 8;

    /**
     * How much larger than rounding the noise is that shows how rounding adds up: large enough that a kink within reach of 45 deviations is met
     * in some draw and that the draw's own rounding is small beside it, and below 45 √½, for what a kink makes of half the draws is divided by it.
     */
    private static final double LARGER = 16;

    /** So many seeds are a step's: that the same element had the same noise in each would add up. */
    private static final int SEEDS = 16;

    /** For so many steps states grow, and their scatter with them. */
    private static final int GROWS = 16;

    /** A scatter stands for so many steps, unless something is beyond it: to draw it takes as long as ten steps. */
    private static final int LASTS = 8;

    /**
     * <pre>
     *   noised(v, s, n, z)  v, off by z deviations times n; where z is infinite, 0 if that is within rounding
     *   own(v, S, k, i, z)  the i-th array of operation k, off by normal draws; what is nothing but rounding, by one draw for all of it too:
     *                       where a constant is normalised, all elements have the rounding of its mean, and that of a sum of them adds up
     *   carried(v, s, z)  what was carried here, off by a sign, which keeps each element's deviation from step to step, and to 0 at most
     *   scattered(v, n, e, z)  deviations v from some runs, with those of a run n, whose noise was z times as large as rounding
     *   farthest(f, n, e, lost)  the largest of f and |n - e|; lost says whether that is infinite where a run has lost its number
     *   larger(a, b)  the larger of two lists of deviations, without what says nothing in the second
     * </pre>
     */
    static final String TEXT = """
            def scattered(self, v: List[Tensor], n: List[Tensor], e: List[Tensor], z: float) -> List[Tensor]:
              out: List[Tensor] = []
              for i in range(len(n)):
                d = torch.abs((n[i] - e[i]) / z)
                if len(v) > 0:
                  d = torch.hypot(d, v[i])
                out.append(d)
              return out
            def farthest(self, f: List[Tensor], n: List[Tensor], e: List[Tensor], lost: bool) -> List[Tensor]:
              out: List[Tensor] = []
              for i in range(len(n)):
                d = torch.abs(n[i].double() - e[i])
                d = torch.where(torch.isfinite(d), d, torch.full_like(d, inf if lost else 0.))
                d = torch.where((n[i] == e[i]) | ~torch.isfinite(e[i]), torch.zeros_like(d), d)
                out.append(d if len(f) == 0 else torch.maximum(d, f[i]))
              return out
            def larger(self, a: List[Tensor], b: List[Tensor]) -> List[Tensor]:
              return [torch.where(torch.isfinite(b[i]), torch.maximum(a[i], b[i]), a[i]) for i in range(len(a))]
            def noised(self, v: Tensor, s: Tensor, n: Tensor, z: float) -> Tensor:
              if abs(z) == inf:
                return torch.where(torch.abs(v) <= 3. * s, torch.zeros_like(v), v)
              s = torch.where(torch.isfinite(s), s, (torch.abs(v).to(s.dtype) + 1.) / abs(z))
              return v + (z * s * n).to(v.dtype)
            def carried(self, v: Tensor, s: Tensor, z: float) -> Tensor:
              if z == 0. or not v.is_floating_point():
                return v
              n = self.noised(v, s, torch.sign(self.normal(s)), z)
              return torch.where(v >= 0., torch.clamp(n, min=0.), torch.clamp(n, max=0.))
            def own(self, v: Tensor, S: List[List[Tensor]], k: int, i: int, z: float) -> Tensor:
              if z == 0. or not v.is_floating_point():
                return v
              s = S[k][i]
              n = self.normal(s)
              if abs(z) < inf:
                n = torch.where(torch.abs(v) <= 3. * s, n + torch.randn([], generator=self.random(), dtype=s.dtype), n)
              return self.noised(v, s, n, z)
            """;

    private final String unrecorded;
    private final String wanted;

    /**
     * @param unrecorded operations that made what was not recorded
     * @param wanted operations that made what is judged together or carried
     */
    TogetherScript(Collection<Integer> unrecorded, Collection<Integer> wanted) {
        this.unrecorded = numbers(unrecorded);
        this.wanted = numbers(wanted);
    }

    private static String numbers(Collection<Integer> operations) {
        return operations.stream().distinct().map(k -> Integer.toString(k)).collect(Collectors.joining(", "));
    }

    /** @param lists the parameters that hold operands, arrays and deviations by operation */
    void write(StringBuilder code, String lists) {
        String list = "List[List[Tensor]]";
        def(code, "seed(self, when: Tensor) -> int", "return %d * int(when[1])".formatted(SEEDS));
        def(code, "noisy(self, g: List[Tensor], Z: %1$s, z: float, seed: int) -> %1$s".formatted(list), """
                N = self.lists()
                self.reseed(seed)
                w = self.walk(g, self.lists(), self.lists(), N, Z, z)
                return N
                """);
        def(code, "off(self, g: List[Tensor], %s, U: Tensor, when: Tensor) -> %s".formatted(lists, list), """
                D: List[int] = [%s]
                for k in D:
                  b = self.fill(k, A, B, E, S, Q, U)
                A = self.lists()
                B = self.lists()
                E = self.lists()
                Q = self.lists()
                Z = self.lists()
                self.reseed(self.seed(when))
                w = self.walk(g, A, B, E, S, 1.)
                for k in D:
                  b = self.fill(k, A, B, E, Z, Q, U)
                  Z[k] = self.larger(S[k], Z[k])
                return Z
                """.formatted(
                        unrecorded));
        def(code, "draws(self, g: List[Tensor], E: %1$s, Z: %1$s, when: Tensor) -> %1$s".formatted(list), """
                K: List[int] = [%3$s]
                V = self.lists()
                for r in range(%1$d):
                  z = %2$s if r %% 2 == 0 else -%2$s
                  N = self.noisy(g, Z, z, self.seed(when) + 1 + r // 2)
                  for k in K:
                    V[k] = self.scattered(V[k], N[k], E[k], z * %1$d. ** 0.5)
                V.append([when])
                return V
                """.formatted(
                        RUNS, LARGER, wanted));
        def(code, "lasts(self, V: %1$s, E: %1$s, when: Tensor) -> bool".formatted(list), """
                K: List[int] = [%s]
                if len(V) == len(E):
                  return False
                then = V[len(E)][0]
                since = int(when[1] - then[1])
                for k in K:
                  for i in range(len(E[k])):
                    if V[k][i].size() != E[k][i].size():
                      return False
                return bool(when[0] == then[0]) and int(then[1]) >= %d and since >= 0 and since < %d
                """.formatted(
                        wanted, GROWS, LASTS));
        def(
                code,
                "runs(self, g: List[Tensor], E: %1$s, Z: %1$s, u: float, when: Tensor) -> %1$s".formatted(list),
                """
                K: List[int] = [%2$s]
                if u > 1e-10:
                  g = self.narrow(g)
                R = self.lists()
                for r in range(%1$d):
                  z = 1. if r %% 2 == 0 else -1.
                  if r < 2:
                    z = 0. if r == 0 else inf
                  N = self.noisy(g, Z, z, self.seed(when) + 1 + %1$d + r // 2)
                  for k in K:
                    R[k] = self.farthest(R[k], N[k], E[k], r == 0)
                return R
                """.formatted(RUNS, wanted));
    }

    private static void def(StringBuilder code, String head, String body) {
        StepScript.def(code, head, body.lines().toList());
    }
}
