package dev.parity.nn.optim;

/** How the {@code _single_tensor} functions of torch.optim begin, in PyTorch's words. */
final class Preamble {
    /** Counts the step; {@code n} is the count as a float. */
    static final String COUNT = "step = torch.add(step, 1)\nn = float(step)\n";

    private Preamble() {}

    /** The sign, and the weight decay as a part of the gradient. */
    static String gradient(boolean maximize, double weightDecay) {
        return (maximize ? "g = -g\n" : "")
                + (weightDecay == 0 ? "" : "g = torch.add(g, w, alpha=%s)\n".formatted(weightDecay));
    }

    /** The same, or with the weight decay taken from the weight itself. */
    static String gradient(boolean maximize, double weightDecay, boolean decoupled) {
        return decoupled && weightDecay != 0
                ? gradient(maximize, 0) + "w = torch.mul(w, 1 - lr * %s)\n".formatted(weightDecay)
                : gradient(maximize, weightDecay);
    }

    /** The size of the gradient's terms. */
    static String size(double weightDecay) {
        return "G = g%s\n".formatted(weightDecay == 0 ? "" : " + w * " + weightDecay);
    }

    /**
     * The means of Adam and its kin, with E the worst case of each:
     * <pre>
     *   m   E = 4u (|m| + (1 - β₁) (G + |m|)) + u β₁ (|m| + G)             the last term: β in the arrays' own type
     *   v   E = 5u (β₂ v + (1 - β₂) G²) + u β₂ (v + G²)
     *   √v  E = min(Ev / 2√v, √Ev)
     * </pre>
     */
    static String means(double beta2) {
        return """
                b_exp_avg = 4. * u * (exp_avg + (1. - momentum) * (G + exp_avg)) + u * momentum * (exp_avg + G)
                b_exp_avg_sq = 5. * u * (%1$s * exp_avg_sq + (1. - %1$s) * G * G) + u * %1$s * (exp_avg_sq + G * G) + 4. * tiny
                """.formatted(beta2);
    }

    /** The worst error of the root of {@code square}, whose own is {@code error}. */
    static String root(String square, String error) {
        return "torch.minimum(%2$s / (2. * torch.sqrt(%1$s)), torch.sqrt(%2$s))".formatted(square, error);
    }

    /** The relative error of 1 - βᵗ, where β is in the arrays' own type and the power a product. */
    static String correction(String beta) {
        return "(u * t * %1$s ** t + u) / (1. - %1$s ** t)".formatted(beta);
    }
}
