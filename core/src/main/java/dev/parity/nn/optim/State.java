package dev.parity.nn.optim;

/**
 * What an optimizer carries for a parameter from step to step.
 *
 * @param name as torch.optim names it
 * @param scalar whether it is a single number; else it has the parameter's shape
 * @param initial what it is before the first step, everywhere
 */
public record State(String name, boolean scalar, double initial) {
    public static final String COUNT = "step";

    /** The count of steps, which most optimizers of torch.optim keep for each parameter. */
    static final State STEP = scalar(COUNT, 0);

    /** One number for each of the parameter's, zero at first. */
    static State each(String name) {
        return new State(name, false, 0);
    }

    static State each(String name, double initial) {
        return new State(name, false, initial);
    }

    static State scalar(String name, double initial) {
        return new State(name, true, initial);
    }
}
