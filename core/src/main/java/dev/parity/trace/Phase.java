package dev.parity.trace;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The phases of a training step, in causal order: an array depends only on arrays of its own phase or earlier ones. */
public enum Phase {
    DATA,
    FORWARD,
    LOSS,
    BACKWARD,
    GRADIENT,
    STATE,
    UPDATE;

    private static final List<String> NAMES =
            Arrays.stream(values()).map(Phase::toString).toList();

    static List<String> names() {
        return NAMES;
    }

    /** The name in a site: {@code data}, {@code forward}, and so on. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
