package dev.parity.score;

import dev.parity.nn.optim.Optimizer;

/** Optimizers as textbooks write them: products and sums in place of PyTorch's fused lerp, addcmul and addcdiv. */
final class SecondOptimizers {
    private SecondOptimizers() {}

    static String of(Optimizer optimizer) {
        return optimizer
                .torch()
                .replaceAll("torch\\.lerp\\((\\w+), g, 1 - ([\\w.]+)\\)", "$1 * $2 + g * (1 - $2)")
                .replaceAll(
                        "torch\\.addcmul\\(torch\\.mul\\((\\w+), ([\\w.]+)\\), (\\w+), (\\w+), value=(1 - [\\w.]+)\\)",
                        "$3 * $4 * ($5) + $1 * $2")
                .replaceAll("torch\\.addcdiv\\(w, (\\w+), (\\w+), value=-(.*)\\)\\n", "w - $1 / $2 * ($3)\n")
                .replaceAll("torch\\.add\\((\\w+), (\\w+), alpha=(-?)(\\w+|[\\d.E-]+)\\)", "$1 + $2 * ($3$4)");
    }
}
