package dev.parity.formula;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Places of some axes that are looked at, where an array is too large to be looked at whole. A sum is never cut. */
public record Cut(Map<String, List<Integer>> places) {
    public static final Cut NONE = new Cut(Map.of());

    public Cut {
        places = Map.copyOf(places);
    }

    /** This cut for a formula that needs some axes whole. */
    public Cut sparing(Set<String> whole) {
        if (places.keySet().stream().noneMatch(whole::contains)) {
            return this;
        }
        Map<String, List<Integer>> rest = new LinkedHashMap<>(places);
        rest.keySet().removeAll(whole);
        return new Cut(rest);
    }

    /** An axis as far as it is looked at. */
    public Axis of(Axis axis) {
        return places.containsKey(axis.name())
                ? axis.sized(places.get(axis.name()).size())
                : axis;
    }

    List<Axis> of(List<Axis> axes) {
        return axes.stream().map(this::of).toList();
    }

    /** The place in the whole axis that the i-th one looked at is. */
    int place(String axis, int i) {
        List<Integer> kept = places.get(axis);
        return kept == null ? i : kept.get(i);
    }
}
