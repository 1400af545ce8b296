package dev.parity.trace;

/**
 * One array of the network, whatever the step: a {@link Site} without its step, such as {@code gradient/fc1/weight}.
 */
public record Slot(Phase phase, String layer, String array) {
    /** What the sites of a batch have for a layer. */
    static final String DATA = "data";

    private static final String CLIPPED = ".clipped";

    /** A column of the batch. */
    public static Slot data(String key) {
        return new Slot(Phase.DATA, DATA, key);
    }

    /** What the gradient of the i-th of so many inputs is called: {@code dx} of one alone, and those of several are numbered. */
    public static String dx(int inputs, int i) {
        return inputs == 1 ? "dx" : "dx" + i;
    }

    /** This array in one step. */
    public Site at(int step) {
        return new Site(step, phase, layer, array);
    }

    /** The same gradient after clipping. */
    public Slot clipped() {
        return new Slot(phase, layer, array + CLIPPED);
    }

    public boolean isClipped() {
        return phase == Phase.GRADIENT && array.endsWith(CLIPPED);
    }

    /** Whether this is a parameter's gradient or the parameter after the update. */
    public boolean learns() {
        return (phase == Phase.GRADIENT && !isClipped()) || phase == Phase.UPDATE;
    }

    /** The array as people call it: {@code fc1.weight}. */
    public String name() {
        return layer + "." + array;
    }

    @Override
    public String toString() {
        return phase + "/" + (phase == Phase.DATA && layer.equals(DATA) ? "" : layer + "/") + array;
    }
}
