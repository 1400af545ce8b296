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
    private final Set<String> layers = new LinkedHashSet<>();
    private final Set<Site> known;
    private final Map<String, Set<Site>> byLayer = new LinkedHashMap<>();

    /**
     * @param sentence that leads the names in a warning
     * @param known the sites that might have been meant, as of step 0
     */
    Strays(String sentence, Set<Site> known) {
        this.sentence = sentence;
        this.known = known;
        known.forEach(site -> layers.add(site.layer()));
    }

    void add(Site site) {
        byLayer.computeIfAbsent(site.layer(), layer -> new LinkedHashSet<>()).add(site.at(0));
    }

    /** Whether a known name is like this one. */
    boolean isNear(Site site) {
        return !meant(site.layer(), layers).isEmpty() && !layers.contains(site.layer())
                || !meant(name(site), names(site.phase())).isEmpty();
    }

    /** What to tell the user, in a sentence; empty where no array strays. */
    Optional<String> warning() {
        List<String> parts = new ArrayList<>();
        byLayer.forEach((layer, sites) -> {
            if (layers.contains(layer)) {
                sites.forEach(site -> parts.add(name(site) + meant(name(site), names(site.phase()))));
            } else {
                parts.add("layer " + layer + meant(layer, layers));
            }
        });
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        String more = parts.size() > NAMED ? " and " + (parts.size() - NAMED) + " more" : "";
        return Optional.of(sentence + parts.stream().limit(NAMED).collect(Collectors.joining(", ")) + more);
    }

    private static String meant(String name, Set<String> known) {
        return Nearest.nearest(name, known).map(near -> " (did you mean " + near + "?)").orElse("");
    }

    private Set<String> names(Phase phase) {
        return known.stream()
                .filter(site -> site.phase() == phase)
                .map(Strays::name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String name(Site site) {
        String text = site.toString();
        return text.substring(text.indexOf('/') + 1);
    }
}
