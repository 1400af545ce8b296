package dev.parity.pair;

import dev.parity.tensor.FirstFew;
import dev.parity.tensor.Nearest;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Slot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Arrays under names that have no counterpart. Without a word about them, a mistyped layer would pass for one that was not
 * recorded.
 */
public final class Strays {
    /** How many are named in a warning. */
    private static final int NAMED = 3;

    private final String sentence;
    private final Set<String> layers;
    private final Set<Slot> unclaimed;
    private final Map<String, Set<Slot>> byLayer = new LinkedHashMap<>();

    /**
     * @param sentence that leads the names in a warning
     * @param known the arrays that there are
     */
    public Strays(String sentence, Set<Slot> known) {
        this.sentence = sentence;
        this.layers = layers(known);
        this.unclaimed = new LinkedHashSet<>(known);
    }

    /** What to tell of keys that are no sites at all; empty where there are none. */
    public static Optional<String> aside(String name, Set<String> keys) {
        String more = keys.size() > NAMED ? " and " + (keys.size() - NAMED) + " more" : "";
        return keys.isEmpty()
                ? Optional.empty()
                : Optional.of(name + " records what is no site and was passed over: "
                        + keys.stream().limit(NAMED).map(Site::quoted).collect(Collectors.joining(", ")) + more);
    }

    /** Notes a known array that is recorded, and so is not what a stray meant. */
    void claim(Slot slot) {
        unclaimed.remove(slot);
    }

    public void add(Slot slot) {
        byLayer.computeIfAbsent(slot.layer(), layer -> new LinkedHashSet<>()).add(slot);
    }

    /** Whether a known name is like this one. */
    public boolean isNear(Slot slot) {
        return !hint(slot).isEmpty();
    }

    /** What to tell the user, in a sentence; empty where no array strays. */
    public Optional<String> warning() {
        List<String> parts = new ArrayList<>();
        byLayer.forEach((layer, slots) -> {
            if (layers.contains(layer)) {
                slots.forEach(slot -> parts.add(slot + hint(slot)));
            } else {
                parts.add("layer " + layer + hint(slots.iterator().next()));
            }
        });
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(sentence + FirstFew.of(parts, NAMED));
    }

    /** The layer that was meant where that is unknown, and else the array of the same phase. */
    private String hint(Slot stray) {
        Optional<String> meant = layers.contains(stray.layer())
                ? Nearest.nearest(stray.toString(), names(stray.phase()))
                : Nearest.nearest(stray.layer(), layers(unclaimed));
        return meant.map(near -> " (did you mean " + near + "?)").orElse("");
    }

    private static Set<String> layers(Set<Slot> slots) {
        return slots.stream().map(Slot::layer).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Set<String> names(Phase phase) {
        return unclaimed.stream()
                .filter(slot -> slot.phase() == phase)
                .map(Slot::toString)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
