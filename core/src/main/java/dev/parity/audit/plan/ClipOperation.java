package dev.parity.audit.plan;

import dev.parity.spec.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All gradients, clipped together. The rounding of a norm over all n of their elements is common to all: with p the norm's type,
 * <pre>
 *   s = u/2 √((n/2 + 2) (1 + K) / p² + L² + 6) |g|   K = Σ|g|²ᵖ / (Σ|g|ᵖ)², the terms' squares beside their sum's; no sum for the largest
 *                                                    L = log of the norm where 1/p rounds, 0 where p is a power of two
 * </pre>
 * Clipping each value only moves numbers.
 */
public record ClipOperation(
        int number,
        List<Variable> gradients,
        Optional<Training.ClipNorm> norm,
        Optional<Training.ClipValue> value,
        Reads reads)
        implements StepOperation {
    public ClipOperation {
        gradients = List.copyOf(gradients);
    }

    @Override
    public List<String> arguments() {
        return StepOperation.texts(gradients);
    }

    @Override
    public List<String> preparation() {
        List<String> lines = new ArrayList<>();
        lines.add("gs = [%s]".formatted(String.join(", ", arguments())));
        norm.ifPresent(n -> {
            lines.add(
                    "norm = torch.linalg_vector_norm(torch.stack([torch.linalg_vector_norm(t, %1$s) for t in gs]), %1$s)"
                            .formatted(power(n)));
            lines.add("factor = torch.clamp(%s / (norm + 1e-6), max=1.)".formatted(n.max_norm()));
            lines.add("gs = [t * factor for t in gs]");
        });
        value.ifPresent(v -> lines.add("gs = [torch.clamp(t, -%1$s, %1$s) for t in gs]".formatted(v.clip_value())));
        return lines;
    }

    @Override
    public String arrays() {
        return "gs";
    }

    @Override
    public String deviations() {
        return norm.map(n -> "self.clipped(A[%1$d], E[%1$d], u, %2$s, %3$s)"
                        .formatted(number, power(n), exact(n.norm_type()) ? "True" : "False"))
                .orElse("[torch.zeros_like(t) for t in E[%d]]".formatted(number));
    }

    private static String power(Training.ClipNorm norm) {
        return Double.isInfinite(norm.norm_type()) ? "inf" : Double.toString(norm.norm_type());
    }

    /** Whether 1/p, the power of the sum, does not round. */
    private static boolean exact(double p) {
        return Double.isInfinite(p) || p == Math.scalb(1, Math.getExponent(p));
    }
}
