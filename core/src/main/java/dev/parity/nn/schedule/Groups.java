package dev.parity.nn.schedule;

import java.util.Map;

/**
 * The parameter groups of a run.
 *
 * @param byWeight the group of each weight, in their order; weights that begin alike share one
 */
public record Groups(Map<String, Group> byWeight) {
    public static final Groups NONE = new Groups(Map.of());

    /** Moves each on, after an update. */
    public void step() {
        byWeight.values().stream().distinct().forEach(Group::step);
    }
}
