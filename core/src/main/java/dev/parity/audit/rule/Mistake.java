package dev.parity.audit.rule;

import dev.parity.audit.judge.Judged;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One error of a step: the array in which it is made, and further failing ones that are explained by it. A layer's gradients follow from
 * its wrong output, since many programs compute them from that; and so does, where they were not recorded, what was judged together
 * with them: an error of its own cannot be told from that there, and shows when the first is mended. In the same way a weight after
 * its update follows from a wrong state of its own.
 */
public record Mistake(Judged made, List<Judged> follow) {
    public Mistake {
        follow = List.copyOf(follow);
    }

    /** @param failing arrays of one step, in causal order */
    public static List<Mistake> of(List<Judged> failing) {
        Map<String, Judged> outputs = new LinkedHashMap<>();
        List<Judged> states =
                failing.stream().filter(j -> j.site().phase() == Phase.STATE).toList();
        Map<Judged, List<Judged>> all = new LinkedHashMap<>();
        for (Judged one : failing) {
            Optional<Judged> cause =
                    explaining(one, outputs).or(() -> moving(one, states)).filter(all::containsKey);
            if (cause.isPresent()) {
                all.get(cause.get()).add(one);
                continue;
            }
            all.put(one, new ArrayList<>());
            if (one.site().phase() == Phase.FORWARD) {
                outputs.putIfAbsent(one.site().layer(), one);
            }
        }
        return all.entrySet().stream()
                .map(e -> new Mistake(e.getKey(), e.getValue()))
                .toList();
    }

    /** The first wrong output of a layer of whose gradients an array is one, or is made. */
    private static Optional<Judged> explaining(Judged one, Map<String, Judged> outputs) {
        Set<String> layers = Stream.concat(Stream.of(one.site()), one.together().stream())
                .filter(s -> isGradient(s.phase()))
                .map(Site::layer)
                .collect(Collectors.toSet());
        return outputs.entrySet().stream()
                .filter(e -> layers.contains(e.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** The first wrong state of a weight that an update is of. */
    private static Optional<Judged> moving(Judged one, List<Judged> states) {
        return states.stream()
                .filter(s -> one.site().phase() == Phase.UPDATE
                        && s.site().isStateOf(one.site().name()))
                .findFirst();
    }

    private static boolean isGradient(Phase phase) {
        return phase == Phase.BACKWARD || phase == Phase.GRADIENT;
    }
}
