package dev.parity.audit;

import dev.parity.trace.Phase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One error of a step: the array in which it is made, and further failing ones of the same layer that are explained by it. A
 * layer's gradients follow from its wrong output, since many programs compute them from that.
 */
public record Mistake(Judged made, List<Judged> follow) {
    public Mistake {
        follow = List.copyOf(follow);
    }

    /** @param failing arrays of one step, in causal order */
    public static List<Mistake> of(List<Judged> failing) {
        Map<String, Judged> outputs = new LinkedHashMap<>();
        Map<Judged, List<Judged>> all = new LinkedHashMap<>();
        for (Judged one : failing) {
            Judged output = outputs.get(one.site().layer());
            if (output != null && isGradient(one.site().phase())) {
                all.get(output).add(one);
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

    private static boolean isGradient(Phase phase) {
        return phase == Phase.BACKWARD || phase == Phase.GRADIENT;
    }
}
