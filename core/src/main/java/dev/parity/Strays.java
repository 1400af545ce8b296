package dev.parity;

import dev.parity.tensor.Nearest;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
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
final class Strays {
    /** How many are named in a warning. */
    private static final int NAMED = 3;

    private final String sentence;
    private final Set<String> layers;
    private final Set<Site> unclaimed;
    private final Map<String, Set<Site>> byLayer = new LinkedHashMap<>();

    /**
     * @param sentence that leads the names in a warning
     * @param known the sites that there are, as of step 0
     */
    Strays(String sentence, Set<Site> known) {
        this.sentence = sentence;
        this.layers = layers(known);
        this.unclaimed = new LinkedHashSet<>(known);
    }

    /** What to tell of keys that are no sites at all; empty where there are none. */
    static Optional<String> aside(String name, Set<String> keys) {
        String more = keys.size() > NAMED ? " and " + (keys.size() - NAMED) + " more" : "";
        return keys.isEmpty()
                ? Optional.empty()
                : Optional.of(name + " records what is no site and was passed over: "
                        + keys.stream().limit(NAMED).map(Site::quoted).collect(Collectors.joining(", ")) + more);
    }

    /** Notes a known site that is recorded, and so is not what a stray meant. */
    void claim(Site site) {
        unclaimed.remove(site.at(0));
    }

    void add(Site site) {
        byLayer.computeIfAbsent(site.layer(), layer -> new LinkedHashSet<>()).add(site.at(0));
    }

    /** Whether a known name is like this one. */
    boolean isNear(Site site) {
        return !hint(site).isEmpty();
    }

    /** What to tell the user, in a sentence; empty where no array strays. */
    Optional<String> warning() {
        List<String> parts = new ArrayList<>();
        byLayer.forEach((layer, sites) -> {
            if (layers.contains(layer)) {
                sites.forEach(site -> parts.add(name(site) + hint(site)));
            } else {
                parts.add("layer " + layer + hint(sites.iterator().next()));
            }
        });
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        String more = parts.size() > NAMED ? " and " + (parts.size() - NAMED) + " more" : "";
        return Optional.of(sentence + parts.stream().limit(NAMED).collect(Collectors.joining(", ")) + more);
    }

    /** The layer that was meant where that is unknown, and else the array of the same phase. */
    private String hint(Site stray) {
        Optional<String> meant = layers.contains(stray.layer())
                ? Nearest.nearest(name(stray), names(stray.phase()))
                : Nearest.nearest(stray.layer(), layers(unclaimed));
        return meant.map(near -> " (did you mean " + near + "?)").orElse("");
    }

    private static Set<String> layers(Set<Site> sites) {
        return sites.stream().map(Site::layer).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Set<String> names(Phase phase) {
        return unclaimed.stream()
                .filter(site -> site.phase() == phase)
                .map(Strays::name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String name(Site site) {
        String text = site.toString();
        return text.substring(text.indexOf('/') + 1);
    }
}
