package dev.parity.trace;

/**
 * One array of the network, whatever the step: a {@link Site} without its step, such as {@code gradient/fc1/weight}.
 */
public record Slot(Phase phase, String layer, String array) {
    private static final String CLIPPED = ".clipped";

    public static Slot of(Site site) {
        return new Slot(site.phase(), site.layer(), site.array());
    }

    /** Whether this is a parameter's gradient or the parameter after the update. */
    public boolean learns() {
        return (phase == Phase.GRADIENT && !array.endsWith(CLIPPED)) || phase == Phase.UPDATE;
    }

    /** The array as people call it: {@code fc1.weight}. */
    public String name() {
        return layer + "." + array;
    }

    @Override
    public String toString() {
        String site = new Site(0, phase, layer, array).toString();
        return site.substring(site.indexOf('/') + 1);
    }
}
