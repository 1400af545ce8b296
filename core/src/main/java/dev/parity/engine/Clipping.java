package dev.parity.engine;

import dev.parity.nn.Array;
import dev.parity.nn.Strip;
import dev.parity.spec.Training.ClipNorm;
import dev.parity.spec.Training.ClipValue;
import java.util.Collection;

/**
 * Clipping of gradients, by hand.
 * <pre>
 *   norm:   g ← g min(1, max_norm / (‖g‖ + 1e-6))        ‖g‖ = (Σ |g|ᵖ)^(1/p) over all gradients, max |g| for p = inf
 *   value:  g ← min(max(g, -clip_value), clip_value)
 * </pre>
 *
 * @see <a href="https://pytorch.org/docs/stable/generated/torch.nn.utils.clip_grad_norm_.html">clip_grad_norm_</a>
 */
final class Clipping {
    private Clipping() {}

    static void norm(ClipNorm clip, Collection<Array> gradients) {
        boolean largest = clip.norm_type() == Double.POSITIVE_INFINITY;
        double total = 0;
        for (Array g : gradients) {
            double own = powers(g, clip.norm_type());
            total = largest ? Math.max(total, own) : total + own;
        }
        double norm = largest ? total : Math.pow(total, 1 / clip.norm_type());
        double factor = Math.min(1, clip.max_norm() / (norm + 1e-6));
        gradients.forEach(g -> g.scale(factor));
    }

    /** Σ |g|ᵖ, or max |g|. */
    private static double powers(Array g, double p) {
        Strip strip = Strip.of(g.dtype(), Math.min(g.size(), Strip.LENGTH));
        double total = 0;
        for (int start = 0; start < g.size(); start += Strip.LENGTH) {
            strip.load(g, start, Math.min(Strip.LENGTH, g.size() - start));
            if (p == Double.POSITIVE_INFINITY) {
                total = Math.max(total, strip.abs().max());
            } else if (p == 2) {
                total += strip.dot(strip);
            } else {
                for (int i = 0; i < strip.length(); i++) {
                    total += Math.pow(Math.abs(strip.get(i)), p);
                }
            }
        }
        return total;
    }

    static void value(ClipValue clip, Collection<Array> gradients) {
        for (Array g : gradients) {
            for (int i = 0, n = g.size(); i < n; i++) {
                g.set(i, Math.min(Math.max(g.get(i), -clip.clip_value()), clip.clip_value()));
            }
        }
    }
}
