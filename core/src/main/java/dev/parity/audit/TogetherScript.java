package dev.parity.audit;

/**
 * How rounding adds up where operations are judged together, as methods of a step's program that walk through it:
 * <pre>
 *   off(g, D, S, U, seed)   deviations of the operations D where what was not recorded is off by rounding: that of a gradient which is
 *                           nothing but rounding rounds too
 *   draws(g, E, Z, seed)    the scatter of all arrays, from runs with noise of such deviations Z
 *   runs(g, E, Z, u, seed)  what runs in the candidate's own precision are off at the most, for what noise cannot show: probabilities
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
    static final int SEEDS = 16;

    private TogetherScript() {}

    static void write(StringBuilder code) {
        String lists = "List[List[Tensor]]";
        StepScript.def(
                code, "noisy(self, g: List[Tensor], Z: %1$s, z: float, seed: int) -> %1$s".formatted(lists), """
                N = self.lists()
                torch.manual_seed(seed)
                w = self.walk(g, self.lists(), self.lists(), N, Z, z)
                return N
                """.lines()
                        .toList());
        StepScript.def(
                code,
                "off(self, g: List[Tensor], D: List[int], S: %1$s, U: Tensor, seed: int) -> %1$s".formatted(lists),
                """
                A = self.lists()
                B = self.lists()
                E = self.lists()
                Q = self.lists()
                Z = self.lists()
                torch.manual_seed(seed)
                w = self.walk(g, A, B, E, S, 1.)
                for k in D:
                  b = self.fill(k, A, B, E, Z, Q, U)
                  Z[k] = self.larger(S[k], Z[k])
                return Z
                """.lines().toList());
        StepScript.def(
                code,
                "draws(self, g: List[Tensor], E: %1$s, Z: %1$s, seed: int) -> %1$s".formatted(lists),
                """
                V = self.lists()
                for r in range(%1$d):
                  z = %2$s if r %% 2 == 0 else -%2$s
                  N = self.noisy(g, Z, z, seed + 1 + r // 2)
                  for k in range(len(N)):
                    V[k] = self.scattered(V[k], N[k], E[k], z * %1$d. ** 0.5)
                return V
                """.formatted(RUNS, LARGER).lines().toList());
        StepScript.def(
                code,
                "runs(self, g: List[Tensor], E: %1$s, Z: %1$s, u: float, seed: int) -> %1$s".formatted(lists),
                """
                if u > 1e-10:
                  g = self.narrow(g)
                R = self.lists()
                for r in range(%1$d):
                  z = 1. if r %% 2 == 0 else -1.
                  if r < 2:
                    z = 0. if r == 0 else inf
                  N = self.noisy(g, Z, z, seed + 1 + %1$d + r // 2)
                  for k in range(len(N)):
                    R[k] = self.farthest(R[k], N[k], E[k], r == 0)
                return R
                """.formatted(RUNS).lines().toList());
    }
}
