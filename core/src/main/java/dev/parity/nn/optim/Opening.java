package dev.parity.nn.optim;

/** How the {@code _single_tensor} functions of torch.optim begin, in PyTorch's words. */
final class Opening {
    /** Counts the step; {@code n} is the count as a float. */
    static final String COUNT = "step = torch.add(step, 1)\nn = float(step)\n";

    private Opening() {}

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
}
